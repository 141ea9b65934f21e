"""Routing rules that cannot be saved: each is refused with the field and the remedy, and good ones pass."""

from __future__ import annotations

import msgspec
import pytest
from tests.unit.core.centre import queue

from hollyhock.contracts.directory import Agent, Calendar, Directory, EntryPoint, Hours, Labelled, Names
from hollyhock.contracts.flow import AnyNode, Choice, Flow, HangUp, Menu, Staffed, ToQueue
from hollyhock.contracts.flow import Hours as HoursNode
from hollyhock.contracts.routing import (
    MOST_CLASSES,
    Ageing,
    Boost,
    Callback,
    Entry,
    Loan,
    Overflow,
    Own,
    Requirement,
    Reserve,
    Ring,
    SourceLimit,
)
from hollyhock.core.routing_checks import check_routing


def directory(*queues: object, **more: object) -> Directory:
    made = Directory(
        version=1,
        queues=tuple(queues),  # type: ignore[arg-type]
        skills=(Labelled("sales", Names("销售", "Sales")), Labelled("help", Names("帮助", "Help"))),
    )
    return msgspec.structs.replace(made, **more)


def test_good_rules_pass() -> None:
    rings = (
        Ring(requires=(Requirement("sales", 10),)),
        Ring(after_ms=1, any_of=((Requirement("sales"), Requirement("help")),)),
        Ring(after_ms=2, overflow=Overflow(kind="queue", to="help")),
    )
    assert check_routing(directory(queue(rings=rings), queue("help"))) == []


@pytest.mark.parametrize(
    ("rings", "field", "remedy"),
    [
        ((Ring(requires=(Requirement("sale"),)),), "queues.sales.rings.0.requires", "Did you mean sales?"),
        ((Ring(requires=(Requirement("sales", 11),)),), "queues.sales.rings.0.requires.sales", "give 1 to 10"),
        ((Ring(), Ring(after_ms=-5)), "queues.sales.rings.1.after_ms", "cannot be negative"),
        ((Ring(), Ring(after_ms=9), Ring(after_ms=5)), "queues.sales.rings.2.after_ms", "later than the ring before"),
        ((), "queues.sales.rings", "begins at 0 s"),
        ((Ring(teams=("x",)),), "queues.sales.rings.0.teams", "make one first"),
        ((Ring(sites=("x",)),), "queues.sales.rings.0.sites", "make one first"),
        ((Ring(any_of=((),)),), "queues.sales.rings.0.any_of", "one skill at least"),
        ((Ring(any_of=((Requirement("sale"),),)),), "queues.sales.rings.0.any_of", "Did you mean sales?"),
        ((Ring(prefers=(Requirement("help", 0),)),), "queues.sales.rings.0.prefers.help", "give 1 to 10"),
        ((Ring(requires=(Requirement("help"), Requirement("help", 2))),), "queues.sales.rings.0.requires", "twice"),
        ((Ring(raises=-1),), "queues.sales.rings.0.raises", "give 0 to 9"),
        ((Ring(by_data=("language",)),), "queues.sales.rings.0.by_data", "such as language.en"),
        ((Ring(), Ring(after_ms=5, overflow=Overflow(kind="flow", to="x"))), "queues.sales.rings.1.overflow.to", "x"),
        (
            (Ring(), Ring(after_ms=5, overflow=Overflow(kind="busy")), Ring(after_ms=6)),
            "queues.sales.rings.1.overflow",
            "no ring can follow",
        ),
    ],
)
def test_rings_that_cannot_be(rings: tuple[Ring, ...], field: str, remedy: str) -> None:
    (problem,) = check_routing(directory(queue(rings=rings)))
    assert problem.field == field
    assert remedy in problem.en
    assert problem.zh


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"entry": Entry(most_waiting=0)}, "queues.sales.entry.most_waiting"),
        ({"entry": Entry(when_full=Overflow(kind="queue", to="x"))}, "queues.sales.entry.when_full.to"),
        ({"loans": (Loan(lender="sales"),)}, "queues.sales.loans"),
        ({"reserve": Reserve(requires=(), risk_ms=-1)}, "queues.sales.reserve.risk_ms"),
        ({"calendar": "x"}, "queues.sales.calendar"),
        ({"priority": 10}, "queues.sales.priority"),
        ({"calendar": "shut"}, "queues.sales.calendar"),
        ({"offer_ms": 0}, "queues.sales.offer_ms"),
        ({"wrap_up_ms": -1}, "queues.sales.wrap_up_ms"),
        ({"service_level_ms": 0}, "queues.sales.service_level_ms"),
        ({"service_level_formula": "SL9"}, "queues.sales.service_level_formula"),
        ({"wrap_up_codes": ("x",)}, "queues.sales.wrap_up_codes"),
        ({"ageing": Ageing(level_ms=-1)}, "queues.sales.ageing.level_ms"),
        ({"ageing": Ageing(cap_ms=-1)}, "queues.sales.ageing.cap_ms"),
        ({"boosts": (Boost(name="tier", value="vip", levels=10),)}, "queues.sales.boosts"),
        ({"boosts": (Boost(name="tier", value="", levels=2),)}, "queues.sales.boosts"),
        (
            {"boosts": (Boost(name="tier", value="vip", levels=2), Boost(name="tier", value="vip", levels=3))},
            "queues.sales.boosts",
        ),
        ({"own": Own(last_agent_ms=-1)}, "queues.sales.own.last_agent_ms"),
        ({"own": Own(last_agent_ms=1, wait_ms=0)}, "queues.sales.own.wait_ms"),
        ({"entry": Entry(most_per_customer=-1)}, "queues.sales.entry.most_per_customer"),
        ({"callback": Callback(tries=0)}, "queues.sales.callback.tries"),
        ({"callback": Callback(tries=6)}, "queues.sales.callback.tries"),
        ({"callback": Callback(pause_ms=-1)}, "queues.sales.callback.pause_ms"),
        ({"entry": Entry(return_ms=-1)}, "queues.sales.entry.return_ms"),
        ({"entry": Entry(when_full=Overflow(kind="queue", to="sales"))}, "queues.sales.entry.when_full.to"),
        ({"reserve": Reserve(requires=(Requirement("x"),), risk_ms=1)}, "queues.sales.reserve.requires"),
        ({"loans": (Loan(lender="x"),)}, "queues.sales.loans"),
    ],
)
def test_queues_that_cannot_be(rules: dict[str, object], field: str) -> None:
    shut = (Calendar(code="shut"),)
    (problem,) = check_routing(directory(msgspec.structs.replace(queue(), **rules), calendars=shut))
    assert problem.field == field
    assert problem.zh.startswith("队列“sales”，")
    assert problem.en.startswith("Queue “sales”, ")


def test_overflow_in_a_circle() -> None:
    there = (Ring(), Ring(after_ms=5, overflow=Overflow(kind="queue", to="help")))
    back = (Ring(), Ring(after_ms=5, overflow=Overflow(kind="queue", to="sales")))
    found = check_routing(directory(queue(rings=there), queue("help", rings=back)))
    assert [(problem.code, problem.field) for problem in found] == [
        ("circular_overflow", "queues.sales.rings.1.overflow"),
        ("circular_overflow", "queues.help.rings.1.overflow"),
    ]


def flow(code: str, **nodes: AnyNode) -> Flow:
    return Flow(code=code, languages=("en",), start="start", nodes=nodes)


def to_flow(code: str) -> tuple[Ring, ...]:
    return Ring(), Ring(after_ms=5, overflow=Overflow(kind="flow", to=code))


def test_overflow_in_a_circle_through_a_flow() -> None:
    back = flow("back", start=Staffed(queue="sales", yes="again", no="end"), again=ToQueue(queue="sales"), end=HangUp())
    found = check_routing(directory(queue(rings=to_flow("back")), flows=(back,)))
    assert [(problem.code, problem.field) for problem in found] == [
        ("circular_overflow", "queues.sales.rings.1.overflow")
    ]


def test_coming_back_by_a_key_is_a_choice() -> None:
    menu = Menu(say=(), choices={"1": Choice("again")}, failed="end")
    ask = flow("ask", start=menu, again=ToQueue(queue="sales"), end=HangUp())
    full = Entry(when_full=Overflow(kind="flow", to="ask"))
    asked = msgspec.structs.replace(queue(rings=to_flow("ask")), entry=full)
    assert check_routing(directory(asked, flows=(ask,))) == []


def test_a_full_queue_that_turns_away_to_itself() -> None:
    back = flow("back", start=ToQueue(queue="help"))
    full = msgspec.structs.replace(queue(), entry=Entry(when_full=Overflow(kind="flow", to="back")))
    other = msgspec.structs.replace(queue("help"), entry=Entry(when_full=Overflow(kind="queue", to="sales")))
    found = check_routing(directory(full, other, flows=(back,)))
    assert [(problem.code, problem.field) for problem in found] == [
        ("circular_overflow", "queues.sales.entry.when_full"),
        ("circular_overflow", "queues.help.entry.when_full"),
    ]


def test_two_full_queues_may_send_to_each_other() -> None:
    pair = [
        msgspec.structs.replace(queue(code), entry=Entry(when_full=Overflow(kind="queue", to=other)))
        for code, other in (("sales", "help"), ("help", "sales"))
    ]
    assert check_routing(directory(*pair)) == []


def test_a_line_that_ends_in_itself() -> None:
    rings = (Ring(), Ring(after_ms=5, overflow=Overflow(kind="queue", to="sales")))
    (problem,) = check_routing(directory(queue(rings=rings)))
    assert problem.code == "circular_overflow"


def test_what_a_published_flow_names_must_be_there() -> None:
    names = flow("f", start=HoursNode(calendar="c", open="go", closed="go"), go=ToQueue(queue="q"))
    found = check_routing(directory(flows=(names,)))
    assert [problem.field for problem in found] == ["flows.f.nodes.start.calendar", "flows.f.nodes.go.queue"]
    assert found[1].en.startswith("Flow “f”, node “go”, queue: there is no “q”")


@pytest.mark.parametrize("limit", [SourceLimit(arrivals=0, within_ms=1), SourceLimit(arrivals=1, within_ms=0)])
def test_limits_that_cannot_be(limit: SourceLimit) -> None:
    point = EntryPoint(code="p", address="1", flow="f", limit=limit)
    (problem,) = check_routing(directory(entry_points=(point,)))
    assert str(problem.field).startswith("entry_points.p.limit.")


def test_values_that_multiply_are_refused_before_they_are_built() -> None:
    skills = tuple(Labelled(f"{name}.{n}", Names("x", "x")) for name in "abcd" for n in range(60))
    (problem,) = check_routing(directory(queue(rings=(Ring(by_data=("a", "b", "c", "d")),)), skills=skills))
    assert problem.field == "queues.sales.rings.0.by_data"
    assert str(61**4) in problem.en


@pytest.mark.parametrize(
    ("agent", "field"),
    [
        (Agent(code="1", name="x", skills={"sales": 0}), "agents.1.skills.sales"),
        (Agent(code="1", name="x", skills={"sail": 3}), "agents.1.skills"),
        (Agent(code="1", name="x", capacity={"voice": 0}), "agents.1.capacity.voice"),
        (Agent(code="1", name="x", weight=0), "agents.1.weight"),
        (Agent(code="1", name="x", team="gone"), "agents.1.team"),
        (Agent(code="1", name="x", seat="seat.sofa"), "agents.1.seat"),
    ],
)
def test_agents_that_cannot_be(agent: Agent, field: str) -> None:
    assert [problem.field for problem in check_routing(directory(agents=(agent,)))] == [field]


@pytest.mark.parametrize(
    ("calendar", "field"),
    [
        (Calendar(code="c", closed_days=("2026-01-01",), special_days={"2026-01-01": ()}), "calendars.c.closed_days"),
        (Calendar(code="c", closed_days=("2026-01-01", "2026-01-01")), "calendars.c.closed_days"),
        (Calendar(code="c", week=(Hours(0, 0, 60), Hours(0, 30, 90))), "calendars.c.week"),
        (Calendar(code="c", special_days={"2026-01-01": (Hours(0, 60, 30),)}), "calendars.c.special_days"),
        (Calendar(code="c", special_days={"1 May": (Hours(0, 60, 90),)}), "calendars.c.special_days"),
        (Calendar(code="c", closed_days=("2026-02-30",)), "calendars.c.closed_days"),
        (Calendar(code="c", week=(Hours(7, 0, 60),)), "calendars.c.week"),
        (Calendar(code="c", time_zone="Mars/Base"), "calendars.c.time_zone"),
    ],
)
def test_calendars_that_cannot_be(calendar: Calendar, field: str) -> None:
    assert [problem.field for problem in check_routing(directory(calendars=(calendar,)))] == [field]


def test_too_many_classes_are_refused_with_their_number() -> None:
    pairs = [(first, second) for first in range(1, 46) for second in range(1, 46)]
    skills = tuple(Labelled(f"{kind}{n}", Names("x", "x")) for kind in "ab" for n in range(1, 46))
    queues = [
        queue(f"q{a}.{b}", rings=(Ring(requires=(Requirement(f"a{a}"), Requirement(f"b{b}"))),)) for a, b in pairs
    ]
    (problem,) = check_routing(directory(*queues, skills=skills))
    assert f"{len(pairs) + 1} different sets of requirements, {MOST_CLASSES} at most" in problem.en
