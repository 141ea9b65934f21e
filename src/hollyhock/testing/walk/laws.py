"""The laws of routing that no rule, command or order of events may break."""

from __future__ import annotations

from hollyhock.contracts.directory import Agent
from hollyhock.contracts.events import (
    AnyEvent,
    CustomerDialled,
    InteractionArrived,
    InteractionClosed,
    OfferAccepted,
    OfferEnded,
    OfferMade,
    PositionAnnounced,
    Queued,
)
from hollyhock.core.classes import attributes, class_of, satisfies
from hollyhock.core.data import HEAD, OWN, Interaction
from hollyhock.core.index.idle import slot
from hollyhock.core.matching import search
from hollyhock.core.state import State


class Broken(AssertionError):
    """A law does not hold."""


class Laws:
    """Watches one walk."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._open: dict[str, str] = {}
        """Standing offers by the events alone: offer to agent."""
        self._living: set[str] = set()
        self._told: dict[str, tuple[int, int]] = {}
        """Interaction to position and upper end (ms) as last announced in its present line."""
        self._dialled: set[str] = set()

    def decided(self, state: State, events: tuple[AnyEvent, ...]) -> None:
        """Check what one command led to; costs by what it touched."""
        for event in events:
            match event:
                case InteractionArrived():
                    self._hold(event.interaction not in self._living, "an interaction arrives once")
                    self._living.add(event.interaction)
                case InteractionClosed():
                    self._hold(event.interaction in self._living, "an interaction ends once")
                    self._living.discard(event.interaction)
                case OfferMade():
                    self._offered(state, event)
                case Queued():
                    self._told.pop(event.interaction, None)
                case PositionAnnounced():
                    self._announced(event)
                case OfferAccepted() | OfferEnded():
                    self._hold(self._open.pop(event.offer, "") == event.agent, "an offer ends once, with its agent")
                case CustomerDialled():
                    self._hold(event.leg not in self._dialled, "no attempt to call a customer is made twice")
                    self._dialled.add(event.leg)
                case _:
                    pass

    def at_rest(self, state: State) -> None:
        """Check everything that must hold between two commands; costs by the whole state."""
        data = state.data
        self._hold(self._open == {o.id: o.agent for o in data.offers.values()}, "offers stand as the events say")
        for it in data.interactions.values():
            stands = it.phase in ("closed", "waiting") or it.node or it.agent or it.farewell
            self._hold(bool(stands), "nobody is nowhere")
            self._hold((it.id in self._living) == (it.phase != "closed"), "nobody is lost")
        self._hold(all(name in data.interactions for name in self._living), "nobody is lost")
        for agent in data.agents.values():
            self._holds_no_more_than_they_may(state, agent.code)
        due = state.next_due()
        # A deadline that has come but whose tick has not may be what lets somebody be served.
        if not data.journal_full and (due is None or due > data.now):
            for pool in state.index.lines.pools:
                self._hold(search(state, pool, data.now) is None, "no wake-up is lost")

    def _announced(self, event: PositionAnnounced) -> None:
        position, high = self._told.get(event.interaction, (event.position, event.high_ms))
        if event.high_ms is not None and high is not None:
            rises = event.high_ms > high * 1.2 + 1
            self._hold(not rises or bool(event.reason), "what is announced rises by a fifth at most without a reason")
            overtaken = event.reason != "overtaken" or event.position > position
            self._hold(overtaken, "who is told of being overtaken has been")
        if event.high_ms is not None:
            self._told[event.interaction] = event.position, event.high_ms
        elif event.interaction in self._told:
            self._told[event.interaction] = event.position, self._told[event.interaction][1]

    def _offered(self, state: State, event: OfferMade) -> None:
        self._hold(event.agent not in self._open.values(), "an agent has one offer at a time")
        self._open[event.offer] = event.agent
        it = state.data.interactions.get(event.interaction)
        if it is None or event.trace.source in ("pulled", "pushed"):
            return
        agent = state.book.agents.get(event.agent)
        self._hold(agent is not None and slot(it.medium) in agent.capacity, "only who serves a medium is offered it")
        if it.ring != OWN and it.offers:
            self._nobody_is_overtaken(state, it)
        if event.trace.source == "own":
            self._hold(_able(state, it, agent), "only who satisfies the ring in force is offered it")

    def _nobody_is_overtaken(self, state: State, it: Interaction) -> None:
        queue = state.book.queues.get(it.queue)
        spec = state.book.spec_of(it.queue, it.ring, it.data)
        for place in state.index.lines.pools.get((it.medium, spec), ()):
            other = state.data.interactions[place[3]]
            if queue is None or other.queue != it.queue or other.priority >= HEAD or it.priority >= HEAD:
                continue
            late = it.since - other.since
            self._hold(late <= queue.ageing.cap_ms, "nobody is overtaken after the ageing's cap")
            equal = it.priority == other.priority
            self._hold(not equal or (it.since, it.order) <= (other.since, other.order), "equals keep their order")

    def _holds_no_more_than_they_may(self, state: State, code: str) -> None:
        agent, entry = state.agent(code), state.book.agents.get(code)
        self._hold(agent.logged_on or not (agent.holds or agent.offer or agent.wraps), "who is away has nothing")
        if entry is None:
            return
        media = [slot(state.data.interactions[name].medium) for name in agent.holds]
        offered = agent.offer and state.data.interactions[state.data.offers[agent.offer].interaction]
        if not offered:
            return
        medium = slot(offered.medium)
        self._hold(media.count(medium) < max(entry.capacity.get(medium, 0), 1), "capacity is kept")
        allowed = entry.interrupts.get(medium, ())
        self._hold(all(other == medium or other in allowed for other in media), "interruptions are kept")

    @staticmethod
    def _hold(right: bool, law: str) -> None:
        if not right:
            raise Broken(law)


def _able(state: State, it: Interaction, agent: Agent | None) -> bool:
    """Tell whether an agent has what the ring asks for, read from the rules themselves."""
    queue = state.book.queues.get(it.queue)
    if queue is None or agent is None:
        return agent is not None
    ring = queue.rings[it.ring]
    asked = {name: it.data.get(name, "") for name in ring.by_data}
    known = {name: value for name, value in asked.items() if state.book.knows_skill(f"{name}.{value}")}
    return ring.overflow is None and satisfies(attributes(agent), class_of(ring, known))
