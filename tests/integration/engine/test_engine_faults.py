"""What must hold when engines die, freeze or come in twos at seeded random points of a busy centre."""

from __future__ import annotations

import asyncio
import random
import signal

from hollyhock.bootstrap.engine import TAKEN_OVER
from hollyhock.testing.profile import FAULT_POINTS, FROZEN_S
from hollyhock.testing.real_centre import RealCentre
from hollyhock.testing.real_engine import RealEngine

from .moments import Moments
from .recorded import LongCall
from .traffic import Traffic, busy
from .truths import Stopwatch, all_over, back_in_time, claims, kept_their_place


async def test_killing_the_engine_drops_no_call_and_loses_nothing(centre: RealCentre) -> None:
    recorded = LongCall(centre)
    await recorded.begin()
    await busy(centre)
    traffic = Traffic(centre, seed=1)
    moments = Moments(traffic, seed=2)
    number = 0
    async for before in moments:
        watch = Stopwatch(centre)
        centre.engines[-1].kill()
        centre.start_engine()
        await back_in_time(centre, watch, number := number + 1)
        await kept_their_place(centre, before)
    await recorded.end()
    await all_over(centre, traffic)
    assert moments.everywhere(), moments.struck
    assert len(traffic.callers) > FAULT_POINTS / 2
    await recorded.is_whole()


WOKEN_ENDS_S = 30.0
"""How long a woken engine may take to leave where several wake at once; what it may never do is send."""


class Frozen:
    """Engines that stand still while others work; each is woken after its time."""

    def __init__(self, centre: RealCentre) -> None:
        self._centre = centre
        self._asleep: list[asyncio.Task[None]] = []

    def freeze(self, engine: RealEngine) -> None:
        """Stop an engine and let its lock be lost, as with a machine that hangs: on one machine its guard kills it."""
        engine.freeze()
        lose_lock(self._centre)
        self._asleep.append(asyncio.create_task(self._wake(engine)))

    async def all_awake(self) -> None:
        """Return when all were woken and have stood back."""
        await asyncio.gather(*self._asleep)

    async def _wake(self, engine: RealEngine) -> None:
        await asyncio.sleep(FROZEN_S)
        sent = engine.sent
        engine.resume()
        assert await engine.ended(WOKEN_ENDS_S) == -signal.SIGALRM, "its watchdog ends it"
        assert engine.sent == sent, "an engine that is not the owner any more has sent something to the switch"


async def test_a_frozen_engine_is_replaced_and_stands_back_when_it_wakes(centre: RealCentre) -> None:
    await busy(centre)
    traffic = Traffic(centre, seed=3)
    moments = Moments(traffic, seed=8)
    frozen = Frozen(centre)
    number = 0
    async for before in moments:
        frozen.freeze(centre.engines[-1])
        watch = Stopwatch(centre)
        centre.start_engine()
        await back_in_time(centre, watch, number := number + 1)
        await kept_their_place(centre, before)
    await frozen.all_awake()
    await all_over(centre, traffic)
    assert moments.everywhere(), moments.struck
    assert len(await claims(centre)) == 1 + FAULT_POINTS


async def test_an_owner_whose_lock_was_lost_stands_back_for_the_next(centre: RealCentre) -> None:
    await busy(centre)
    traffic = Traffic(centre, seed=5)
    former = centre.engines[-1]

    async def talking() -> bool:
        return bool(await centre.calls("connected"))

    async def replaced() -> bool:
        # The next one leaves when the owner writes between its look at the journal and its claim; as its supervisor:
        if not centre.engines[-1].runs():
            centre.start_engine()
        return not former.runs()

    await centre.until(talking, "somebody talks")
    lose_lock(centre)
    centre.start_engine()
    await centre.until(replaced, "the former owner has left", WOKEN_ENDS_S)
    assert await former.ended(0) == TAKEN_OVER
    await all_over(centre, traffic)
    assert len(await claims(centre)) == 2


def lose_lock(centre: RealCentre) -> None:
    """Let the next engine have the domain while the present one lives."""
    (centre.home / "run" / "engine.lock").unlink()


async def test_of_two_engines_one_owns_and_the_other_takes_over(centre: RealCentre) -> None:
    """By turns the owner dies and the one that stood by takes over, or both die and two are started at once."""
    await busy(centre)
    centre.start_engine()
    traffic = Traffic(centre, seed=4)
    moments = Moments(traffic, seed=9)
    dice = random.Random(10)
    turns = [True, False] * (FAULT_POINTS // 2)
    dice.shuffle(turns)
    number = 0
    async for before in moments:
        held = await claims(centre)
        assert len(held) == 1 + number, centre.engine_log()[-3_000:]
        owner, other = await owner_and_other(centre)
        watch = Stopwatch(centre)
        if turns[number]:
            # First, or it would take over in between.
            other.kill()
            centre.start_engine()
        owner.kill()
        centre.start_engine()
        await back_in_time(centre, watch, number := number + 1)
        await kept_their_place(centre, before)
    await all_over(centre, traffic)
    assert sum(engine.runs() for engine in centre.engines) == 2
    assert len(await claims(centre)) == 1 + FAULT_POINTS
    assert moments.everywhere(), moments.struck


async def owner_and_other(centre: RealCentre) -> tuple[RealEngine, RealEngine]:
    """Return the two engines that run; the claim names the owner's process."""
    owner = int((await claims(centre))[-1].owner.rpartition(":")[2])
    running = sorted((engine for engine in centre.engines if engine.runs()), key=lambda one: one.pid != owner)
    first, second = running
    assert first.pid == owner
    return first, second
