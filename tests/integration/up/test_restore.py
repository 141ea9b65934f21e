"""A centre on PostgreSQL comes back from the dump that the handbook tells to make, in another home and database."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hollyhock.adapters.journal.postgres_journal import PostgresJournal
from hollyhock.bootstrap import log_ins
from hollyhock.cli import home as homes
from hollyhock.cli.up import records
from hollyhock.contracts.errors import JournalConflict
from hollyhock.testing.builders import entries
from hollyhock.testing.postgres import PostgresCluster
from hollyhock.testing.processes import environment

HANDBOOK = Path(__file__).parents[3] / "docs" / "how-to" / "run-for-my-company.md"


def hollyhock(home: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "hollyhock.cli.main", "--lang", "en", *arguments]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, check=True).stdout


def as_the_handbook_says(program: str, url: str, folder: Path) -> None:
    (line,) = re.findall(rf"(?m)^{program} .*$", HANDBOOK.read_text(encoding="utf-8"))
    command = shlex.split(re.sub(r"postgresql://\S+", url, line), comments=True)
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def name_databases(home: Path, url: str) -> None:
    homes.set_values(home, {"records": url, "journal": url})


async def test_a_dump_restored_elsewhere_is_the_centre(
    home: Path, postgres: PostgresCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = postgres.database(), postgres.database()
    name_databases(home, old)
    assert "admin" in hollyhock(home, "init")
    journal = PostgresJournal(old, "journal_demo_main")
    await journal.open()
    await journal.append(entries(1, 3, epoch=2))
    await journal.close()
    as_the_handbook_says("pg_dump", old, tmp_path)

    second = tmp_path / "second"
    homes.make(second)
    for kept in ("hollyhock.toml", "secrets.toml"):
        shutil.copy(home / kept, second / kept)
    name_databases(second, new)
    as_the_handbook_says("psql", new, tmp_path)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    records.prepare(second, demo=True)
    assert log_ins.kept(second) == [], "the people are there, so nobody is made"
    assert hollyhock(second, "password", "admin").startswith("admin")
    restored = PostgresJournal(new, "journal_demo_main")
    await restored.open()
    assert await restored.read(0) == entries(1, 3, epoch=2)
    with pytest.raises(JournalConflict):
        await restored.append(entries(4, 4, epoch=1))
    await restored.append(entries(4, 4, epoch=3))
    await restored.close()
