"""Folds events into the state and brings what is derived in line."""

from __future__ import annotations

from hollyhock.contracts.events import Event
from hollyhock.contracts.journal import Entry
from hollyhock.core.apply import agents, callbacks, domain, interactions, talks
from hollyhock.core.apply.registry import APPLIERS, Applier
from hollyhock.core.apply.turns import take_turn
from hollyhock.core.copying import Copy
from hollyhock.core.data import Agent
from hollyhock.core.state import State
from hollyhock.core.strategies import occupancy

LOADED = (agents, callbacks, domain, interactions, talks)
"""Importing these fills the registry."""


def fold(state: State, entry: Entry) -> None:
    """Apply a stored entry's events: recovery never decides again."""
    for event in entry.events:
        apply(state, event, entry.at)


def apply(state: State, event: Event, at: int) -> None:
    """Change the state by one event that happened at ``at`` (epoch milliseconds)."""
    state.data.now = max(state.data.now, at)
    applier = APPLIERS[type(event)]
    if state.copy is not None:
        _keep_as_it_was(state.copy, applier, event)
    applier.function(state, event, at)
    changed = state.unsettled
    changed.any = True
    if applier.offer:
        changed.offers[event.offer] = None  # type: ignore[attr-defined]
    if applier.interaction:
        identifier = event.interaction  # type: ignore[attr-defined]
        changed.interactions[identifier] = None
        _forget_if_over(state, identifier)
    if applier.agent:
        code = event.agent  # type: ignore[attr-defined]
        changed.agents[code] = None
        _note_state(state, code, at)


def _keep_as_it_was(copy: Copy, applier: Applier, event: Event) -> None:
    """Let a snapshot that is being taken have what the event is about to change; appliers change nothing else."""
    if applier.offer:
        copy.keep("offers", event.offer)  # type: ignore[attr-defined]
    if applier.interaction:
        copy.keep("interactions", event.interaction)  # type: ignore[attr-defined]
    if applier.agent:
        copy.keep("agents", event.agent)  # type: ignore[attr-defined]


def _note_state(state: State, code: str, at: int) -> None:
    """Derive the agent state and note since when it holds."""
    agent = state.agent(code)
    now = _agent_state(agent)
    if now != agent.state:
        agent.occupancy, agent.counted = occupancy(agent, at), at
        agent.state, agent.since = now, at
        if now == "Ready":
            take_turn(state, agent)


def _forget_if_over(state: State, identifier: str) -> None:
    it = state.data.interactions.get(identifier)
    if it is not None and it.phase == "closed" and not it.wrappers:
        del state.data.interactions[identifier]


def _agent_state(agent: Agent) -> str:
    """Return the CSTA agent state (ECMA-269 6.1.1.6.4)."""
    if not agent.logged_on:
        return "Null"
    if agent.holds:
        return "Busy"
    if agent.wraps:
        return "WorkingAfterCall"
    return "Ready" if agent.ready else "NotReady"
