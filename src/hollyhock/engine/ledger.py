"""Writes batches where they are durable: into the journal, or into the reserve while the journal is full."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import structlog
from prometheus_client import Histogram

from hollyhock.contracts.errors import HollyhockError, JournalBroken, JournalBusy, JournalFull
from hollyhock.contracts.journal import Entry, Snapshot
from hollyhock.contracts.ports import Clock, Journal, Reserve

DURABLE_SECONDS = Histogram(
    "hollyhock_engine_durable_seconds",
    "One group commit",
    buckets=(0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1.0),
)
log = structlog.get_logger(__name__)

RETRY_MS = 1_000
_BUSY_PAUSES_MS = (20, 50, 100, 200, 400, 800, 1_600)


class Ledger:
    """The journal with its reserve behind it."""

    def __init__(self, journal: Journal, reserve: Reserve, clock: Clock) -> None:
        """Take the ports; nothing is written yet."""
        self.reserve = reserve
        self.full = False
        """Facts go to the reserve, commands are to be refused."""
        self.retry_at: int | None = None
        self._journal, self._clock = journal, clock
        self._unsaved: list[Entry] = []
        self._snapshots: set[asyncio.Task[None]] = set()

    async def append(self, entries: Sequence[Entry]) -> None:
        """Make a batch durable; raise ``JournalFull`` (also for broken storage) or ``JournalConflict``."""
        if not entries:
            return
        if self.full:
            self._append_to_reserve(entries)
            return
        for pause in (*_BUSY_PAUSES_MS, 0):
            try:
                with DURABLE_SECONDS.time():
                    await self._journal.append(entries)
            except JournalBusy:
                await self._clock.wait_until(self._clock.now() + pause)
            except JournalBroken as error:
                log.exception("journal_broken", detail=str(error))
                raise JournalFull from error
            else:
                return
        raise JournalFull

    def begin_reserve(self, unsaved: list[Entry]) -> None:
        """From now on facts go to the reserve; ``unsaved`` stands there already."""
        self.full, self._unsaved = True, list(unsaved)
        self.retry_at = self._clock.now() + RETRY_MS

    async def try_again(self) -> bool:
        """Append what the reserve kept, at most once a second; True when the journal takes everything again."""
        now = self._clock.now()
        if self.retry_at is None or now < self.retry_at:
            return False
        try:
            if self._unsaved:
                await self._journal.append(self._unsaved)
        except (JournalFull, JournalBusy, JournalBroken):
            self.retry_at = now + RETRY_MS
            return False
        self.reserve.clear()
        self.full, self.retry_at, self._unsaved = False, None, []
        return True

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot in the background; without it recovery only reads more."""
        task = asyncio.create_task(self._save(snapshot))
        self._snapshots.add(task)
        task.add_done_callback(self._snapshots.discard)

    async def _save(self, snapshot: Snapshot) -> None:
        with suppress(HollyhockError):
            await self._journal.save_snapshot(snapshot)

    def _append_to_reserve(self, entries: Sequence[Entry]) -> None:
        self._unsaved += entries
        try:
            self.reserve.write(entries)
        except (JournalFull, JournalBroken):
            log.exception("reserve_full", entries=len(self._unsaved))
