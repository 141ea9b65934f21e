"""The worker's own process keeps the records up with a real journal, and the command makes them anew."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hollyhock.adapters.journal.sqlite_journal import SqliteJournal
from hollyhock.contracts.journal import Entry
from hollyhock.testing.histories import History
from hollyhock.testing.ports import free_port
from hollyhock.testing.wait import wait_for

_PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from hollyhock.apps.tenancy.services import ensure
from hollyhock.contracts.ids import Scope
ensure(Scope("demo"), "演示", "Demo")
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    port = free_port()
    (tmp_path / "hollyhock.toml").write_text(f'bus = "memory"\n[ports]\nworker_health = {port}\n')
    names = ("django", "token", "ari", "ami", "bus")
    (tmp_path / "secrets.toml").write_text("".join(f'{name} = "{name * 12}"\n' for name in names))
    subprocess.run([sys.executable, "-c", _PREPARE], env=surroundings(tmp_path), check=True)
    return tmp_path


def surroundings(home: Path) -> dict[str, str]:
    return {**os.environ, "HOLLYHOCK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "hollyhock.web.settings"}


def append(home: Path, entries: list[Entry]) -> None:
    async def work() -> None:
        journal = SqliteJournal(home / "journal.sqlite3")
        await journal.open()
        await journal.append(entries)
        await journal.close()

    asyncio.run(work())


def cursor(home: Path) -> int:
    with sqlite3.connect(home / "records.sqlite3") as records:
        row = records.execute("SELECT seq FROM interactions_projectorcursor").fetchone()
    return row[0] if row else 0


def rows(home: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "records.sqlite3") as records:
        return records.execute(
            "SELECT interaction_id, number, kind, holder, began, ended, outcome, handled FROM interactions_segment"
            " ORDER BY interaction_id, number"
        ).fetchall()


@pytest.fixture
def worker(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "hollyhock.bootstrap.worker"]
    running = subprocess.Popen(command, env=surroundings(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield running
    running.send_signal(signal.SIGTERM)
    running.wait(20)


def test_the_worker_keeps_up_and_a_rebuild_makes_the_same(home: Path, worker: subprocess.Popen[bytes]) -> None:
    history = History(random.Random(4), 1_700_000_000_000)
    first = len(history.run(300))
    append(home, history.entries[:first])
    wait_for(lambda: cursor(home) == first, "the worker has projected the journal", 60)
    everything = history.run(300)
    append(home, everything[first:])
    wait_for(lambda: cursor(home) == len(everything), "no poke came, the slow timer found the rest", 60)
    before = rows(home)
    assert len(before) > 50
    command = [sys.executable, "-m", "hollyhock.cli.main", "--lang", "en", "records", "rebuild"]
    done = subprocess.run(command, env=surroundings(home), capture_output=True, text=True, check=True)
    assert f"entry {len(everything)} " in done.stdout
    assert rows(home) == before
    assert worker.poll() is None
