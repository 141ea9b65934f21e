"""The worker's part: the projector, woken by the journal's poke and by a slow timer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from hollyhock.apps.base.jobs import Context, Job
from hollyhock.apps.interactions import projecting
from hollyhock.contracts import subjects

GATHER_MS = 300
"""Between poke and reading: a transaction costs far more than an entry, so a busy journal is read in bigger pieces."""
SWEEP_MS = 5_000
"""The journal is looked at this often even when no poke comes, because a poke may be lost."""


def jobs(context: Context) -> list[Job]:
    """Return the projector."""
    return [Job("interactions.project", lambda: project(context))]


async def project(context: Context) -> None:
    """Keep the records up with the journal until cancelled."""
    poked = asyncio.Event()

    async def poke(_message: bytes) -> None:
        poked.set()

    await context.bus.subscribe(subjects.journal_grew(context.scope), poke)
    while True:
        poked.clear()
        await projecting.catch_up(context.scope, context.journal, context.records)
        await _first(poked.wait(), context.clock.wait_until(context.clock.now() + SWEEP_MS))
        await context.clock.wait_until(context.clock.now() + GATHER_MS)


async def _first(*waits: Awaitable[object]) -> None:
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
