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


def test_a_broken_law_is_found_and_its_walk_made_short(monkeypatch: pytest.MonkeyPatch) -> None:
    # Who becomes free wakes nobody.
    monkeypatch.setattr(Index, "_wake", lambda *_: None)
    failure = next(found for seed in range(20) if (found := walk(f"wrong {seed}", 300)) is not None)
    assert failure.law == "no wake-up is lost"
    assert len(failure.steps) < 40
