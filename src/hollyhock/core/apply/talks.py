"""Events between an interaction and an agent: offers, talk, hold, after-call work."""

from __future__ import annotations

from hollyhock.contracts.events import (
    ConnectionCleared,
    Established,
    Held,
    OfferAccepted,
    OfferEnded,
    OfferMade,
    Reattaching,
    ReattachRenewed,
    Retrieved,
    Transferred,
    WrapUpExtended,
    WrapUpFinished,
    WrapUpNoted,
    WrapUpStarted,
)
from hollyhock.core.apply.memory import remember
from hollyhock.core.apply.registry import applies
from hollyhock.core.apply.turns import take_turn
from hollyhock.core.data import Offer, Served, WrapUp
from hollyhock.core.estimates import observe, observe_answer, observe_wait
from hollyhock.core.state import State


@applies(OfferMade)
def offer_made(state: State, event: OfferMade, at: int) -> None:
    """Reserve the interaction for the agent."""
    data = state.data
    data.counter += 1
    data.offers[event.offer] = Offer(
        id=event.offer,
        interaction=event.interaction,
        agent=event.agent,
        queue=event.queue,
        deadline=event.deadline,
        made=at,
    )
    it = data.interactions[event.interaction]
    it.offers = [*it.offers, event.offer]
    agent = state.agent(event.agent)
    agent.offer, agent.offered_at = event.offer, at
    agent.offered += 1
    data.drawn = max(data.drawn, agent.drawn)


@applies(OfferAccepted)
def offer_accepted(state: State, event: OfferAccepted, at: int) -> None:
    """The lease has served; the wait is over."""
    it = state.data.interactions[event.interaction]
    it.waited_ms = at - it.entered
    observe_answer(state, it, at)
    observe_wait(state.data, it.queue, it.waited_ms)
    it.announcement = it.announce_at = None
    it.phase, it.phase_since = "connected", at
    _end_offer(state, event.offer)


@applies(OfferEnded)
def offer_ended(state: State, event: OfferEnded, at: int) -> None:
    """The lease is over; the interaction is where it was."""
    _end_offer(state, event.offer)


@applies(Established)
def established(state: State, event: Established, at: int) -> None:
    """Agent and customer talk (or, for a work item, the agent works on it)."""
    it = state.data.interactions[event.interaction]
    agent = state.agent(event.agent)
    if it.id not in agent.holds:
        agent.holds = [*agent.holds, it.id]
        agent.handled += 1
        it.established = at
    it.agent, it.agent_leg, it.reattach_deadline, it.node_deadline = event.agent, event.leg, None, None
    it.phase, it.phase_since = "connected", at


@applies(Held)
def held(state: State, event: Held, at: int) -> None:
    """The customer hears music."""
    it = state.data.interactions[event.interaction]
    it.visit += 1
    it.phase, it.phase_since = "held", at


@applies(Retrieved)
def retrieved(state: State, event: Retrieved, at: int) -> None:
    """They talk again."""
    it = state.data.interactions[event.interaction]
    it.phase, it.phase_since = "connected", at


@applies(Reattaching)
def reattaching(state: State, event: Reattaching, at: int) -> None:
    """The customer hears music while the agent's softphone comes back."""
    it = state.data.interactions[event.interaction]
    it.visit += 1
    it.agent_leg, it.reattach_deadline = event.leg, event.deadline
    it.was_held = it.phase == "held" or (it.phase == "reattaching" and it.was_held)
    it.phase, it.phase_since = "reattaching", at
    state.data.counter += 1
    state.agent(event.agent).lost_at = None


@applies(ReattachRenewed)
def reattach_renewed(state: State, event: ReattachRenewed, at: int) -> None:
    """Another leg is tried, or none for now."""
    state.data.counter += 1
    state.data.interactions[event.interaction].agent_leg = event.leg


@applies(Transferred)
def transferred(state: State, event: Transferred, at: int) -> None:
    """Only noted: what it changes stands in the events beside it."""


@applies(ConnectionCleared)
def connection_cleared(state: State, event: ConnectionCleared, at: int) -> None:
    """The agent's part ends; it counts as observed service of the queue."""
    it = state.data.interactions[event.interaction]
    agent = state.agent(event.agent)
    agent.holds = [other for other in agent.holds if other != it.id]
    agent.idle_since, agent.lost_at = at, None
    if it.customer and state.book.longest_known_ms:
        served = Served(event.agent, at)
        remember(state.data.served, it.customer, served, at - state.book.longest_known_ms)
    observe(state.data, it.queue, at - it.established)
    state.touch_queue(it.queue)
    it.agent = it.agent_leg = ""
    it.reattach_deadline = it.node_deadline = None
    it.phase, it.phase_since = "flow", at


@applies(WrapUpStarted)
def wrap_up_started(state: State, event: WrapUpStarted, at: int) -> None:
    """After-call work begins."""
    agent = state.agent(event.agent)
    it = state.data.interactions[event.interaction]
    wrap = WrapUp(queue=event.queue, since=at, deadline=event.deadline, code=it.code)
    agent.wraps = {**agent.wraps, it.id: wrap}
    it.wrappers = [*it.wrappers, event.agent]
    it.code = ""


@applies(WrapUpNoted)
def wrap_up_noted(state: State, event: WrapUpNoted, at: int) -> None:
    """Keep the code for the screen; records keep it for good. After the talk it is not the next holder's."""
    wrap = state.agent(event.agent).wraps.get(event.interaction)
    if wrap is not None:
        wrap.code = event.code
    else:
        state.data.interactions[event.interaction].code = event.code


@applies(WrapUpExtended)
def wrap_up_extended(state: State, event: WrapUpExtended, at: int) -> None:
    """After-call work lasts longer."""
    state.agent(event.agent).wraps[event.interaction].deadline = event.deadline


@applies(WrapUpFinished)
def wrap_up_finished(state: State, event: WrapUpFinished, at: int) -> None:
    """After-call work is over and the agent idles from now."""
    agent = state.agent(event.agent)
    wrap = agent.wraps[event.interaction]
    agent.wraps = {key: other for key, other in agent.wraps.items() if key != event.interaction}
    agent.idle_since = at
    observe(state.data, wrap.queue, at - wrap.since, more=True)
    state.touch_queue(wrap.queue)
    it = state.data.interactions[event.interaction]
    it.wrappers = [other for other in it.wrappers if other != event.agent]


def _end_offer(state: State, identifier: str) -> None:
    offer = state.data.offers.pop(identifier)
    it = state.data.interactions[offer.interaction]
    it.offers = [other for other in it.offers if other != identifier]
    agent = state.agent(offer.agent)
    agent.offer = ""
    take_turn(state, agent)
