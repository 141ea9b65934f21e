"""A scenario from a person's file becomes a table, a page and JSON."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from hollyhock.cli.main import main

SCENARIO = """
calls = 600
target_s = 20

[arrivals.sales]
per_hour = [60, 120]
talk = { mean_s = 120 }
patience = { mean_s = 60 }

[[groups]]
name = "all"
agents = [2, 4]
skills = { sales = 3 }
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "day.toml"
    path.write_text(SCENARIO)
    return path


def run(*words: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    assert ended.value.code == 0


def refused(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    shown = capsys.readouterr()
    assert ended.value.code == 2
    assert shown.out == ""
    return shown.err


def test_json_has_every_figure_and_charts_are_drawn(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "day.html"
    run("simulate", str(scenario), "--json", "--chart", str(page))
    found = msgspec.json.decode(capsys.readouterr().out)
    (queue,) = found["queues"]
    assert {"service_level", "asa_s", "abandoned", "wait_s", "in_range", "offered", "answered"} <= set(queue)
    assert [point["per_hour"] for point in queue["curve"]] == [60, 120]
    assert 0 < queue["service_level"]["mean"] < 1
    assert queue["service_level"]["half"] > 0
    (group,) = found["groups"]
    assert group["group"] == "all"
    assert group["answered"] == queue["answered"]
    assert group["asa_s"]["mean"] == pytest.approx(queue["asa_s"]["mean"])
    assert 0 < group["occupancy"]["mean"] < 1
    assert group["occupancy"]["half"] > 0
    assert "<svg" in page.read_text()


def test_the_table_speaks_both_languages(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("simulate", str(scenario), "--lang", "zh-Hans")
    assert "占用率" in capsys.readouterr().out
    run("simulate", str(scenario), "--lang", "en")
    assert "Occupancy" in capsys.readouterr().out


MISTAKES = [
    ("mean_s = 120", 'mean_s = "two minutes"', ("arrivals.sales.talk.mean_s", "number")),
    ("mean_s = 120", "mean = 120", ("arrivals.sales.talk.mean", "Did you mean mean_s")),
    ("mean_s = 120", "mean_s = nan", ("arrivals.sales.talk.mean_s", "number")),
    ("mean_s = 120", "mean_s = -120", ("arrivals.sales.talk.mean_s", "at least 0")),
    ("{ mean_s = 120 }", "{ }", ("arrivals.sales.talk", "mean_s")),
    ("{ mean_s = 120 }", '{ kind = "gauss", mean_s = 1 }', ("arrivals.sales.talk.kind", "gauss")),
    ("{ mean_s = 120 }", '{ kind = "gamma", mean_s = 1, spread = 0 }', ("talk.spread", "more than 0")),
    ("{ mean_s = 120 }", '{ kind = "observed" }', ("arrivals.sales.talk.observed_s", "seconds")),
    ("{ mean_s = 120 }", '{ kind = "curve", curve = [[9, 0.5], [4, 1]] }', ("arrivals.sales.talk.curve", "rising")),
    ("{ mean_s = 120 }", '{ kind = "curve", curve = [[4, 0.5]] }', ("arrivals.sales.talk.curve", "never end")),
    ("[60, 120]", "[60, -120]", ("arrivals.sales.per_hour.1", "at least 0")),
    ("[60, 120]", "[0, 0]", ("arrivals.sales.per_hour", "nobody comes")),
    ("per_hour", 'medium = "pigeon"\nper_hour', ("arrivals.sales.medium", "voice")),
    ("calls = 600", "calls = 0", ("calls", "at least 1")),
    ("calls = 600", "warm_up = 1", ("warm_up", "less than 1")),
    ("calls = 600", "interval_s = 0", ("interval_s", "at least 1")),
    ("calls = 600", "cals = 600", ("cals", "Did you mean calls")),
    ("calls = 600", 'answer = { kind = "history" }', ("answer.kind", "distribution")),
    ("calls = 600", "calls = ", ("day.toml", "TOML")),
    ("[2, 4]", "[2, -4]", ("groups.0.agents.1", "at least 0")),
    ("[2, 4]", "[]", ("groups.0.agents", "one at least")),
    ("[2, 4]", "[0]", ("groups", "on duty")),
    ("sales = 3", "sales = 11", ("groups.0.skills.sales", "at most 10")),
    ("sales = 3", "help = 3", ("arrivals.sales", "skills")),
    ("[[groups]]", "[queues.sales]\nprio = 3\n[[groups]]", ("queues.sales.prio", "priority")),
    ("[[groups]]", "[queues.sales]\npriority = 99\n[[groups]]", ("Queue “sales”, priority", "0 to 9")),
    ("[[groups]]", "[[rings.help]]\n[[groups]]", ("rings.help", "sales")),
    ("[[groups]]", "[[rings.sales]]\nafter_ms = -1\n[[groups]]", ("ring 1, begin", "negative")),
    ("[[groups]]", "[[groups]]\nname = 'all'\nagents = [1]\n[[groups]]", ("groups.0.name", "“all”")),
]


@pytest.mark.parametrize(("right", "wrong", "told"), MISTAKES, ids=[row[1][:30] for row in MISTAKES])
def test_a_mistake_is_named_with_its_remedy_and_nothing_is_computed(
    scenario: Path, capsys: pytest.CaptureFixture[str], right: str, wrong: str, told: tuple[str, str]
) -> None:
    assert right in SCENARIO
    scenario.write_text(SCENARIO.replace(right, wrong))
    found = refused("simulate", str(scenario), "--lang", "en", capsys=capsys)
    assert [word for word in told if word not in found] == []
    assert not re.search("[\u4e00-\u9fff]", found)
    assert re.search("[\u4e00-\u9fff]", refused("simulate", str(scenario), "--lang", "zh", capsys=capsys))


def test_all_mistakes_are_named_at_once(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario.write_text(SCENARIO.replace("calls = 600", "calls = 0").replace("mean_s = 60", "mean_s = -1"))
    found = refused("simulate", str(scenario), "--lang", "en", capsys=capsys)
    assert "calls" in found
    assert "patience.mean_s" in found


@pytest.mark.parametrize("name", ["day.png", "no/such/folder/day.html"])
def test_where_no_page_can_be_written_is_said_first(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    for command in ("simulate", "staff"):
        found = refused(command, str(scenario), "--chart", str(tmp_path / name), "--lang", "en", capsys=capsys)
        assert "--chart" in found
    assert [path.name for path in tmp_path.iterdir()] == ["day.toml"]


def test_a_home_without_a_centre_is_named_and_stays_as_it_is(
    scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOLLYHOCK_HOME", str(tmp_path / "nowhere"))
    scenario.write_text(SCENARIO.replace("{ mean_s = 120 }", '{ kind = "history" }'))
    for words in (("simulate", str(scenario)), ("staff", str(scenario)), ("replay",)):
        assert "hollyhock up" in refused(*words, "--lang", "en", capsys=capsys)
    assert not (tmp_path / "nowhere").exists()


def test_groups_may_name_teams_and_sites(scenario: Path) -> None:
    rings = "[[rings.sales]]\nteams = ['a']\nsites = ['x']\n[[groups]]\nteam = 'a'\nsite = 'x'"
    scenario.write_text(SCENARIO.replace("[[groups]]", rings).replace('"all"', '"all of us"'))
    run("simulate", str(scenario))
