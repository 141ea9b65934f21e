"""Our own walker over all policies; and that it finds and shortens what is wrong."""

from __future__ import annotations

import time

import pytest

from hollyhock.core.index import Index
from hollyhock.testing.walk.walk import LENGTH, walk

NIGHTLY_STEPS = 10_000_000
NIGHTLY_S = 3_600


def test_no_law_is_broken_in_a_short_walk() -> None:
    for seed in range(8):
        assert (failure := walk(f"day {seed}")) is None, str(failure)


@pytest.mark.nightly
def test_no_law_is_broken_in_ten_million_steps() -> None:
    began = time.monotonic()
    for seed in range(NIGHTLY_STEPS // LENGTH):
        assert (failure := walk(f"night {seed}")) is None, str(failure)
    assert time.monotonic() - began < NIGHTLY_S


def _plant(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """Let the core do one thing wrong."""
    match what:
        case "who becomes free wakes nobody":
            monkeypatch.setattr(Index, "_wake", lambda *_: None)
        case "leases do not end":
            monkeypatch.setattr(Index, "place_offer", lambda *_: None)
        case "after-call work does not end":
            monkeypatch.setattr("hollyhock.core.index.index._agent_dues", lambda *_, **__: ())
        case "no ring follows":
            monkeypatch.setattr("hollyhock.core.index.index._waiting_dues", lambda *_: ())
        case "levels do not count":
            found = lambda has, wanted: all(any(r.skill in has for r in clause) for clause in wanted)
            monkeypatch.setattr("hollyhock.core.book.satisfies", found)
        case "reserves join at once":
            monkeypatch.setattr("hollyhock.core.matching._holds", lambda *_: True)
        case "there is always room":
            monkeypatch.setattr("hollyhock.core.index.idle.has_room", lambda *_: True)
        case "no line closes":
            monkeypatch.setattr(Index, "_set_opening", lambda *_: None)
        case _:
            newest = lambda it, _: (1, -it.since, it.order, it.id)
            monkeypatch.setattr("hollyhock.core.index.lines.place_of", newest)


@pytest.mark.parametrize(
    ("what", "law"),
    [
        ("who becomes free wakes nobody", "no wake-up is lost"),
        ("leases do not end", "no deadline is forgotten: the lease"),
        ("after-call work does not end", "no deadline is forgotten: after-call work"),
        ("no ring follows", "no deadline is forgotten: ring"),
        ("levels do not count", "only who satisfies the ring in force is offered it"),
        ("reserves join at once", "reserves join and agents are lent only as the rules say"),
        ("there is always room", "capacity and interruptions are kept"),
        ("no line closes", "nobody is offered from a closed queue"),
        ("the newest come first", "equals keep their order"),
    ],
)
def test_a_broken_law_is_found(monkeypatch: pytest.MonkeyPatch, what: str, law: str) -> None:
    _plant(monkeypatch, what)
    # Making it short is another test's.
    monkeypatch.setattr("hollyhock.testing.walk.walk.shrink", lambda steps, _law: list(steps))
    walks = (walk(f"wrong {seed}", 1_000) for seed in range(12))
    assert any(failure is not None and failure.law.startswith(law) for failure in walks)


def test_the_walk_that_breaks_a_law_is_made_short(monkeypatch: pytest.MonkeyPatch) -> None:
    # Who becomes free wakes nobody.
    monkeypatch.setattr(Index, "_wake", lambda *_: None)
    failure = next(found for seed in range(20) if (found := walk(f"wrong {seed}", 300)) is not None)
    assert failure.law == "no wake-up is lost"
    assert len(failure.steps) < 40
