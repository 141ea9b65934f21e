"""What must hold when the wire to the switch or the bus breaks at seeded random points of a busy centre."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.events import AgentNotReady
from hollyhock.testing.real_centre import RealCentre

from .moments import Moments
from .traffic import Traffic, busy
from .truths import Stopwatch, all_over, back_in_time, kept_their_place

LONGEST_AWAY_S = 0.5
"""How long the bus is away at most before it is started again, as its supervisor would at once."""
SILENT_S = 22.0
"""Longer than a desk may be silent: a lease of 15 s, and 5 s until the engine looks."""


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


async def test_agents_who_were_silent_while_the_bus_was_away_are_ready_again(centre: RealCentre) -> None:
    talks, waits = "105", "107"
    for code in (talks, waits):
        await centre.agent(code, answer_ms=200)
    caller = centre.fleet.call("caller_hangs_up", "1002", milliseconds=int(2_000 * SILENT_S))
    await centre.calls_are(connected=1)
    (call,) = await centre.calls("connected")
    assert call.agent == talks
    await asyncio.to_thread(centre.nats.stop)
    await asyncio.sleep(SILENT_S)
    await asyncio.to_thread(centre.nats.start)

    async def ready_again() -> bool:
        with suppress(HollyhockError):
            return (await centre.agent_card(waits)).state == "Ready"
        return False

    await centre.until(ready_again, "who waited is ready again")
    not_ready = [event for event in await centre.events() if isinstance(event, AgentNotReady)]
    assert sorted(event.agent for event in not_ready if event.reason == "gone") == [talks, waits]
    assert [card.interaction for card in await centre.calls("connected")] == [call.interaction]
    caller.stop()
