"""What refers to itself goes in steps; what stays is not walked over again."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from hollyhock.engine.garbage import Garbage

HOUR_MS = 3_600_000


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def usual_collector() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_new_circles_go_within_a_few_hundred_decisions() -> None:
    garbage = Garbage()
    knot = weakref.ref(Knot())
    assert knot() is not None
    garbage.decided(100)
    assert knot() is not None
    garbage.decided(400)
    assert knot() is None


def test_what_survived_a_step_is_exempt_until_nobody_is_there() -> None:
    garbage = Garbage()
    kept = Knot()
    knot = weakref.ref(kept)
    garbage.decided(500)
    exempt = gc.get_freeze_count()
    assert exempt > 0
    del kept
    garbage.decided(500)
    assert knot() is not None
    garbage.idle(HOUR_MS)
    assert knot() is None


def test_everything_is_looked_through_once_an_hour_at_most() -> None:
    garbage = Garbage()
    garbage.idle(HOUR_MS)
    kept = Knot()
    knot = weakref.ref(kept)
    garbage.decided(500)
    del kept
    garbage.idle(HOUR_MS + 1)
    assert knot() is not None
    garbage.idle(2 * HOUR_MS)
    assert knot() is None
