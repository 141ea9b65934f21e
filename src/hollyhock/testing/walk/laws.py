"""The laws of routing that no rule, command or order of events may break."""

from __future__ import annotations

from hollyhock.contracts.events import (
    AnyEvent,
    CustomerDialled,
    Dequeued,
    FlowStarted,
    InteractionArrived,
    InteractionClosed,
    OfferAccepted,
    OfferEnded,
    OfferMade,
    PlaceChanged,
    PositionAnnounced,
    Queued,
)
from hollyhock.core.data import HEAD, OWN, Interaction
from hollyhock.core.index.idle import slot
from hollyhock.core.matching import search
from hollyhock.core.state import State
from hollyhock.testing.walk import plainly


class Broken(AssertionError):
    """A law does not hold."""


class Laws:
    """Watches one walk."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._open: dict[str, str] = {}
        """Standing offers by the events alone: offer to agent."""
        self._living: set[str] = set()
        self._told: dict[str, tuple[int, int | None, int]] = {}
        """Interaction to position, upper end (ms) and agents as last announced in its present line."""
        self._dialled: set[str] = set()
        self._since: dict[str, int] = {}
        """Interaction to the moment that counts for its place."""
        self._parents: dict[str, str] = {}

    def decided(self, state: State, events: tuple[AnyEvent, ...]) -> None:
        """Check what one command led to; costs by what it touched."""
        for event in events:
            match event:
                case InteractionArrived():
                    self._hold(event.interaction not in self._living, "an interaction arrives once")
                    self._living.add(event.interaction)
                    self._parents[event.interaction] = event.parent
                case InteractionClosed():
                    self._hold(event.interaction in self._living, "an interaction ends once")
                    self._living.discard(event.interaction)
                    self._since.pop(self._parents.pop(event.interaction, ""), None)
                case OfferMade():
                    self._offered(state, event)
                case Queued():
                    self._told.pop(event.interaction, None)
                    self._queued(state, event, events)
                case PlaceChanged():
                    self._since[event.interaction] = event.since
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
            late = next(plainly.overslept(state), "")
            self._hold(not late, f"no deadline is forgotten: {late}")
            self._nobody_waits_for_who_is_free(state)

    def _announced(self, event: PositionAnnounced) -> None:
        fresh = event.position, event.high_ms, event.agents
        position, high, agents = self._told.get(event.interaction, fresh)
        if event.high_ms is not None and high is not None:
            rises = event.high_ms > high * 1.2 + 1
            self._hold(not rises or bool(event.reason), "what is announced rises by a fifth at most without a reason")
        overtaken, fewer = event.position > position, event.agents < agents
        right = {"": True, "overtaken": overtaken, "fewer_agents": fewer}[event.reason]
        self._hold(right, "the reason that is named is one")
        known = event.high_ms is not None
        # An announcement without a range takes nothing back: the next is compared with the last that had one.
        self._told[event.interaction] = fresh if known else (event.position, high, agents)

    def _queued(self, state: State, event: Queued, events: tuple[AnyEvent, ...]) -> None:
        name, parent = event.interaction, self._parents.get(event.interaction, "")
        # Who hears the promise leaves the line for it; who was sent on to a flow before comes anew.
        anew = any(isinstance(one, FlowStarted) for one in events)
        left = {one.interaction: one.queue for one in events if isinstance(one, Dequeued) and not anew}
        heir = parent if left.get(parent) == event.queue else name
        before = self._since.get(name, self._since.get(heir, event.since))
        self._hold(event.cause != "callback" or event.since <= before, "a call back keeps its place")
        self._since[name] = event.since
        # Who was promised a call back and calls again has a place already.
        heirs = any(isinstance(one, InteractionClosed) and one.cause == "taken_over" for one in events)
        it, queue = state.data.interactions.get(name), state.book.queues.get(event.queue)
        if event.cause == "flow" and it is not None and it.phase == "waiting" and queue is not None and not heirs:
            here = [other for other in plainly.standing_in(state, event.queue) if other.order <= it.order]
            self._hold(len(here) <= queue.entry.most_waiting, "no line grows beyond its limit")
            media = {it.medium, *(("callback",) if it.medium == "voice" else ())}
            same = [other for other in here if other.customer == it.customer and other.medium in media]
            many = it.customer and queue.entry.most_per_customer and len(same) > queue.entry.most_per_customer
            self._hold(not many, "no customer has more places than the rules say")

    def _nobody_waits_for_who_is_free(self, state: State) -> None:
        """If a match exists, it has been made; found by looking at everybody."""
        agents, entries = state.data.agents.values(), state.book.agents
        idle = [(one, entries[one.code]) for one in agents if one.code in entries and one.ready and not one.offer]
        for it in state.data.interactions.values() if idle else ():
            if it.phase != "waiting" or it.offers or it.rests_until is not None:
                continue
            if not plainly.closed(state, state.book.queues.get(it.queue)):
                for agent, entry in idle:
                    free = plainly.is_free(state, agent, it.medium)
                    self._hold(not (free and plainly.may_be_offered(state, it, entry)), "whoever can be served is")

    def _offered(self, state: State, event: OfferMade) -> None:
        self._hold(event.agent not in self._open.values(), "an agent has one offer at a time")
        self._open[event.offer] = event.agent
        it = state.data.interactions.get(event.interaction)
        if it is None or event.offer not in state.data.offers:
            return
        agent, entry = state.agent(event.agent), state.book.agents.get(event.agent)
        rested = agent.logged_on and agent.ready and agent.present and not agent.wraps
        self._hold(rested, "only who is ready and has nothing left to do is offered anything")
        self._hold(plainly.may_take(state, agent, it.medium), "capacity and interruptions are kept")
        if event.trace.source in ("pulled", "pushed"):
            return
        self._hold(it.rests_until is None, "who rests is left alone")
        self._hold(not plainly.closed(state, state.book.queues.get(it.queue)), "nobody is offered from a closed queue")
        right = entry is not None and plainly.may_be_offered(state, it, entry)
        self._hold(right or event.trace.source != "own", "only who satisfies the ring in force is offered it")
        self._hold(right, "reserves join and agents are lent only as the rules say")
        if it.ring != OWN and it.offers:
            self._nobody_is_overtaken(state, it)

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
            self._hold(plainly.rank(queue, it) <= plainly.rank(queue, other), "who ranks first is served first")

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
