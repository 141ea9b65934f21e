"""A newer directory places anew only what it changes, and comes to the order that all its rules lead to."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from hollyhock.contracts import commands as c
from hollyhock.contracts.directory import Calendar, Directory, Hours, Labelled, Names, Queue
from hollyhock.contracts.routing import Ageing, Loan, Overflow, Requirement, Reserve, Ring
from hollyhock.core.book import Book
from hollyhock.core.index import Index
from hollyhock.testing.walk.order import out_of_order

from .centre import SECOND, Centre, queue

OPEN = Calendar(code="day", time_zone="UTC", week=tuple(Hours(day, 0, 1440) for day in range(7)))
CLOSED = msgspec.structs.replace(OPEN, week=(), special_days={"2099-01-01": (Hours(0, 0, 60),)})
WAITING = 20


def centre() -> Centre:
    """Two lines in which many wait, agents of both busy or not ready."""
    by_data = (Ring(requires=(Requirement("sales"),), by_data=("language",)), Ring(after_ms=60 * SECOND))
    help_line = queue("help", loans=(Loan(lender="sales", well_ms=5 * SECOND),))
    agents = {"a1": {"sales": 3, "language.en": 5}, "b1": {"help": 5}, "b2": {"sales": 1, "help": 1}}
    made = Centre(queue(rings=by_data, calendar="day"), help_line, agents=agents, calendars=(OPEN,))
    for number in range(WAITING):
        made.call("sales" if number % 2 else "help", customer=f"c{number}", language="en")
    return made


def publish(made: Centre, **changes: object) -> None:
    old = made.state.data.directory
    made.give(c.PublishDirectory(directory=msgspec.structs.replace(old, version=old.version + 1, **changes)))


def line(made: Centre, **rules: object) -> tuple[Queue, ...]:
    first, *rest = made.state.data.directory.queues
    return (msgspec.structs.replace(first, **rules), *rest)


def agent(made: Centre, **rules: object) -> dict[str, object]:
    first, *rest = made.state.data.directory.agents
    return {"agents": (msgspec.structs.replace(first, **rules), *rest)}


def skill(made: Centre, code: str) -> dict[str, object]:
    return {"skills": (*made.state.data.directory.skills, Labelled(code, Names(code, code)))}


CHANGES: dict[str, Callable[[Centre], dict[str, object]]] = {
    "nothing": lambda made: {},
    "a queue's wrap-up": lambda made: {"queues": line(made, wrap_up_ms=1)},
    "an agent's name": lambda made: agent(made, name="New"),
    "an agent's level": lambda made: agent(made, skills={"sales": 9}),
    "an agent's capacity": lambda made: agent(made, capacity={"email": 1}),
    "one agent fewer": lambda made: {"agents": made.state.data.directory.agents[1:]},
    "a ring's level": lambda made: {"queues": line(made, rings=(Ring(requires=(Requirement("sales", 2),)),))},
    "a ring's strategy": lambda made: {
        "queues": line(made, rings=(Ring(requires=(Requirement("sales"),), strategy="least_occupied"),))
    },
    "an end": lambda made: {
        "queues": line(made, rings=(Ring(), Ring(after_ms=9 * SECOND, overflow=Overflow(kind="callback"))))
    },
    "what priority is worth": lambda made: {"queues": line(made, ageing=Ageing(level_ms=1))},
    "a reserve": lambda made: {
        "queues": line(made, reserve=Reserve(requires=(Requirement("expert"),), risk_ms=90 * SECOND))
    },
    "one queue fewer": lambda made: {"queues": made.state.data.directory.queues[:1]},
    "no loan": lambda made: {"queues": tuple(msgspec.structs.replace(q, loans=()) for q in line(made))},
    "hours": lambda made: {"calendars": (CLOSED,)},
    "no calendar": lambda made: {"queues": line(made, calendar="")},
    "a skill that values name": lambda made: skill(made, "language.en"),
    "a skill that nobody asks for": lambda made: skill(made, "dance"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_order_is_the_one_that_the_new_rules_lead_to(what: str) -> None:
    made = centre()
    made.give(c.ChangeSkills(agent="b2", skills={"sales": 7}))
    publish(made, **CHANGES[what](made))
    assert out_of_order(made.state) == []
    made.later(120 * SECOND)
    made.ready(*(code for code in ("a1", "b1", "b2") if made.state.agent(code).logged_on))
    assert out_of_order(made.state) == []


def counted(made: Centre, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object]) -> tuple[int, int]:
    """Publish; return how many interactions and agents were placed."""
    placed = {"place_interaction": 0, "place_agent": 0}
    for name in placed:
        plain = getattr(Index, name)

        def count(self: Index, *given: object, name: str = name, plain: Callable[..., None] = plain) -> None:
            placed[name] += 1
            plain(self, *given)

        monkeypatch.setattr(Index, name, count)
    publish(made, **changes)
    return placed["place_interaction"], placed["place_agent"]


@pytest.mark.parametrize(
    ("what", "placed"),
    [
        ("nothing", (0, 0)),
        ("a queue's wrap-up", (0, 0)),
        ("an agent's name", (0, 1)),
        ("an agent's level", (0, 1)),
        # The line is closed from this moment on.
        ("hours", (WAITING // 2, 0)),
        ("a skill that nobody asks for", (0, 0)),
        ("what priority is worth", (WAITING // 2, 0)),
        # The other line borrows by that ring. One agent reaches the level, and sits down on the new bench.
        ("a ring's level", (WAITING, 1)),
    ],
)
def test_half_a_million_are_not_placed_for_a_name(
    what: str, placed: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = centre()
    assert counted(made, monkeypatch, CHANGES[what](made)) == placed
    assert out_of_order(made.state) == []


def test_numbers_that_fall_out_of_use_are_given_up_in_the_end() -> None:
    directory = Directory(version=1, queues=(queue(),))
    book, sizes = Book(directory), []
    for number in range(500):
        rings = (Ring(requires=(Requirement(f"skill{number}"),)),)
        book = book.followed_by(msgspec.structs.replace(directory, queues=(queue(rings=rings),)))
        sizes.append(len(book.specs))
    assert max(sizes) < 200
