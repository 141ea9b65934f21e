"""What only one of the two databases can show."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import cast

import psycopg
import pytest

from hollyhock.adapters.journal import SqliteJournal
from hollyhock.adapters.journal.postgres_journal import PostgresJournal
from hollyhock.contracts.errors import JournalBroken, JournalBusy
from hollyhock.contracts.journal import Personal, Snapshot
from hollyhock.testing.builders import entries, entry
from hollyhock.testing.postgres import PostgresCluster

SECRET = "+8613912345678"


async def test_an_erased_value_is_in_none_of_the_files(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.sqlite3")
    await journal.open()
    await journal.append([entry(1, personal=(Personal("i", "ani", SECRET),))])
    assert any(SECRET.encode() in file.read_bytes() for file in tmp_path.iterdir()), "it was there"
    await journal.erase("i")
    assert all(SECRET.encode() not in file.read_bytes() for file in tmp_path.iterdir())
    await journal.close()


async def test_the_log_is_merged_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hollyhock.adapters.journal.sqlite_journal._MERGE_BYTES", 200_000)
    path = tmp_path / "journal.sqlite3"
    journal = SqliteJournal(path)
    await journal.open()
    for seq in range(1, 201):
        await journal.append(entries(seq, seq))
    await journal.close()
    assert path.stat().st_size > 50_000
    assert not path.with_name(path.name + "-wal").exists(), "nothing is left to merge"


async def test_a_journal_that_could_not_be_opened_has_all_its_settings_when_it_is(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    journal = SqliteJournal(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(JournalBusy):
            await journal.open()
    await journal.open()
    for setting, wanted in (("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1)):
        found = await journal._writer.run(partial(_setting, name=setting))
        assert found == wanted, setting
    await journal.close()


def _setting(database: sqlite3.Connection, name: str) -> str | int:
    (value,) = database.execute(f"PRAGMA {name}").fetchone()
    return cast("str | int", value)


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 40])
async def test_a_damaged_snapshot_is_no_snapshot(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "journal.sqlite3"
    journal = SqliteJournal(path)
    await journal.open()
    await journal.append(entries(1, 3))
    await journal.save_snapshot(Snapshot(3, b"state"))
    path.with_name(path.name + ".snapshot").write_bytes(damage)
    assert await journal.load_snapshot() is None
    await journal.close()


async def test_a_schema_of_a_newer_release_is_refused(tmp_path: Path, postgres: PostgresCluster) -> None:
    path, url = tmp_path / "journal.sqlite3", postgres.database()
    for journal in (SqliteJournal(path), PostgresJournal(url)):
        await journal.open()
        if isinstance(journal, SqliteJournal):
            await journal._writer.run(lambda connection: connection.execute("INSERT INTO schema_version VALUES (99)"))
        else:
            await journal._writer.ask("INSERT INTO schema_version VALUES (99)")
        with pytest.raises(JournalBroken, match="newer"):
            await journal.open()
        await journal.close()


async def test_a_broken_connection_is_told_and_made_again(postgres: PostgresCluster) -> None:
    url = postgres.database()
    journal = PostgresJournal(url)
    await journal.open()
    await journal.append(entries(1, 1))
    with psycopg.connect(url, autocommit=True) as killer:
        killer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(JournalBroken):
        await journal.append(entries(2, 2))
    await journal.append(entries(2, 2))
    assert await journal.last() == (2, 1)
    await journal.close()


async def test_two_domains_share_a_database(postgres: PostgresCluster) -> None:
    url = postgres.database()
    first, second = PostgresJournal(url, "journal_demo_main"), PostgresJournal(url, "journal_demo_other")
    for journal in (first, second):
        await journal.open()
    await first.append(entries(1, 5))
    await second.append(entries(1, 2))
    assert (await first.last(), await second.last()) == ((5, 1), (2, 1))
    for journal in (first, second):
        await journal.close()
