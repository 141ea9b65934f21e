"""Folds events into the state and brings what is derived in line."""

from __future__ import annotations

from hollyhock.contracts.events import Event
from hollyhock.contracts.journal import Entry
from hollyhock.core.apply import agents, domain, interactions, talks
from hollyhock.core.apply.registry import APPLIERS
from hollyhock.core.apply.turns import take_turn
from hollyhock.core.state import State
from hollyhock.core.strategies import occupancy

LOADED = (agents, domain, interactions, talks)
"""Importing these fills the registry."""


def fold(state: State, entry: Entry) -> None:
    """Apply a stored entry's events: recovery never decides again."""
    for event in entry.events:
        apply(state, event, entry.at)


def apply(state: State, event: Event, at: int) -> None:
    """Change the state by one event that happened at ``at`` (epoch milliseconds)."""
    state.data.now = state.index.now = max(state.data.now, at)
    APPLIERS[type(event)](state, event, at)
    identifier = getattr(event, "interaction", "")
    offer = getattr(event, "offer", "")
    if offer:
        _settle_offer(state, offer)
    if identifier:
        _settle_interaction(state, identifier)
    code = getattr(event, "agent", "")
    if code:
        settle_agent(state, code, at)


def settle_agent(state: State, code: str, at: int) -> None:
    """Derive the agent state, note since when it holds, and place the agent in the ordered sets."""
    agent = state.agent(code)
    now = _agent_state(state, code)
    if now != agent.state:
        worked = agent.state in ("Busy", "WorkingAfterCall")
        agent.occupancy = occupancy(agent.occupancy, at - agent.since, working=worked)
        agent.state, agent.since = now, at
        if now == "Ready":
            take_turn(state, agent)
    state.index.place_agent(agent, state.data, state.book)


def _settle_interaction(state: State, identifier: str) -> None:
    it = state.data.interactions.get(identifier)
    if it is None:
        return
    if it.phase == "closed" and not it.wrappers:
        del state.data.interactions[identifier]
        state.index.drop_interaction(identifier, state.book)
        return
    state.index.place_interaction(it, state.book)


def _settle_offer(state: State, identifier: str) -> None:
    offer = state.data.offers.get(identifier)
    if offer is None:
        state.index.drop_offer(identifier)
    else:
        state.index.place_offer(offer)


def _agent_state(state: State, code: str) -> str:
    """Return the CSTA agent state (ECMA-269 6.1.1.6.4)."""
    agent = state.agent(code)
    if not agent.logged_on:
        return "Null"
    if agent.holds:
        return "Busy"
    if agent.wraps:
        return "WorkingAfterCall"
    return "Ready" if agent.ready else "NotReady"
