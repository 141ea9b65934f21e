"""Routing rules that cannot be saved: each is refused with the field and the remedy, and good ones pass."""

from __future__ import annotations

import msgspec
import pytest
from tests.unit.core.test_policies import queue

from hollyhock.contracts.directory import Agent, Calendar, Directory, Hours, Labelled, Names
from hollyhock.contracts.routing import MOST_CLASSES, Entry, Loan, Overflow, Requirement, Reserve, Ring
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
        ((Ring(), Ring(after_ms=5, overflow=Overflow(kind="flow", to="x"))), "queues.sales.rings.1.overflow.to", "x"),
        (
            (Ring(), Ring(after_ms=5, overflow=Overflow(kind="busy")), Ring(after_ms=6)),
            "queues.sales.rings.1",
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
    ],
)
def test_queues_that_cannot_be(rules: dict[str, object], field: str) -> None:
    assert [problem.field for problem in check_routing(directory(msgspec.structs.replace(queue(), **rules)))] == [field]


def test_overflow_in_a_circle() -> None:
    there = (Ring(), Ring(after_ms=5, overflow=Overflow(kind="queue", to="help")))
    back = (Ring(), Ring(after_ms=5, overflow=Overflow(kind="queue", to="sales")))
    found = check_routing(directory(queue(rings=there), queue("help", rings=back)))
    assert [(problem.code, problem.field) for problem in found] == [
        ("circular_overflow", "queues.sales.rings"),
        ("circular_overflow", "queues.help.rings"),
    ]


@pytest.mark.parametrize(
    ("agent", "field"),
    [
        (Agent(code="1", name="x", skills={"sales": 0}), "agents.1.skills.sales"),
        (Agent(code="1", name="x", skills={"sail": 3}), "agents.1.skills"),
        (Agent(code="1", name="x", capacity={"voice": 0}), "agents.1.capacity.voice"),
        (Agent(code="1", name="x", weight=0), "agents.1.weight"),
    ],
)
def test_agents_that_cannot_be(agent: Agent, field: str) -> None:
    assert [problem.field for problem in check_routing(directory(agents=(agent,)))] == [field]


@pytest.mark.parametrize(
    ("calendar", "field"),
    [
        (Calendar(code="c", closed_days=("2026-01-01",), special_days={"2026-01-01": ()}), "calendars.c.closed_days"),
        (Calendar(code="c", closed_days=("2026-01-01", "2026-01-01")), "calendars.c.closed_days"),
        (Calendar(code="c", week=(Hours(0, 0, 60), Hours(0, 30, 90))), "calendars.c.0"),
        (Calendar(code="c", special_days={"2026-01-01": (Hours(0, 60, 30),)}), "calendars.c.2026-01-01"),
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
