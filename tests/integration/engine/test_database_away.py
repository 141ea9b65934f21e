"""The journal's database goes away while people talk, and comes back: nothing can be written, not even aside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from hollyhock.testing.centre import small_centre
from hollyhock.testing.postgres import PostgresCluster
from hollyhock.testing.proxy import CuttableProxy
from hollyhock.testing.real_centre import RealCentre
from hollyhock.testing.wait import until

AWAY_S = 5.0
TALKS_MS, COMES_MS = 18_000, 7_000
"""How long the two callers stay; both longer than the database is away."""


@pytest.fixture
async def wire(postgres: PostgresCluster) -> AsyncIterator[CuttableProxy]:
    proxy = CuttableProxy(postgres.port)
    yield proxy
    await proxy.stop()


@pytest.fixture
async def centre(tmp_path: Path, postgres: PostgresCluster, wire: CuttableProxy) -> AsyncIterator[RealCentre]:
    made = RealCentre(tmp_path, small_centre(wrap_up_ms=3_000, agents=11))
    journal = postgres.database().replace(f":{postgres.port}/", f":{wire.port}/")
    made.switch.settings = msgspec.structs.replace(made.switch.settings, journal=journal)
    try:
        await made.start()
        yield made
    finally:
        await made.stop()


async def test_who_talks_talks_on_and_who_came_meanwhile_is_served(centre: RealCentre, wire: CuttableProxy) -> None:
    await centre.agent("105", answer_ms=200)
    talks = centre.fleet.call("caller_hangs_up", "1002", milliseconds=TALKS_MS)
    await centre.calls_are(connected=1)
    (call,) = await centre.calls("connected")
    wire.refuse = True
    wire.cut()
    comes = centre.fleet.call("caller_hangs_up", "1002", milliseconds=COMES_MS)
    tries = await supervise(centre, AWAY_S)
    assert tries > 1, "an engine went on without its journal"
    assert not talks.ended()
    assert not comes.ended()
    wire.refuse = False
    await supervise(centre, 1.0)
    await centre.engine_up()
    (still,) = await centre.calls("connected")
    assert still.interaction == call.interaction
    await until(lambda: talks.ended() and comes.ended(), "both have hung up", 60)
    assert talks.succeeded()
    assert comes.succeeded()
    await centre.calls_are(40, connected=0, waiting=0, offered=0, flow=0, wrapping_up=0)


async def supervise(centre: RealCentre, seconds: float) -> int:
    """Start an engine again whenever it has ended, as its supervisor does; return how often."""
    tries = 0
    until_then = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < until_then:
        if not centre.engines[-1].runs():
            centre.start_engine()
            tries += 1
        await asyncio.sleep(0.2)
    return tries
