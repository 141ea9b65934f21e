"""A process that stands still holds up its successor on PostgreSQL for seconds only, and changes nothing afterwards.

The kernel answers the server for a stopped process, so only the server's own clocks can end what it has begun.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import psycopg
import pytest

from hollyhock.adapters import postgres_ownership
from hollyhock.adapters.journal.postgres_journal import PostgresJournal
from hollyhock.adapters.postgres_ownership import PostgresOwnership
from hollyhock.contracts.errors import JournalBusy
from hollyhock.testing.builders import entry
from hollyhock.testing.postgres import PostgresCluster

HOLDERS = """
FROM pg_locks WHERE locktype = 'advisory'
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Frozen:
    """The child, and its pipes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        assert process.stdin is not None
        self.process = process
        self.hears: IO[str] = process.stdin
        self.tells: IO[str] = process.stdout

    def says(self) -> str:
        return self.tells.readline().strip()

    def stop(self) -> None:
        os.kill(self.process.pid, signal.SIGSTOP)

    def wake(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)
        self.hears.write("\n")
        self.hears.flush()


@pytest.fixture
def url(postgres: PostgresCluster) -> str:
    return postgres.database()


@pytest.fixture
def child(url: str) -> Iterator[Callable[[str], Frozen]]:
    started: list[subprocess.Popen[str]] = []

    def start(duty: str) -> Frozen:
        program = [sys.executable, str(Path(__file__).with_name("frozen.py")), duty, url]
        started.append(subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        return Frozen(started[-1])

    yield start
    for one in started:
        one.kill()
        one.communicate()


async def test_a_transaction_that_stands_still_is_ended_and_its_writer_learns_it(
    url: str, child: Callable[[str], Frozen]
) -> None:
    frozen = child("write")
    assert frozen.says() == "inside"
    frozen.stop()
    successor = PostgresJournal(url)
    await successor.open()
    claim = [entry(1, epoch=2)]
    tries = 0
    async with asyncio.timeout(8):
        while True:
            try:
                await successor.append(claim)
                break
            except JournalBusy:
                tries += 1
    assert tries > 0, "the stopped transaction was in the way"
    frozen.wake()
    assert frozen.says() == "journal_broken"
    assert frozen.says() == "journal_conflict"
    assert await successor.read(0) == claim
    await successor.close()


async def test_an_owner_that_stands_still_loses_the_lock_and_one_that_lives_keeps_it(
    url: str, child: Callable[[str], Frozen]
) -> None:
    frozen = child("own")
    assert frozen.says() == "True"
    mine = PostgresOwnership(url, "demo.main")
    waiting = asyncio.create_task(mine.wait())
    await asyncio.wait({waiting}, timeout=2.0)
    assert not waiting.done(), "twice the lease has passed"
    frozen.stop()
    async with asyncio.timeout(5):
        await waiting
    await mine.release()


async def test_an_owner_takes_the_lock_again_after_its_connection_broke(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_ownership, "BEAT_S", 0.05)
    mine, other = PostgresOwnership(url, "demo.main"), PostgresOwnership(url, "demo.main")
    assert await mine.acquire()
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as server:
        await server.execute(f"SELECT pg_terminate_backend(pid, 5000) {HOLDERS}".encode())
        async with asyncio.timeout(5):
            while not await (await server.execute(f"SELECT pid {HOLDERS}".encode())).fetchone():
                await asyncio.sleep(0.02)
    assert not await other.acquire()
    await mine.release()
    assert await other.acquire(), "however often it was taken"
    await other.release()
