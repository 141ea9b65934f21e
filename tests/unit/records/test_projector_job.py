"""When the projector reads: at the start, soon after a poke, and now and then without one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from hollyhock.adapters.bus.memory import MemoryBus
from hollyhock.apps.base.jobs import Context
from hollyhock.apps.interactions import jobs, projecting
from hollyhock.contracts import subjects
from hollyhock.contracts.settings import Settings
from hollyhock.testing.clock import FakeClock, settle

from .helpers import SCOPE, ListJournal, here


def test_pokes_are_gathered_and_a_lost_one_only_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    clock, bus = FakeClock(0), MemoryBus()

    async def read(*_args: Any) -> int:
        reads.append(clock.now())
        return 0

    async def run() -> None:
        await bus.connect()
        journal: Any = ListJournal()
        working = asyncio.ensure_future(jobs.project(Context(SCOPE, Path(), Settings(), bus, journal, clock, here)))
        await clock.advance(1_000)
        for _poke in range(20):
            await bus.publish(subjects.journal_grew(SCOPE), b"7")
        await settle()
        await clock.advance(1_000)
        await clock.advance(5_000)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await bus.close()

    monkeypatch.setattr(projecting, "catch_up", read)
    asyncio.run(run())
    gather, sweep = jobs.GATHER_MS, jobs.SWEEP_MS
    assert reads == [0, 1_000 + gather, 1_000 + gather + sweep + gather]
