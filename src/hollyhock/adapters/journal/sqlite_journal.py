"""The journal in a SQLite file of its own, so that no business write ever holds up a ring."""

import asyncio
import errno
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from hollyhock.adapters.journal import snapshot_file
from hollyhock.adapters.journal.codec import body_of, check_batch, entry_of, personal_of, personal_rows
from hollyhock.adapters.journal.migrations import steps_above
from hollyhock.adapters.journal.sqlite_line import SqliteLine
from hollyhock.adapters.journal.upcast import VERSION
from hollyhock.contracts.errors import HollyhockError, JournalBroken, JournalFull
from hollyhock.contracts.journal import Entry, Personal, Snapshot

_MERGE_BYTES = 4 * 1024 * 1024
"""The write-ahead log is merged into the file after about this much, aside from the appends."""
_PAGES = 2 * 4096
"""What an append writes to the log beside its bodies, roughly."""
_ASKED_AT_ONCE = 500


class SqliteJournal:
    """Implements ``Journal``: WAL, one fsync per batch, one thread that writes and one that reads and tidies.

    Readers in other processes use the same class; they never block the writer.
    """

    def __init__(self, path: Path) -> None:
        """Use the file ``path``; the snapshot stands beside it as ``path`` + ``.snapshot``."""
        self._path = path
        self._snapshot = path.with_name(path.name + ".snapshot")
        self._writer, self._reader = SqliteLine(path), SqliteLine(path)
        self._unmerged = 0
        self._merging: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Make or migrate the schema; safe to repeat."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        await self._writer.run(_migrate)

    async def close(self) -> None:
        """Release files and threads."""
        if self._merging is not None:
            await self._merging
        await self._writer.close()
        await self._reader.close()

    async def last(self) -> tuple[int, int]:
        """Return (last sequence number, highest epoch); (0, 0) when empty."""
        return await self._reader.run(_last)

    async def append(self, entries: Sequence[Entry]) -> None:
        """Make the batch durable in one transaction; raise ``JournalConflict`` on a gap or a higher epoch."""
        if not entries:
            return
        rows = [(entry.seq, entry.epoch, entry.at, VERSION, body_of(entry)) for entry in entries]
        personal = personal_rows(entries)

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            check_batch(entries, _last(connection))
            connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", rows)
            connection.executemany("INSERT OR REPLACE INTO personal VALUES (?, ?, ?)", personal)
            connection.execute("COMMIT")

        await self._writer.run(work)
        self._merge_after(sum(len(row[4]) for row in rows) + _PAGES)

    async def read(self, after: int, limit: int = 1000) -> list[Entry]:
        """Return up to ``limit`` entries with numbers above ``after``, in order, in one short transaction."""
        question = "SELECT body, version FROM entries WHERE seq > ? ORDER BY seq LIMIT ?"
        rows = await self._reader.run(lambda connection: connection.execute(question, (after, limit)).fetchall())
        return [entry_of(*row) for row in rows]

    async def personal(self, interactions: Iterable[str]) -> list[Personal]:
        """Return the personal values kept for these interactions."""
        asked = sorted(set(interactions))

        def work(connection: sqlite3.Connection) -> list[Personal]:
            rows: list[tuple[str, str, str]] = []
            for begin in range(0, len(asked), _ASKED_AT_ONCE):
                part = asked[begin : begin + _ASKED_AT_ONCE]
                marks = ",".join("?" * len(part))
                rows += connection.execute(f"SELECT * FROM personal WHERE interaction IN ({marks})", part)  # noqa: S608 - only question marks
            return [personal_of(row) for row in rows]

        return await self._reader.run(work)

    async def erase(self, interaction: str) -> None:
        """Delete the personal values of an interaction for good: from the file and from the write-ahead log."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM personal WHERE interaction = ?", (interaction,))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        await self._writer.run(work)

    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot in place of the one before."""
        try:
            await asyncio.to_thread(snapshot_file.save, self._snapshot, snapshot)
        except OSError as error:
            raise _snapshot_error(error) from error

    async def load_snapshot(self) -> Snapshot | None:
        """Return the newest snapshot, or None when there is none that this journal reaches."""
        try:
            snapshot = await asyncio.to_thread(snapshot_file.load, self._snapshot)
        except OSError as error:
            raise _snapshot_error(error) from error
        if snapshot is not None and snapshot.seq > (await self.last())[0]:
            return None
        return snapshot

    def _merge_after(self, written: int) -> None:
        self._unmerged += written
        if self._unmerged >= _MERGE_BYTES and (self._merging is None or self._merging.done()):
            self._unmerged = 0
            self._merging = asyncio.create_task(self._merge())

    async def _merge(self) -> None:
        # What cannot be merged now (a full disk, a reader) is merged the next time.
        with suppress(HollyhockError):
            await self._reader.run(lambda connection: connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall())


def _last(connection: sqlite3.Connection) -> tuple[int, int]:
    row = connection.execute("SELECT seq, epoch FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, 0)


def _migrate(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
    (version,) = connection.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()
    for number, script in steps_above("sqlite", version):
        for statement in script.split(";"):
            connection.execute(statement)
        connection.execute("INSERT INTO schema_version VALUES (?)", (number,))
    connection.execute("COMMIT")


def _snapshot_error(error: OSError) -> HollyhockError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return JournalFull()
    return JournalBroken(detail=errno.errorcode.get(error.errno or 0, "OSError"))
