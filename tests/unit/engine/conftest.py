"""An owner on a real SQLite journal and a clock that stands still."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from hollyhock.adapters.journal import FileReserve, SqliteJournal
from hollyhock.contracts import commands as c
from hollyhock.contracts.errors import JournalFull
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.journal import Entry
from hollyhock.engine.owner import Identity, Owner
from hollyhock.testing.centre import small_centre
from hollyhock.testing.clock import FakeClock
from hollyhock.testing.ids import CountedIds


class Disk(SqliteJournal):
    """A journal whose disk a test can fill."""

    full = False
    appends = 0

    async def append(self, entries: Sequence[Entry]) -> None:
        if self.full:
            raise JournalFull
        self.appends += 1
        await super().append(entries)


class Bench:
    """One engine's shell, which can be killed and started again on the same files."""

    def __init__(self, folder: Path, journal: Path | None = None, starts: int = 0) -> None:
        self.folder, self.clock, self.starts = folder, FakeClock(), starts
        self.path = journal or folder / "journal.sqlite3"
        self.opened: list[Disk] = []

    async def start(self, *, disk_full: bool = False) -> Owner:
        self.starts += 1
        self.folder.mkdir(exist_ok=True)
        self.journal = Disk(self.path)
        self.opened.append(self.journal)
        await self.journal.open()
        self.journal.full = disk_full
        self.reserve = FileReserve(self.folder / "reserve")
        self.owner = Owner(
            Identity("t.main", f"engine-{self.starts}"),
            journal=self.journal,
            reserve=self.reserve,
            clock=self.clock,
            ids=CountedIds(Scope("t", f"d{self.starts}")),
        )
        await self.owner.claim()
        self.running = asyncio.create_task(self.owner.run())
        return self.owner

    async def kill(self) -> None:
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        await self.journal.close()
        self.reserve.close()

    async def give(self, command: c.AnyCommand, **personal: str) -> int:
        return await self.owner.post(self.owner.tell(command, "test", **personal))

    async def open_centre(self) -> None:
        await self.give(c.PublishDirectory(directory=small_centre()))
        await self.give(c.MediaPresence(up=True))

    async def ready_agent(self, code: str) -> None:
        await self.give(c.LogIn(agent=code, session=f"s{code}", device=f"d{code}"))
        await self.give(c.DevicePresence(device=f"d{code}", up=True))
        await self.give(c.SetReady(agent=code))


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    made = Bench(tmp_path)
    await made.start()
    yield made
    await made.kill()
    for journal in made.opened:
        await journal.close()
