"""Time never runs backwards, whatever the wall clock does."""

import asyncio
import time

from hypothesis import given
from hypothesis import strategies as st

from hollyhock.adapters.clock import SystemClock
from hollyhock.contracts.ports import Clock
from hollyhock.testing.clock import FakeClock

SECOND = 1_000_000_000


class Machine:
    """A wall clock and a monotonic clock under the test's control, nanoseconds."""

    def __init__(self) -> None:
        self.wall, self.monotonic = 1_800_000_000 * SECOND, 5 * SECOND

    def passes(self, ns: int) -> None:
        self.wall += ns
        self.monotonic += ns

    def clock(self) -> SystemClock:
        return SystemClock(lambda: self.wall, lambda: self.monotonic)


def test_it_tells_the_wall_clock() -> None:
    machine = Machine()
    clock = machine.clock()
    assert clock.now() == 1_800_000_000_000
    machine.passes(1_500_000_000)
    assert clock.now() == 1_800_000_001_500


def test_a_wall_clock_set_back_slows_but_never_stops_it() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.wall -= 3600 * SECOND
    before = clock.now()
    machine.passes(10 * SECOND)
    assert clock.now() == before + 9_000
    for _ in range(4000):
        machine.passes(10 * SECOND)
        clock.now()
    assert clock.now() == machine.wall // 1_000_000, "both agree in the end"


def test_a_wall_clock_set_forward_or_a_machine_that_slept_is_followed() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.wall += 7200 * SECOND
    assert clock.now() == machine.wall // 1_000_000


@given(st.lists(st.tuples(st.integers(0, 5 * SECOND), st.integers(-3 * SECOND, 3 * SECOND)), max_size=50))
def test_it_never_runs_backwards(steps: list[tuple[int, int]]) -> None:
    machine = Machine()
    clock = machine.clock()
    last = clock.now()
    for passed, set_by in steps:
        machine.passes(passed)
        machine.wall += set_by
        now = clock.now()
        assert now >= last
        last = now


async def test_waiting_ends_at_the_moment_and_not_before() -> None:
    clock: Clock = SystemClock()
    begun = time.monotonic()
    moment = clock.now() + 30
    async with asyncio.timeout(5):
        await clock.wait_until(moment)
    assert clock.now() >= moment
    assert time.monotonic() - begun >= 0.02
    await clock.wait_until(moment - 1000)


async def test_the_fake_wakes_each_at_its_own_moment() -> None:
    clock = FakeClock(1000)
    woken: list[tuple[str, int]] = []

    async def sleeper(name: str, moments: list[int]) -> None:
        for moment in moments:
            await clock.wait_until(moment)
            woken.append((name, clock.now()))

    tasks = [asyncio.create_task(sleeper("a", [1500, 1600])), asyncio.create_task(sleeper("b", [1550, 3000]))]
    await clock.advance(1000)
    assert woken == [("a", 1500), ("b", 1550), ("a", 1600)]
    assert clock.now() == 2000
    await clock.advance(1000)
    await asyncio.gather(*tasks)
    assert woken[-1] == ("b", 3000)
