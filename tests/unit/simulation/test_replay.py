"""Recorded traffic again: exactly as it was under the same rules, and honestly different under others."""

from __future__ import annotations

import msgspec
import pytest

from hollyhock.contracts.directory import Directory
from hollyhock.contracts.journal import Entry
from hollyhock.contracts.routing import Requirement, Ring
from hollyhock.simulation.chance import Times
from hollyhock.simulation.driver import START_MS, Simulation
from hollyhock.simulation.replaying.compare import Comparison, Figures, compare
from hollyhock.simulation.scenario import Arrivals, Group, Scenario, directory_of, with_rules

HOUR_MS = 3_600_000
WIDE: dict[str, tuple[Ring, ...]] = {"q": (Ring(requires=(Requirement("q"),)),)}


@pytest.fixture(scope="module")
def recorded() -> list[Entry]:
    arrivals = Arrivals(per_hour=(150.0,), talk=Times(mean_s=150), wrap_up=Times(mean_s=20), patience=Times(mean_s=60))
    groups = (Group(name="old", agents=(5,), skills={"q": 8}), Group(name="new", agents=(4,), skills={"q": 2}))
    rings: dict[str, tuple[Ring, ...]] = {
        "q": (Ring(requires=(Requirement("q", 5),)), Ring(after_ms=60_000, requires=(Requirement("q"),)))
    }
    scenario = Scenario(
        arrivals={"q": arrivals}, groups=groups, rings=rings, calls=600, answer=Times(kind="constant", mean_s=3)
    )
    run = Simulation(scenario, directory_of(scenario))
    run.keep_entries()
    run.run()
    return run.entries


def totals(found: Comparison, side: str) -> Figures:
    rows = [getattr(row, side) for row in found.rows]
    return Figures(**{name: sum(getattr(row, name) for row in rows) for name in Figures.__struct_fields__})


def test_unchanged_rules_reproduce_history_exactly(recorded: list[Entry]) -> None:
    found = compare(recorded, (START_MS + HOUR_MS, START_MS + 3 * HOUR_MS), 1_800_000)
    assert (found.exact, found.imputed, found.runs) == (True, 0.0, 1)
    assert found.rows
    assert all(row.before == row.after for row in found.rows)


def test_wider_rings_answer_more_and_say_how_much_was_drawn(recorded: list[Entry]) -> None:
    def change(directory: Directory) -> Directory:
        return with_rules(directory, WIDE, {})

    found = compare(recorded, (START_MS, START_MS + 100 * HOUR_MS), 1_800_000, change)
    before, after = totals(found, "before"), totals(found, "after")
    assert before.offered == after.offered == 600
    assert after.answered > before.answered
    assert after.in_time > before.in_time
    assert after.answered + after.abandoned == pytest.approx(600)
    assert not found.exact
    assert 0 < found.imputed < 1
    assert found.runs == 10
    assert any(row.half != Figures() for row in found.rows)


def test_a_rule_that_changes_nothing_changes_nothing(recorded: list[Entry]) -> None:
    def change(directory: Directory) -> Directory:
        return msgspec.structs.replace(directory, version=directory.version)

    found = compare(recorded, (START_MS + HOUR_MS, START_MS + 2 * HOUR_MS), 1_800_000, change)
    assert all(row.before == row.after for row in found.rows)
