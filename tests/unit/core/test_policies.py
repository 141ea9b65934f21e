"""Each routing policy by an example: who is chosen, who comes first, what happens in the end."""

from __future__ import annotations

from collections.abc import Callable
from math import exp

import msgspec
import pytest

from hollyhock.contracts import commands as c
from hollyhock.contracts.directory import (
    Agent,
    Calendar,
    Hours,
    Labelled,
    Names,
)
from hollyhock.contracts.events import InteractionClosed, OfferEnded, OfferMade
from hollyhock.contracts.routing import (
    Ageing,
    Boost,
    Entry,
    Loan,
    Overflow,
    Own,
    Requirement,
    Reserve,
    Ring,
    SourceLimit,
)
from hollyhock.core import matching
from hollyhock.core.why import sentence, why_waiting

from .centre import SECOND, START, Centre, queue


def ring(strategy: str, **rules: object) -> Ring:
    return msgspec.structs.replace(Ring(requires=(Requirement("sales"),), strategy=strategy), **rules)  # type: ignore[arg-type]


THREE = {"a1": {"sales": 3}, "a2": {"sales": 9, "help": 5}, "a3": {"sales": 5, "help": 9, "expert": 9}}


@pytest.mark.parametrize(
    ("strategy", "before", "chosen"),
    [
        ("longest_idle", lambda m: None, "a1"),
        ("fewest_handled", lambda m: (m.serve("a1", 2), m.serve("a2")), "a3"),
        ("most_skilled", lambda m: None, "a2"),
        ("least_skilled", lambda m: None, "a1"),
        ("round_robin", lambda m: (m.serve("a1"), m.serve("a3")), "a2"),
        ("least_occupied", lambda m: (m.serve("a1", 3), m.serve("a2", 2), m.serve("a3", 1)), "a3"),
    ],
)
def test_who_is_chosen(strategy: str, before: Callable[[Centre], None], chosen: str) -> None:
    made = Centre(queue(rings=(ring(strategy),)), agents=THREE)
    before(made)
    made.ready("a1", "a2", "a3")
    call = made.call()
    assert made.offered(call) == [chosen]
    trace = next(e.trace for e in reversed(made.events) if isinstance(e, OfferMade))
    assert (trace.strategy, trace.candidates, trace.source) == (strategy, 3, "own")


def test_weights_share_out_what_there_is() -> None:
    agents = tuple(Agent(code=f"a{n}", name="x", skills={"sales": 1}, weight=n) for n in (1, 3))
    made = Centre(queue(rings=(ring("by_weight"),)), agents={"a1": {"sales": 1}, "a3": {"sales": 1}})
    made.give(c.PublishDirectory(directory=msgspec.structs.replace(made.directory, version=2, agents=agents)))
    made.ready("a1", "a3")
    counts = {"a1": 0, "a3": 0}
    for _ in range(2_000):
        call = made.call()
        counts[made.offered(call)[0]] += 1
        made.answer(call)
        made.end(call)
    assert 0.7 < counts["a3"] / 2_000 < 0.8


def test_a_group_rings_together_and_the_first_leg_up_wins() -> None:
    made = Centre(queue(rings=(ring("all_at_once"),)), agents=THREE)
    made.ready("a1", "a2", "a3")
    call = made.call()
    assert sorted(made.offered(call)) == ["a1", "a2", "a3"]
    second = made.state.data.interactions[call].offers[1]
    made.give(c.LegUp(interaction=call, leg=second))
    assert made.state.data.interactions[call].agent == "a2"
    assert [e.outcome for e in made.events if isinstance(e, OfferEnded)] == ["withdrawn", "withdrawn"]
    assert made.offered(made.call()) == ["a1", "a3"]


def test_rings_widen_raise_and_overflow() -> None:
    rings = (
        Ring(requires=(Requirement("sales", 8),)),
        Ring(after_ms=10 * SECOND, requires=(Requirement("sales", 4),), raises=2),
        Ring(after_ms=20 * SECOND, requires=(Requirement("sales", 10),), any_of=((Requirement("help"),),)),
        Ring(after_ms=30 * SECOND, overflow=Overflow(kind="queue", to="help")),
    )
    made = Centre(queue(rings=rings), queue("help"), agents={"a1": {"sales": 5}, "b1": {"help": 1}})
    call = made.call()
    made.ready("a1")
    assert made.offered(call) == []
    made.later(10 * SECOND)
    assert made.offered(call) == ["a1"]
    assert made.state.data.interactions[call].priority == 7
    made.give(c.RefuseOffer(agent="a1", offer=made.state.data.interactions[call].offers[0]))
    made.later(15 * SECOND)
    assert (made.offered(call), why_waiting(made.state, made.state.data.interactions[call]).reason) == (
        [],
        "skill_missing",
    )
    made.ready("b1")
    made.later(10 * SECOND)
    assert (made.state.data.interactions[call].queue, made.offered(call)) == ("help", ["b1"])
    assert made.state.data.interactions[call].since == START + 1


def test_teams_and_preferences() -> None:
    rings = (ring("longest_idle", teams=("b",), prefers=(Requirement("expert"),)),)
    made = Centre(queue(rings=rings), agents={"a1": {"sales": 1}, "b1": {"sales": 1}, "b2": {"sales": 1, "expert": 2}})
    made.ready("a1", "b1", "b2")
    assert made.offered(made.call()) == ["b2"]
    assert made.offered(made.call()) == ["b1"]
    assert made.offered(made.call()) == []


def test_a_kind_of_seat_is_asked_for_like_a_skill() -> None:
    agents = (
        Agent(code="a1", name="x", skills={"sales": 9}),
        Agent(code="a2", name="x", skills={"sales": 1}, seat="seat.expert"),
        Agent(code="a3", name="x", seat="seat.shift_leader"),
    )
    rule = Reserve(requires=(Requirement("seat.shift_leader"),), risk_ms=15 * SECOND)
    line = queue(rings=(Ring(requires=(Requirement("sales"), Requirement("seat.expert"))),), reserve=rule)
    made = Centre(line, agents={"a1": {}, "a2": {}, "a3": {}})
    made.give(c.PublishDirectory(directory=msgspec.structs.replace(made.directory, version=2, agents=agents)))
    made.ready("a1", "a2", "a3")
    first = made.call()
    assert made.offered(first) == ["a2"]
    made.answer(first)
    second = made.call()
    made.later(14 * SECOND)
    assert made.offered(second) == []
    made.later(SECOND)
    assert made.offered(second) == ["a3"]


@pytest.mark.parametrize(
    ("skills", "able"),
    [
        ({"help": 4}, True),
        ({"help": 3}, False),
        ({"expert": 2}, True),
        ({"expert": 1, "help": 3}, False),
        ({"sales": 10}, False),
    ],
)
def test_of_each_group_one_skill_at_its_level_is_enough(skills: dict[str, int], able: bool) -> None:
    either = (Requirement("help", 4), Requirement("expert", 2))
    made = Centre(queue(rings=(Ring(any_of=(either,)),)), agents={"a1": skills})
    made.ready("a1")
    assert (made.offered(made.call()) == ["a1"]) == able


def test_a_ring_asks_by_what_is_known_of_the_customer() -> None:
    wide = Ring(after_ms=10 * SECOND, requires=(Requirement("sales"),))
    narrow = Ring(requires=(Requirement("sales"),), by_data=("language",))
    skills = tuple(Labelled(code, Names(code, code)) for code in ("sales", "language.en"))
    made = Centre(queue(rings=(narrow, wide)), agents={"a1": {"sales": 9}}, skills=skills)
    made.ready("a1")
    english = made.call(language="en")
    assert made.offered(english) == []
    other = made.call(language="fr")
    assert made.offered(other) == ["a1"], "a value without a skill asks for nothing"
    made.end(other)
    made.later(10 * SECOND)
    assert made.offered(english) == ["a1"]


def test_ten_ring_together_at_most() -> None:
    made = Centre(queue(rings=(ring("all_at_once"),)), agents={f"a{n:02}": {"sales": 1} for n in range(12)})
    made.ready(*(f"a{n:02}" for n in range(12)))
    assert made.offered(made.call()) == [f"a{n:02}" for n in range(10)]
    assert made.offered(made.call()) == ["a10", "a11"]


def test_sites_and_a_change_of_strategy() -> None:
    agents = (
        Agent(code="a1", name="x", site="n", skills={"sales": 9}),
        Agent(code="a2", name="x", site="s", skills={"sales": 1}),
    )
    rings = (ring("longest_idle", sites=("n",)), ring("least_skilled", after_ms=10 * SECOND))
    made = Centre(queue(rings=rings), agents={"a1": {}, "a2": {}})
    made.give(c.PublishDirectory(directory=msgspec.structs.replace(made.directory, version=2, agents=agents)))
    made.ready("a1")
    made.later(SECOND)
    first = made.call()
    assert made.offered(first) == ["a1"]
    second = made.call()
    made.ready("a2")
    assert made.offered(second) == []
    made.give(c.RefuseOffer(agent="a1", offer=made.state.data.interactions[first].offers[0]))
    made.end(first)
    made.later(10 * SECOND)
    assert made.offered(second) == ["a2"], "the wider ring asks every site, and spares who can do more"


def test_a_level_is_worth_some_waiting_and_no_more_than_the_cap() -> None:
    rules = Ageing(level_ms=10 * SECOND, cap_ms=30 * SECOND)
    vip = Boost(name="vip", value="gold", levels=4)
    made = Centre(queue(priority=0, ageing=rules, boosts=(vip,)), agents={"a1": {"sales": 1}})
    first = made.call()
    made.later(31 * SECOND)
    second = made.call()
    made.later(SECOND)
    third = made.call(vip="gold")
    line = [place[3] for place in made.state.index.lines.queues["sales"]]
    assert line == [first, third, second]


def test_the_own_agent_is_waited_for_and_then_anybody() -> None:
    made = Centre(
        queue(own=Own(last_agent_ms=600 * SECOND, wait_ms=20 * SECOND)), agents={"a1": {"sales": 1}, "a2": {"sales": 1}}
    )
    made.ready("a2")
    call = made.call(customer="c")
    made.answer(call)
    busy = made.call()
    made.end(call)
    made.answer(busy)
    made.ready("a1")
    again = made.call(customer="c")
    it = made.state.data.interactions[again]
    assert (made.offered(again), why_waiting(made.state, it).reason) == ([], "own_agent")
    made.end(busy)
    assert made.offered(again) == ["a2"]
    made.give(c.RefuseOffer(agent="a2", offer=it.offers[0]))
    made.later(20 * SECOND)
    assert made.offered(again) == ["a1"]


def test_the_last_agent_is_forgotten_in_time_and_not_waited_for_when_away() -> None:
    rule = Own(last_agent_ms=600 * SECOND, wait_ms=20 * SECOND)
    made = Centre(queue(own=rule), agents={"a1": {"sales": 1}, "a2": {"sales": 1}})
    made.serve_customer("a1", "c")
    made.ready("a2")
    made.later(599 * SECOND)
    waits = made.call(customer="c")
    assert (made.offered(waits), made.state.data.interactions[waits].own) == ([], "a1")
    made.end(waits)
    made.give(c.LogOut(agent="a1"))
    away = made.call(customer="c")
    assert made.offered(away) == ["a2"]
    made.end(away)
    made.give(c.LogIn(agent="a1", session="a1", device="da1"))
    made.later(SECOND)
    assert made.offered(made.call(customer="c")) == ["a2"]


def test_an_agent_whom_the_flow_names_is_asked_first_whatever_the_rings_say() -> None:
    made = Centre(queue(own=Own(wait_ms=20 * SECOND)), agents={"a1": {"sales": 1}, "b1": {"help": 1}})
    made.ready("a1", "b1")
    direct = made.call(agent="b1")
    assert made.offered(direct) == ["b1"]
    made.give(c.RefuseOffer(agent="b1", offer=made.state.data.interactions[direct].offers[0]))
    assert made.offered(direct) == []
    made.later(20 * SECOND)
    assert made.offered(direct) == ["a1"], "nobody waits for one agent for ever"


def test_anybody_serves_who_waited_for_the_own_agent_of_a_queue_that_has_vanished() -> None:
    made = Centre(queue(own=Own(wait_ms=5 * SECOND)), queue("help"), agents={"a1": {"sales": 1}, "a2": {"help": 1}})
    call = made.call(agent="a1")
    rest = msgspec.structs.replace(made.directory, version=2, queues=made.directory.queues[1:])
    made.give(c.PublishDirectory(directory=rest))
    made.ready("a2")
    assert made.offered(call) == []
    made.later(6 * SECOND)
    assert made.offered(call) == ["a2"]


def test_when_the_agent_who_is_waited_for_leaves_everybody_is_asked_at_once() -> None:
    made = Centre(queue(own=Own(wait_ms=20 * SECOND)), agents={"a1": {"sales": 1}, "b1": {"help": 1}})
    made.ready("a1")
    direct = made.call(agent="b1")
    assert made.offered(direct) == []
    made.give(c.LogOut(agent="b1"))
    assert made.offered(direct) == ["a1"]


def test_who_had_an_agent_and_lost_them_comes_before_everybody() -> None:
    line = queue(priority=0, boosts=(Boost(name="vip", value="gold", levels=9),))
    made = Centre(line, agents={"a1": {"sales": 1}, "a2": {"sales": 1}})
    made.ready("a1")
    lost = made.call()
    made.answer(lost)
    made.later(60 * SECOND)
    gold = made.call(vip="gold")
    made.give(c.DevicePresence(device="da1", up=False))
    made.later(30 * SECOND)
    assert [place[3] for place in made.state.index.lines.queues["sales"]] == [lost, gold]


def test_who_hands_a_customer_on_is_not_waited_for() -> None:
    rule = Own(last_agent_ms=600 * SECOND, wait_ms=20 * SECOND)
    made = Centre(queue(own=rule), queue("help", own=rule), agents={"a1": {"sales": 1}, "b1": {"help": 1}})
    made.ready("a1", "b1")
    call = made.call(customer="c")
    made.answer(call)
    made.give(c.TransferCall(agent="a1", interaction=call, queue="help", data={}))
    assert made.offered(call) == ["b1"]


def test_a_reserve_joins_at_risk_only() -> None:
    rule = Reserve(requires=(Requirement("expert"),), risk_ms=15 * SECOND)
    made = Centre(queue(reserve=rule), agents={"a1": {"sales": 1}, "b1": {"expert": 1}})
    made.ready("b1")
    call = made.call()
    assert made.offered(call) == []
    made.later(15 * SECOND)
    assert made.offered(call) == ["b1"]
    assert [e.trace.source for e in made.events if isinstance(e, OfferMade)] == ["reserve"]


def test_agents_are_lent_while_their_own_queue_is_well() -> None:
    made = Centre(queue(loans=(Loan(lender="help"),)), queue("help"), agents={"b1": {"help": 1}, "b2": {"help": 1}})
    mine = made.call("help")
    lent = made.call()
    made.ready("b1")
    assert (made.offered(mine), made.offered(lent)) == (["b1"], [])
    made.answer(mine)
    assert made.offered(lent) == []
    made.ready("b2")
    assert made.offered(lent) == ["b2"]


def test_a_lender_may_let_its_own_wait_for_a_while() -> None:
    loan = (Loan(lender="help", well_ms=10 * SECOND),)
    first = Ring(requires=(Requirement("help"),))
    made = Centre(queue(loans=loan), queue("help", rings=(first,)), agents={"b1": {"help": 1}, "b2": {"help": 1}})
    made.give(c.MediaPresence(up=False))
    made.call("help")
    lent = made.call(medium="chat")
    made.later(9 * SECOND)
    made.ready("b1")
    assert made.offered(lent) == ["b1"]
    made.give(c.RefuseOffer(agent="b1", offer=made.state.data.interactions[lent].offers[0]))
    made.later(SECOND)
    made.ready("b2")
    assert made.offered(lent) == [], "somebody has waited for ten seconds in the line that lends"


def test_who_gave_up_and_comes_back_regains_the_place() -> None:
    made = Centre(queue(entry=Entry(return_ms=60 * SECOND)), agents={"a1": {"sales": 1}})
    first = made.call(customer="x")
    second = made.call(customer="y")
    made.end(first)
    again = made.call(customer="x")
    line = made.state.index.lines
    assert [line.position(made.state.data.interactions[i]) for i in (again, second)] == [1, 2]
    made.end(again)
    made.later(61 * SECOND)
    late = made.call(customer="x")
    assert line.position(made.state.data.interactions[late]) == 2


@pytest.mark.parametrize("same", [True, False])
def test_a_full_line_and_a_second_place_are_refused_by_rule(same: bool) -> None:
    rule = Entry(most_waiting=10 if same else 1, most_per_customer=1)
    made = Centre(queue(entry=rule), agents={"a1": {"sales": 1}})
    made.call(customer="x")
    other = made.call(customer="x" if same else "y")
    assert other not in made.state.data.interactions
    assert [e.cause for e in made.events if isinstance(e, InteractionClosed)] == ["busy"]


def test_nobody_serves_where_the_line_ends() -> None:
    end = Ring(after_ms=30 * SECOND, overflow=Overflow(kind="busy"))
    made = Centre(queue(rings=(ring("longest_idle"), end)), agents={"b1": {"help": 1}})
    book = made.state.book
    assert book.classes_asked("sales") == {book.class_of("sales")}
    assert book.classes_asked("gone") == set()


@pytest.mark.parametrize("kind", ["busy", "flow", "callback"])
def test_a_message_outlives_the_end_of_its_line(kind: str) -> None:
    end = Overflow(kind=kind, to="sales" if kind == "flow" else "")  # type: ignore[arg-type]
    made = Centre(queue(rings=(ring("longest_idle"), Ring(after_ms=30 * SECOND, overflow=end))), agents={})
    message = made.call(medium="voicemail")
    made.later(600 * SECOND)
    assert made.state.data.interactions[message].phase == "waiting"


def test_a_message_goes_on_to_another_queue_even_a_full_one() -> None:
    rings = (ring("longest_idle"), Ring(after_ms=30 * SECOND, overflow=Overflow(kind="queue", to="help")))
    made = Centre(queue(rings=rings), queue("help", entry=Entry(most_waiting=1)), agents={})
    first, second = made.call(medium="voicemail"), made.call(medium="voicemail")
    made.later(60 * SECOND)
    assert {made.state.data.interactions[name].queue for name in (first, second)} == {"help"}


def test_a_callback_keeps_the_place() -> None:
    rings = (ring("longest_idle"), Ring(after_ms=30 * SECOND, overflow=Overflow(kind="callback")))
    made = Centre(queue(rings=rings), agents={"a1": {"sales": 1}})
    call = made.call(customer="x")
    made.later(10 * SECOND)
    later = made.call(customer="y")
    made.later(20 * SECOND)
    (ticket,) = [it for it in made.state.data.interactions.values() if it.medium == "callback"]
    assert (ticket.parent, made.state.data.interactions[call].farewell) == (call, True)
    made.later(120 * SECOND)
    assert call not in made.state.data.interactions
    assert [it.id for it in made.state.data.interactions.values() if it.parent == call] == [ticket.id]
    (other,) = [it for it in made.state.data.interactions.values() if it.parent == later]
    made.ready("a1")
    assert (made.offered(ticket.id), made.offered(other.id)) == (["a1"], [])


def test_the_first_ring_may_end_together_with_the_wait_for_the_own_agent() -> None:
    rings = (Ring(requires=(Requirement("expert"),)), ring("longest_idle", after_ms=20 * SECOND))
    made = Centre(queue(rings=rings, own=Own(wait_ms=20 * SECOND)), agents={"a1": {"sales": 1}, "a2": {"help": 1}})
    made.ready("a1")
    call = made.call(agent="a2")
    made.later(20 * SECOND)
    assert made.offered(call) == ["a1"]


def test_a_call_interrupts_an_email_but_no_chat() -> None:
    made = Centre(queue(), agents={"a1": {"sales": 1}})
    made.ready("a1")
    mail = made.call(medium="email")
    made.give(c.AcceptOffer(agent="a1", offer=made.state.data.interactions[mail].offers[0]))
    call = made.call()
    assert made.offered(call) == ["a1"]
    made.answer(call)
    chat = made.call(medium="chat")
    assert made.offered(chat) == []
    assert why_waiting(made.state, made.state.data.interactions[chat]).reason == "all_busy"
    made.end(call)
    assert made.offered(chat) == ["a1"]
    made.give(c.AcceptOffer(agent="a1", offer=made.state.data.interactions[chat].offers[0]))
    assert made.offered(made.call()) == []


def test_who_works_on_and_has_room_is_busier_at_each_mark() -> None:
    made = Centre(queue(rings=(ring("least_occupied"),)), agents={"a1": {"sales": 1}, "a2": {"sales": 1}})
    made.serve("a2")
    made.ready("a1")
    mail = made.call(medium="email")
    made.give(c.AcceptOffer(agent="a1", offer=made.state.data.interactions[mail].offers[0]))
    made.ready("a2")
    first = made.call()
    assert made.offered(first) == ["a1"], "so far a1 has worked less"
    made.end(first)
    made.later(299 * SECOND)
    second = made.call()
    assert made.offered(second) == ["a1"]
    made.end(second)
    made.later(SECOND)
    assert made.offered(made.call()) == ["a2"]
    trace = next(e.trace for e in reversed(made.events) if isinstance(e, OfferMade))
    assert trace.occupancy < made.state.agent("a1").occupancy == pytest.approx(1 - exp(-1 / 6), abs=1e-3)


def test_nobody_is_counted_whose_order_asks_for_no_occupancy() -> None:
    made = Centre(queue(), agents={"a1": {"sales": 1}})
    made.ready("a1")
    mail = made.call(medium="email")
    made.give(c.AcceptOffer(agent="a1", offer=made.state.data.interactions[mail].offers[0]))
    assert made.state.next_due() is None


def test_a_closed_calendar_keeps_everybody_waiting_until_it_opens() -> None:
    calendar = Calendar(code="day", time_zone="UTC", week=tuple(Hours(day, 600, 700) for day in range(7)))
    made = Centre(queue(calendar="day"), agents={"a1": {"sales": 1}}, calendars=(calendar,))
    made.later(1)
    made.ready("a1")
    call = made.call()
    why = why_waiting(made.state, made.state.data.interactions[call])
    assert (made.offered(call), why.reason) == ([], "calendar")
    assert why.until is not None
    made.later(why.until - made.now)
    assert made.offered(call) == ["a1"]
    assert "hours" in sentence(why).en


def test_rules_that_close_a_line_hold_at_once() -> None:
    calendar = Calendar(code="day", time_zone="UTC", week=tuple(Hours(day, 600, 700) for day in range(7)))
    made = Centre(queue(), agents={"a1": {}})
    call = made.call()
    made.ready("a1")
    assert made.offered(call) == []
    # The same rules close the line and give the agent its skill.
    rules = {"version": 2, "queues": (queue(calendar="day"),), "calendars": (calendar,)}
    agents = tuple(msgspec.structs.replace(agent, skills={"sales": 1}) for agent in made.directory.agents)
    made.give(c.PublishDirectory(directory=msgspec.structs.replace(made.directory, agents=agents, **rules)))
    assert made.offered(call) == []
    opens = why_waiting(made.state, made.state.data.interactions[call]).until
    assert opens is not None
    made.later(opens - made.now)
    assert made.offered(call) == ["a1"]


def test_who_comes_too_often_finds_it_busy() -> None:
    made = Centre(queue(entry=Entry(most_per_customer=0)), agents={"a1": {"sales": 1}})
    points = tuple(
        msgspec.structs.replace(point, limit=SourceLimit(arrivals=2, within_ms=60 * SECOND))
        for point in made.directory.entry_points
    )
    made.give(c.PublishDirectory(directory=msgspec.structs.replace(made.directory, version=2, entry_points=points)))
    calls = [made.call(customer="x") for _ in range(2)] + [made.call(customer="y")]
    refused = made.call(customer="x")
    assert all(call in made.state.data.interactions for call in calls)
    assert refused not in made.state.data.interactions
    assert [e.cause for e in made.events if isinstance(e, InteractionClosed)] == ["busy"]
    made.later(61 * SECOND)
    # What is old is dropped in one millisecond of 64.
    made.later((-made.now - 1) % 64)
    assert made.call(customer="x") in made.state.data.interactions
    assert list(made.state.data.came) == ["sales x"]


def test_rules_that_lose_rings_leave_nobody_in_a_ring_that_is_none() -> None:
    """Who was in a ring that is gone waits in the widest one that is left, and the line still has its end."""
    wide = (Ring(requires=(Requirement("sales", 8),)), Ring(after_ms=10 * SECOND, requires=(Requirement("sales"),)))
    centre = Centre(queue(rings=wide), agents={"a1": {"help": 5}, "a2": {"sales": 9}})
    call = centre.call()
    centre.later(20 * SECOND)
    assert centre.state.data.interactions[call].ring == 1
    ends = Ring(after_ms=30 * SECOND, overflow=Overflow(kind="busy"))
    fewer = msgspec.structs.replace(centre.directory, version=2, queues=(queue(rings=(wide[0], ends)),))
    centre.give(c.PublishDirectory(directory=fewer))
    centre.ready("a1")
    assert centre.offered(call) == [], "the end of a line asks for nothing, and is nobody's ring"
    assert centre.state.data.interactions[call].ring == 0
    centre.later(10 * SECOND)
    assert call not in centre.state.data.interactions, "the line ended 30 s after it was joined"


def test_a_boost_is_counted_once_however_often_a_line_overflows() -> None:
    boosts = (Boost(name="vip", value="gold", levels=3),)
    ends = Ring(after_ms=5 * SECOND, overflow=Overflow(kind="queue", to="help"))
    first = queue(rings=(Ring(requires=(Requirement("sales"),)), ends), boosts=boosts)
    centre = Centre(first, queue("help", boosts=boosts), agents={})
    call = centre.call(vip="gold")
    assert centre.state.data.interactions[call].priority == 8
    centre.later(5 * SECOND)
    it = centre.state.data.interactions[call]
    assert (it.queue, it.priority) == ("help", 8)


def test_when_the_switch_is_back_all_are_served_in_order_and_each_pool_is_looked_at_once_an_offer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes = [f"q{number}" for number in range(40)]
    centre = Centre(
        *(queue(code, rings=(Ring(requires=(Requirement(code),)),)) for code in codes),
        agents={f"a{number}": dict.fromkeys(codes[number : number + 3], 5) for number in range(37)},
        skills=tuple(Labelled(code, Names(code, code)) for code in codes),
    )
    centre.give(c.MediaPresence(up=False))
    centre.ready(*(f"a{number}" for number in range(37)))
    for number in range(200):
        centre.call(codes[number * 7 % 40])
    looks = 0
    search = matching.search

    def counted(*given: object) -> object:
        nonlocal looks
        looks += 1
        return search(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(matching, "search", counted)
    devices = tuple(f"da{number}" for number in range(37))
    made = [e for e in centre.give(c.MediaPresence(up=True, devices=devices)) if isinstance(e, OfferMade)]
    assert len(made) == 37
    order = [centre.state.data.interactions[offer.interaction].since for offer in made]
    assert order == sorted(order)
    assert looks <= len(made) + len(codes)


def test_an_offer_that_new_rules_do_not_allow_rings_no_more() -> None:
    centre = Centre(queue(), agents={"a1": {"sales": 5}})
    centre.ready("a1")
    first = centre.call(medium="email")
    centre.give(c.AcceptOffer(agent="a1", offer=centre.state.data.interactions[first].offers[0]))
    second = centre.call(medium="email")
    assert centre.offered(second) == ["a1"]
    one = tuple(msgspec.structs.replace(agent, capacity={"email": 1}) for agent in centre.directory.agents)
    centre.give(c.PublishDirectory(directory=msgspec.structs.replace(centre.directory, version=2, agents=one)))
    assert centre.offered(second) == []
    assert centre.state.data.interactions[second].phase == "waiting"
