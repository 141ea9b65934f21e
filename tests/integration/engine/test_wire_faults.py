"""What must hold when the wire to the switch or the bus breaks at seeded random points of a busy centre."""

from __future__ import annotations

import asyncio
import random

from hollyhock.testing.real_centre import RealCentre

from .moments import Moments
from .traffic import Traffic, busy
from .truths import Stopwatch, all_over, back_in_time, kept_their_place

LONGEST_AWAY_S = 0.5
"""How long the bus is away at most before it is started again, as its supervisor would at once."""


async def test_cutting_the_wire_to_the_switch_drops_no_call(centre: RealCentre) -> None:
    await busy(centre)
    traffic = Traffic(centre, seed=5)
    moments = Moments(traffic, seed=6)
    dice = random.Random(13)
    number = 0
    async for before in moments:
        engine = centre.engines[-1]
        for wire in dice.choice(((engine.ari,), (engine.ami,), (engine.ari, engine.ami))):
            wire.cut()
        await back_in_time(centre, Stopwatch(centre), number := number + 1)
        await kept_their_place(centre, before)
    await all_over(centre, traffic)
    assert moments.everywhere(), moments.struck


async def test_the_bus_may_die_and_come_back(centre: RealCentre) -> None:
    await busy(centre)
    traffic = Traffic(centre, seed=7)
    moments = Moments(traffic, seed=11)
    dice = random.Random(12)
    number = 0
    async for before in moments:
        await asyncio.to_thread(centre.nats.stop)
        await asyncio.sleep(dice.uniform(0, LONGEST_AWAY_S))
        await asyncio.to_thread(centre.nats.start)
        await back_in_time(centre, Stopwatch(centre), number := number + 1)
        await kept_their_place(centre, before)
    await all_over(centre, traffic)
    assert moments.everywhere(), moments.struck
