"""A call back keeps its caller's place, and its customer is called once for each attempt."""

from __future__ import annotations

from typing import Literal

import msgspec
import pytest

from hollyhock.contracts import commands as c
from hollyhock.contracts.directory import Directory, Queue, Trunk
from hollyhock.contracts.errors import Refused
from hollyhock.contracts.events import (
    AnyEvent,
    CallbackPromised,
    ConnectionCleared,
    CustomerDialled,
    CustomerNotReached,
    Dequeued,
    Established,
    InteractionClosed,
)
from hollyhock.contracts.flow import Flow, ToQueue
from hollyhock.contracts.routing import Callback, Entry, Loan, Overflow, Requirement, Reserve, Ring
from hollyhock.core.cards import interaction_card, queue_card
from hollyhock.core.data import Interaction
from hollyhock.core.decide.callbacks import RING_MS
from hollyhock.core.wanted import wanted
from hollyhock.core.why import why_waiting

from .centre import SECOND, Centre, queue

CARRIER = Trunk(code="carrier", addresses=("192.0.2.1",), server="192.0.2.1")


def centre(*agents: str, trunks: tuple[Trunk, ...] = (CARRIER,), line: Queue | None = None) -> Centre:
    """Key 1 keeps the place; nobody is ready."""
    made = Centre(line or queue(wrap_up_ms=30 * SECOND), agents={code: {"sales": 1} for code in agents or ("a1",)})
    flow = Flow(code="sales", languages=("en",), start="go", nodes={"go": ToQueue(queue="sales", callback="1")})
    publish(made, flows=(flow,), trunks=trunks)
    return made


def publish(made: Centre, **changes: object) -> None:
    version = made.state.data.directory.version + 1
    made.directory = msgspec.structs.replace(made.state.data.directory, version=version, **changes)
    assert isinstance(made.directory, Directory)
    made.give(c.PublishDirectory(directory=made.directory))


def press(made: Centre, call: str, key: str = "1") -> list[AnyEvent]:
    visit = made.state.data.interactions[call].visit
    return made.give(c.StepDone(interaction=call, visit=visit, outcome="digits", digits=key))


def tickets(made: Centre) -> list[Interaction]:
    return [it for it in made.state.data.interactions.values() if it.medium == "callback"]


def promised(made: Centre, customer: str = "x") -> Interaction:
    """Let a customer call, choose to be called back, hear the last words, and be gone."""
    call = made.call(customer=customer)
    made.later(5 * SECOND)
    press(made, call)
    made.give(c.StepDone(interaction=call, visit=made.state.data.interactions[call].visit, outcome="played"))
    assert call not in made.state.data.interactions
    return next(it for it in tickets(made) if it.parent == call)


def taken(made: Centre, ticket: Interaction, agent: str = "a1") -> None:
    made.ready(agent)
    made.give(c.AcceptOffer(agent=agent, offer=ticket.offers[0]))


def dialled(made: Centre, ticket: Interaction, agent: str = "a1") -> str:
    """Let the agent take it; return the customer's leg."""
    taken(made, ticket, agent)
    made.give(c.LegUp(interaction=ticket.id, leg=ticket.agent_leg))
    return ticket.leg


def talking(made: Centre, ticket: Interaction) -> None:
    made.give(c.LegUp(interaction=ticket.id, leg=dialled(made, ticket)))


def of(made: Centre, kind: type[AnyEvent]) -> list[AnyEvent]:
    return [event for event in made.events if isinstance(event, kind)]


def test_the_key_is_told_after_ten_seconds_and_keeps_the_place() -> None:
    made = centre()
    call, other = made.call(customer="x"), made.call(customer="y")
    first = made.state.data.interactions[call]
    music = wanted(made.state, call, {}).treatment
    assert music is not None
    assert (music.kind, music.key) == ("music", "1"), "the key holds while the music plays"
    made.later(10 * SECOND)
    told = wanted(made.state, call, {}).treatment
    assert told is not None
    assert (told.kind, told.key, told.values) == ("say", "1", {"queue_key": "1"})
    press(made, call)
    (ticket,) = tickets(made)
    assert (ticket.parent, ticket.since, ticket.customer) == (call, first.since, "x")
    assert interaction_card(ticket, made.state, {}).queued_since == first.since
    assert made.state.index.lines.position(ticket) == 1
    assert made.state.index.lines.position(made.state.data.interactions[other]) == 2
    kept = wanted(made.state, call, {}).treatment
    assert kept is not None
    assert [part.prompt for part in kept.parts] == ["queue_callback_kept"]
    made.later(20 * SECOND)
    assert [e.cause for e in of(made, InteractionClosed)] == ["callback"]  # type: ignore[union-attr]
    assert [e.outcome for e in of(made, Dequeued)] == ["flow_out"]  # type: ignore[union-attr]


def test_the_key_counts_also_right_before_and_after_an_announcement() -> None:
    made = centre()
    call = made.call(customer="x")
    visit = made.state.data.interactions[call].visit
    made.later(10 * SECOND)
    made.give(c.StepDone(interaction=call, visit=visit, outcome="digits", digits="1"))
    assert len(tickets(made)) == 1


def test_other_keys_and_who_hangs_up_during_the_last_words_change_nothing() -> None:
    made = centre()
    call = made.call(customer="x")
    assert press(made, call, "2") == []
    press(made, call)
    made.end(call)
    assert [e.cause for e in of(made, InteractionClosed)] == ["callback"]  # type: ignore[union-attr]
    assert len(tickets(made)) == 1


@pytest.mark.parametrize("why", ["withheld", "no way out"])
def test_nobody_is_promised_what_cannot_be_kept(why: str) -> None:
    inbound = msgspec.structs.replace(CARRIER, server="")
    made = centre(trunks=(inbound,) if why == "no way out" else (CARRIER,))
    call = made.call(customer="" if why == "withheld" else "x")
    made.later(10 * SECOND)
    press(made, call)
    assert tickets(made) == []
    assert made.state.data.interactions[call].phase == "waiting"


def test_a_line_that_ends_in_a_call_back_has_no_end_for_who_cannot_be_called() -> None:
    rings = (*queue().rings, Ring(after_ms=30 * SECOND, overflow=Overflow(kind="callback")))
    made = centre(line=queue(rings=rings))
    withheld, known = made.call(), made.call(customer="x")
    made.later(31 * SECOND)
    assert made.state.data.interactions[withheld].phase == "waiting"
    assert [it.parent for it in tickets(made)] == [known]


def test_the_customer_is_called_once_the_agent_is_there_and_then_they_talk() -> None:
    made = centre()
    ticket = promised(made)
    assert wanted(made.state, ticket.id, {"ani": "138"}).legs == ()
    made.ready("a1")
    assert wanted(made.state, ticket.id, {"ani": "138"}).legs == (), "a ticket is previewed, nothing rings"
    made.give(c.AcceptOffer(agent="a1", offer=ticket.offers[0]))
    want = wanted(made.state, ticket.id, {"ani": "138"})
    assert (want.leg, want.dial, [(leg.agent, leg.auto_answer) for leg in want.legs]) == ("", None, [("a1", True)])
    made.give(c.LegUp(interaction=ticket.id, leg=ticket.agent_leg))
    want = wanted(made.state, ticket.id, {"ani": "138"})
    assert want.dial is not None
    assert (want.dial.number, want.dial.trunk, want.dial.caller) == ("138", CARRIER, "sales")
    assert want.leg == ticket.leg != ""
    made.give(c.LegUp(interaction=ticket.id, leg=ticket.agent_leg))
    assert len(of(made, CustomerDialled)) == 1
    made.give(c.LegUp(interaction=ticket.id, leg=ticket.leg))
    want = wanted(made.state, ticket.id, {})
    assert (ticket.phase, want.treatment, want.dial, want.record) == ("connected", None, None, True)
    made.later(10 * SECOND)
    made.end(ticket.id)
    assert made.state.agent("a1").state == "WorkingAfterCall"
    assert ticket.phase == "closed"


def test_a_number_given_for_it_comes_before_the_one_that_was_shown() -> None:
    made = centre()
    ticket = promised(made)
    dialled(made, ticket)
    want = wanted(made.state, ticket.id, {"ani": "1", "callback_number": "2"})
    assert want.dial is not None
    assert want.dial.number == "2"


@pytest.mark.parametrize("cause", ["busy", "hang_up", "unknown"])
def test_who_is_not_reached_is_tried_once_more_later_and_that_is_all(cause: str) -> None:
    made = centre()
    ticket = promised(made)
    leg = dialled(made, ticket)
    made.give(c.LegGone(interaction=ticket.id, leg=leg, cause=cause))
    (missed,) = of(made, CustomerNotReached)
    assert isinstance(missed, CustomerNotReached)
    due = made.now + Callback().pause_ms
    assert (missed.cause, missed.again) == ({"hang_up": "no_answer"}.get(cause, cause), due)
    assert made.state.agent("a1").state == "WorkingAfterCall"
    assert why_waiting(made.state, ticket).reason == "rests"
    behind = made.state.data.interactions[made.call(customer="y")]
    assert made.state.index.lines.position(behind) == 1, "who rests is in nobody's way"
    made.end(behind.id)
    made.later(due - made.now - 1)
    assert made.offered(ticket.id) == []
    made.later(1)
    assert made.offered(ticket.id) == ["a1"]
    again = dialled(made, ticket)
    assert again not in {leg, ""}
    made.give(c.LegGone(interaction=ticket.id, leg=again, cause="busy"))
    assert ticket.cause == "not_reached"


def test_who_has_tried_sees_it_until_the_after_call_work_is_over() -> None:
    made = centre()
    ticket = promised(made)
    made.give(c.LegGone(interaction=ticket.id, leg=dialled(made, ticket), cause="busy"))
    card = interaction_card(ticket, made.state, {})
    assert (card.hands, card.eyes) == (set(), {"a1"})
    made.give(c.FinishWrapUp(agent="a1", interaction=ticket.id))
    assert interaction_card(ticket, made.state, {}).eyes == set()


def test_how_often_and_after_what_pause_are_rules_of_the_queue() -> None:
    made = centre(line=queue(callback=Callback(tries=3, pause_ms=60 * SECOND)))
    ticket, tried = promised(made), []
    for _ in range(3):
        tried.append(dialled(made, ticket))
        made.give(c.LegGone(interaction=ticket.id, leg=tried[-1], cause="busy"))
        assert (ticket.phase, made.offered(ticket.id) if ticket.phase == "waiting" else []) != ("waiting", ["a1"])
        made.later(60 * SECOND)
    assert (len(set(tried)), ticket.cause) == (3, "not_reached")


def test_a_call_back_takes_the_place_of_a_call() -> None:
    made = centre("a1")
    ticket = promised(made)
    made.ready("a1")
    call = made.call(customer="y")
    assert (made.offered(ticket.id), made.offered(call)) == (["a1"], [])
    made.give(c.AcceptOffer(agent="a1", offer=ticket.offers[0]))
    assert made.offered(call) == [], "who calls back takes no call"
    other = promised(made, "z")
    assert made.offered(other.id) == []


def missed(line: Queue, *others: Queue, agents: dict[str, dict[str, int]]) -> tuple[Centre, Interaction]:
    """Let a1 try to call a customer back in vain; the ticket rests."""
    made = Centre(line, *others, agents=agents)
    flows = tuple(
        Flow(code=code, languages=("en",), start="go", nodes={"go": ToQueue(queue=code, callback="1")})
        for code in ("sales", "help")
    )
    publish(made, flows=flows, trunks=(CARRIER,))
    ticket = promised(made)
    made.give(c.LegGone(interaction=ticket.id, leg=dialled(made, ticket), cause="busy"))
    made.give(c.ForceNotReady(agent="a1"))
    assert ticket.rests_until is not None
    return made, ticket


def test_who_rests_calls_no_reserve_and_comes_to_no_ring() -> None:
    wide = Ring(after_ms=10 * SECOND, overflow=Overflow(kind="queue", to="help"))
    line = queue(
        rings=(Ring(requires=(Requirement("sales"),)), wide),
        reserve=Reserve(requires=(Requirement("expert"),), risk_ms=5 * SECOND),
    )
    made, ticket = missed(line, queue("help"), agents={"a1": {"sales": 1}, "b1": {"expert": 1}})
    made.ready("b1")
    made.later(899 * SECOND)
    assert (ticket.queue, ticket.ring, made.offered(ticket.id)) == ("sales", 0, [])
    assert made.state.index.lines.oldest("sales") is None
    fresh = made.call(customer="y")
    assert made.offered(fresh) == [], "nobody who could be served has waited for so long"
    made.end(fresh)
    made.later(SECOND)
    assert (ticket.rests_until, made.offered(ticket.id)) == (None, [])
    made.later(5 * SECOND)
    assert made.offered(ticket.id) == ["b1"]


def test_a_line_in_which_somebody_rests_is_well_and_lends() -> None:
    line, borrower = queue(), queue("help", loans=(Loan(lender="sales"),))
    made, _ticket = missed(line, borrower, agents={"a1": {"sales": 1}, "a2": {"sales": 1}})
    made.ready("a2")
    assert made.offered(made.call("help")) == ["a2"]


def test_the_queues_card_tells_of_who_could_be_served() -> None:
    made, _ticket = missed(queue(), agents={"a1": {"sales": 1}})
    card = queue_card(made.state, "sales")
    assert (card.waiting, card.why, card.oldest_since) == (1, "rests", None)
    made.call(customer="y")
    card = queue_card(made.state, "sales")
    assert (card.waiting, card.why, card.oldest_since) == (2, "nobody_ready", made.now)


def test_the_agent_may_decide_that_it_is_not_tried_again() -> None:
    made = centre()
    ticket = promised(made)
    with pytest.raises(Refused):
        made.give(c.DropCallback(agent="a1", interaction=ticket.id))
    made.give(c.LegGone(interaction=ticket.id, leg=dialled(made, ticket), cause="refused"))
    made.give(c.DropCallback(agent="a1", interaction=ticket.id))
    assert ticket.phase == "closed"
    assert made.state.agent("a1").state == "WorkingAfterCall"


@pytest.mark.parametrize("cause", ["no_answer", "unreachable", "device_gone"])
def test_without_the_agents_telephone_nobody_is_called_and_the_next_agent_takes_it(cause: str) -> None:
    made = centre("a1", "a2")
    ticket = promised(made)
    taken(made, ticket)
    made.ready("a2")
    made.give(c.LegGone(interaction=ticket.id, leg=ticket.agent_leg, cause=cause))
    assert of(made, CustomerDialled) == []
    assert made.offered(ticket.id) == ["a2"]
    assert not made.state.agent("a1").ready


def test_an_agent_who_leaves_while_it_rings_ends_the_attempt() -> None:
    made = centre()
    ticket = promised(made)
    dialled(made, ticket)
    made.give(c.ClearConnection(agent="a1", interaction=ticket.id))
    want = wanted(made.state, ticket.id, {})
    assert (want.leg, want.dial, want.legs) == ("", None, ())
    assert [e.cause for e in of(made, CustomerNotReached)] == ["agent"]  # type: ignore[union-attr]
    assert [e.cause for e in of(made, ConnectionCleared)] == ["not_reached"]  # type: ignore[union-attr]


def test_time_ends_what_nobody_tells() -> None:
    made = centre()
    ticket = promised(made)
    taken(made, ticket)
    made.later(20 * SECOND)
    assert (ticket.phase, ticket.tries) == ("waiting", 0)
    dialled(made, ticket)
    made.later(RING_MS + 5 * SECOND)
    assert (ticket.phase, ticket.tries, ticket.leg) == ("waiting", 1, "")


def test_who_calls_again_takes_over_the_place_and_is_not_called_back() -> None:
    made = centre()
    ticket, since = promised(made), made.state.data.joined
    waiting = made.call(customer="y")
    assert since
    call = made.call(customer="x")
    assert tickets(made) == []
    assert [e.cause for e in of(made, InteractionClosed)] == ["callback", "taken_over"]  # type: ignore[union-attr]
    line = made.state.index.lines
    assert [line.position(made.state.data.interactions[i]) for i in (call, waiting)] == [1, 2]
    assert made.state.data.interactions[call].since == ticket.since


def test_a_full_line_lets_in_who_has_a_place_but_where_a_number_is_no_person_nobody_takes_anothers() -> None:
    made = centre(line=queue(entry=Entry(most_waiting=1)))
    promised(made)
    assert made.state.data.interactions[made.call(customer="x")].phase == "waiting"
    shared = centre(line=queue(entry=Entry(most_per_customer=0)))
    promised(shared)
    shared.call(customer="x")
    assert len(tickets(shared)) == 1


def test_a_called_customer_is_a_caller_like_any_other() -> None:
    made = centre("a1", "a2")
    ticket = promised(made)
    talking(made, ticket)
    made.give(c.HoldCall(agent="a1", interaction=ticket.id))
    made.give(c.RetrieveCall(agent="a1", interaction=ticket.id))
    made.ready("a2")
    made.give(c.TransferCall(agent="a1", interaction=ticket.id, queue="sales"))
    want = wanted(made.state, ticket.id, {})
    assert [(leg.agent, leg.auto_answer) for leg in want.legs] == [("a2", False)], "it rings: there is somebody waiting"
    with pytest.raises(Refused):
        made.give(c.AcceptOffer(agent="a2", offer=ticket.offers[0]))
    made.answer(ticket.id)
    assert [e.agent for e in of(made, Established)] == ["a1", "a2"]  # type: ignore[union-attr]
    made.give(c.LegGone(interaction=ticket.id, leg=ticket.agent_leg, cause="device_gone"))
    assert ticket.phase == "reattaching"


def test_a_promise_names_the_ticket() -> None:
    made = centre()
    ticket = promised(made)
    (promise,) = of(made, CallbackPromised)
    assert isinstance(promise, CallbackPromised)
    assert (promise.task, promise.interaction) == (ticket.id, ticket.parent)


@pytest.mark.parametrize("kind", ["busy", "flow", "queue"])
def test_a_promise_is_kept_whatever_becomes_of_those_who_wait_on_the_line(
    kind: Literal["busy", "flow", "queue"],
) -> None:
    end = Ring(after_ms=30 * SECOND, overflow=Overflow(kind=kind, to="" if kind == "busy" else "help"))
    other = queue("help", entry=Entry(most_waiting=1))
    made = Centre(queue(rings=(*queue().rings, end)), other, agents={"a1": {"sales": 1}})
    flow = Flow(code="sales", languages=("en",), start="go", nodes={"go": ToQueue(queue="sales", callback="1")})
    publish(made, flows=(flow, *made.directory.flows[1:]), trunks=(CARRIER,))
    made.call("help")
    ticket = promised(made)
    made.later(120 * SECOND)
    assert (ticket.phase, ticket.queue) == ("waiting", "sales")
    assert made.state.index.lines.position(ticket) == 1
    made.ready("a1")
    assert made.offered(ticket.id) == ["a1"]
