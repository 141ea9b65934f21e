"""A full disk is told apart, loses nothing, and is over once there is room."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from hollyhock.adapters.journal import FileReserve, SqliteJournal
from hollyhock.adapters.journal.postgres_errors import journal_error as postgres_error
from hollyhock.adapters.journal.sqlite_errors import journal_error as sqlite_error
from hollyhock.contracts.commands import AttachData
from hollyhock.contracts.errors import JournalBroken, JournalBusy, JournalConflict, JournalFull
from hollyhock.contracts.journal import Entry
from hollyhock.testing.builders import entries, entry


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB; without the right to mount one the test of a limited journal below must do."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.getuid() != 0 or not _run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)):
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def _run(*arguments: str) -> bool:
    return subprocess.run(arguments, check=False, capture_output=True).returncode == 0


def _big(seq: int) -> Entry:
    return entry(seq, command=AttachData(interaction="i", data={"page": "x" * 20_000}))


async def _fill(journal: SqliteJournal) -> None:
    for seq in range(1, 1000):
        await journal.append([_big(seq)])


async def test_a_full_disk_is_journal_full_until_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(900_000))
    reserve = FileReserve(small_disk / "reserve", size=100_000)
    journal = SqliteJournal(small_disk / "journal.sqlite3")
    await journal.open()
    with pytest.raises(JournalFull):
        await _fill(journal)
    seq, _epoch = await journal.last()
    assert seq > 5
    assert await journal.last() == (seq, 1)
    assert await journal.read(0) == [_big(one) for one in range(1, seq + 1)]

    reserve.write(entries(seq + 1, seq + 3))
    ballast.unlink()
    await journal.append(reserve.read())
    reserve.clear()
    reserve.close()
    assert await journal.last() == (seq + 3, 1)
    await journal.close()

    again = SqliteJournal(small_disk / "journal.sqlite3")
    await again.open()
    assert [one.seq for one in await again.read(0)] == list(range(1, seq + 4))
    await again.close()


async def test_a_journal_limited_in_size_is_full(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.sqlite3")
    await journal.open()
    await journal._writer.run(lambda connection: connection.execute("PRAGMA max_page_count=20").fetchall())
    with pytest.raises(JournalFull):
        await _fill(journal)
    await journal.close()


async def test_a_long_transaction_of_somebody_else_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hollyhock.adapters.journal.sqlite_line._BUSY_S", 0.05)
    path = tmp_path / "journal.sqlite3"
    journal = SqliteJournal(path)
    await journal.open()
    rival = sqlite3.connect(path, isolation_level=None)
    rival.execute("BEGIN IMMEDIATE")
    with pytest.raises(JournalBusy):
        await journal.append(entries(1, 1))
    rival.execute("ROLLBACK")
    rival.close()
    await journal.append(entries(1, 1))
    await journal.close()


async def test_a_file_that_is_no_database_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    path.write_bytes(b"no database at all" * 1000)
    journal = SqliteJournal(path)
    with pytest.raises(JournalBroken):
        await journal.open()
    await journal.close()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_FULL, JournalFull),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, JournalBusy),
        (sqlite3.SQLITE_LOCKED, JournalBusy),
        (sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, JournalConflict),
        (sqlite3.SQLITE_IOERR_FSYNC, JournalBroken),
        (sqlite3.SQLITE_CORRUPT, JournalBroken),
    ],
)
def test_sqlite_failures_are_told_apart(code: int, expected: type[Exception], tmp_path: Path) -> None:
    error = sqlite3.OperationalError("failure")
    error.sqlite_errorcode = code
    assert type(sqlite_error(error, tmp_path)) is expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [("53100", JournalFull), ("55P03", JournalBusy), ("23505", JournalConflict), ("58030", JournalBroken)],
)
def test_postgres_failures_are_told_apart(state: str, expected: type[Exception]) -> None:
    import psycopg.errors

    assert type(postgres_error(psycopg.errors.lookup(state)("failure"))) is expected
