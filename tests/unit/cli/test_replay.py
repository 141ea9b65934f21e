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


def test_other_rules_are_compared(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = home / "wider.toml"
    rules.write_text(WIDER)
    run("--with", str(rules), "--json")
    found = msgspec.json.decode(capsys.readouterr().out)
    answered = {side: sum(row[side]["answered"] for row in found["rows"]) for side in ("before", "after")}
    assert answered["after"] > answered["before"]


MISTAKES = [
    (("--from", "yesterday"), "--from", "2026-11-21T08:00"),
    (("--from", "2027-01-15T12:00", "--to", "2027-01-15T12:00"), "--to", "later than --from"),
    (("--from", "2099-01-01", "--to", "2099-01-02"), "--from, --to", "nothing of this time"),
]
WRONG_RULES = [
    ("minimum = 1", "minimum = 11", ("ring 1", "give 1 to 10")),
    ("minimum = 1", "minimun = 1", ("rings.q.0.requires.0.minimun", "Did you mean minimum")),
    ("rings.q", "rings.p", ("rings.p", "q")),
    ("rings.q", "ring.q", ("ring", "rings")),
    ("[[rings.q]]", "[queues.q]\nprio = 2\n[[rings.q]]", ("queues.q.prio", "priority")),
    ("[[rings.q]]", "[[rings.q", ("rules.toml", "TOML")),
]


def refused(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["replay", *words, "--lang", "en"])
    assert ended.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    return shown.err


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("words", "field", "remedy"), MISTAKES)
def test_a_time_that_cannot_be_replayed_is_named(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], field: str, remedy: str
) -> None:
    found = refused(*words, capsys=capsys)
    assert field in found
    assert remedy in found


@pytest.mark.parametrize(("right", "wrong", "told"), WRONG_RULES, ids=[row[1] for row in WRONG_RULES])
def test_rules_that_cannot_hold_are_named(
    home: Path, capsys: pytest.CaptureFixture[str], right: str, wrong: str, told: tuple[str, str]
) -> None:
    rules = home / "rules.toml"
    rules.write_text(WIDER.replace(right, wrong))
    found = refused("--from", moment(0), "--to", moment(10), "--with", str(rules), capsys=capsys)
    assert [word for word in told if word not in found] == []


def test_verifying_a_home_without_records_names_the_remedy_and_makes_none(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["journal", "verify", "--lang", "en"])
    assert ended.value.code == 2
    assert "hollyhock up" in capsys.readouterr().err
    assert not (home / "records.sqlite3").exists()
