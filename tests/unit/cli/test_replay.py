"""A day is replayed from a home's journal as a person asks for it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from hollyhock.adapters.journal.sqlite_journal import SqliteJournal
from hollyhock.cli.home import make
from hollyhock.cli.main import main
from hollyhock.contracts.routing import Requirement, Ring
from hollyhock.simulation.chance import Times
from hollyhock.simulation.driver import START_MS, Simulation
from hollyhock.simulation.scenario import Arrivals, Group, Scenario, directory_of

EXPERTS: tuple[Ring, ...] = (Ring(requires=(Requirement("q", 5),)),)
NOBODY: tuple[Ring, ...] = (Ring(requires=(Requirement("a skill that has vanished"),)),)
WIDER = """
[[rings.q]]
requires = [{ skill = "q", minimum = 1 }]
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    make(folder)
    monkeypatch.setenv("HOLLYHOCK_HOME", str(folder))
    arrivals = Arrivals(per_hour=(60.0,), talk=Times(mean_s=120), patience=Times(mean_s=60))
    groups = (Group(name="a", agents=(2,), skills={"q": 8}), Group(name="b", agents=(2,), skills={"q": 2}))
    old = Arrivals(per_hour=(2.0,), talk=Times(mean_s=120), patience=Times(mean_s=60))
    rings = {"q": EXPERTS, "old": NOBODY}
    scenario = Scenario(arrivals={"q": arrivals, "old": old}, groups=groups, calls=100, rings=rings)
    run = Simulation(scenario, directory_of(scenario))
    run.keep_entries()
    run.run()

    async def write() -> None:
        journal = SqliteJournal(folder / "journal.sqlite3")
        await journal.open()
        await journal.append(run.entries)
        await journal.close()

    asyncio.run(write())
    return folder


def moment(hours: int) -> str:
    return datetime.fromtimestamp(START_MS / 1000 + hours * 3600, UTC).isoformat()


def run(*words: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["replay", "--from", moment(0), "--to", moment(10), *words])
    assert ended.value.code == 0


@pytest.mark.usefixtures("home")
def test_the_same_rules_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    run("--lang", "en")
    assert "The same as history" in capsys.readouterr().out
    run("--json")
    found = msgspec.json.decode(capsys.readouterr().out)
    assert (found["exact"], found["imputed"]) == (True, 0)


def test_other_rules_are_checked_and_compared(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = home / "wider.toml"
    rules.write_text(WIDER)
    run("--with", str(rules), "--json")
    found = msgspec.json.decode(capsys.readouterr().out)
    answered = {side: sum(row[side]["answered"] for row in found["rows"]) for side in ("before", "after")}
    assert answered["after"] > answered["before"]
    rules.write_text(WIDER.replace("minimum = 1", "minimum = 11"))
    with pytest.raises(SystemExit) as ended:
        main(["replay", "--with", str(rules), "--lang", "en"])
    assert ended.value.code == 1
    assert "10" in capsys.readouterr().err
