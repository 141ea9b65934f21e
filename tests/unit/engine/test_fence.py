"""After a pause nothing is sent before the journal has said that we still own the domain."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from hollyhock.contracts.errors import JournalConflict
from hollyhock.engine.fence import STALE_MS, Fence
from hollyhock.testing.clock import FakeClock, settle


class Epochs:
    """A journal as far as the fence looks at it."""

    def __init__(self) -> None:
        self.epoch, self.asked = 1, 0
        self.on_its_way: Callable[[], None] = lambda: None

    async def last(self) -> tuple[int, int]:
        self.asked += 1
        epoch = self.epoch
        self.on_its_way()
        return 10, epoch


class Sleeper(FakeClock):
    """A clock whose time can jump while nobody is woken, as in a process that stands still."""

    def jump(self, ms: int) -> None:
        self._now += ms


def fence(clock: FakeClock, journal: Epochs) -> Fence:
    return Fence(clock, journal, lambda: 1)  # type: ignore[arg-type]


async def test_without_a_pause_nobody_is_asked() -> None:
    clock, journal = Sleeper(), Epochs()
    kept = fence(clock, journal)
    running = asyncio.create_task(kept.run())
    await clock.advance(10_000)
    await kept.check()
    assert journal.asked == 0
    running.cancel()


async def test_after_a_pause_the_owner_goes_on_and_derives_everything_again() -> None:
    clock, journal, again = Sleeper(), Epochs(), asyncio.Event()
    kept = fence(clock, journal)

    async def derive() -> None:
        again.set()

    kept.after_pause(derive)
    running = asyncio.create_task(kept.run())
    await settle()
    clock.jump(STALE_MS + 1)
    await kept.check()  # A call to the switch comes before the beat.
    assert journal.asked == 1
    await clock.advance(0)
    assert again.is_set()
    running.cancel()


async def test_after_a_pause_a_replaced_owner_sends_nothing_more() -> None:
    clock, journal = Sleeper(), Epochs()
    kept = fence(clock, journal)
    running = asyncio.create_task(kept.run())
    await settle()
    clock.jump(STALE_MS + 1)
    journal.epoch = 2
    with pytest.raises(JournalConflict):
        await kept.check()
    await clock.advance(0)
    with pytest.raises(JournalConflict):
        await running


async def test_an_answer_that_was_held_up_by_another_pause_counts_for_nothing() -> None:
    clock, journal = Sleeper(), Epochs()
    kept = fence(clock, journal)

    def stand_still_and_be_replaced() -> None:
        clock.jump(STALE_MS + 1)
        journal.epoch = 2

    journal.on_its_way = stand_still_and_be_replaced
    clock.jump(STALE_MS + 1)
    with pytest.raises(JournalConflict):
        await kept.check()
    assert journal.asked == 2
