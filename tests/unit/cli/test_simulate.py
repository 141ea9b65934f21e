"""A scenario from a person's file becomes a table, a page and JSON."""

from __future__ import annotations

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


def test_a_mistake_is_named_with_its_remedy(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario.write_text(SCENARIO.replace("mean_s = 120", 'mean_s = "two minutes"'))
    with pytest.raises(SystemExit) as ended:
        main(["simulate", str(scenario), "--lang", "en"])
    assert ended.value.code == 1
    assert "talk.mean_s" in capsys.readouterr().err
