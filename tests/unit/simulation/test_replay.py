"""Recorded traffic again: exactly as it was under the same rules, and honestly different under others."""

from __future__ import annotations

import msgspec
import pytest

from hollyhock.contracts import commands as c
from hollyhock.contracts.directory import Directory
from hollyhock.contracts.journal import Entry
from hollyhock.contracts.routing import Requirement, Ring
from hollyhock.core.machine import decide
from hollyhock.core.state import State
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


# --- a case small enough to be worked out by hand ---------------------------------------------------------------------

Step = tuple[int, c.AnyCommand]
"""Second and command."""


def journal_of(steps: list[Step]) -> list[Entry]:
    """Record an expert and a novice, of whom the rules let only the expert serve, and what happens to them."""
    groups = (Group(name="old", agents=(1,), skills={"q": 8}), Group(name="new", agents=(1,), skills={"q": 2}))
    rings: dict[str, tuple[Ring, ...]] = {"q": (Ring(requires=(Requirement("q", 5),)),)}
    arrivals = {"q": Arrivals(per_hour=(1.0,), talk=Times(mean_s=1))}
    scenario = Scenario(arrivals=arrivals, groups=groups, rings=rings)
    state, entries = State(), list[Entry]()
    state.data.scope = "s.main"
    begin: list[Step] = [(-20, c.PublishDirectory(directory=directory_of(scenario))), (-20, c.MediaPresence(up=True))]
    # The expert has idled for longer, so Ann is served as in life.
    for second, agent in ((-20, "old.0"), (-10, "new.0")):
        begin.append((second, c.LogIn(agent=agent, session=agent, device=agent)))
        begin += [(second, c.DevicePresence(device=agent, up=True)), (second, c.SetReady(agent=agent))]
    for second, told in [*begin, *steps]:
        at, command = START_MS + second * 1000, told
        if isinstance(told, c.LegUp):
            offers = state.data.interactions[told.interaction].offers
            command = c.LegUp(interaction=told.interaction, leg=offers[0])
        events = decide(state, c.Envelope(id="", actor="test", command=command), at)
        if events:
            seq = len(entries) + 1
            entries.append(Entry(seq=seq, epoch=1, at=at, id=f"c{seq}", actor="test", command=command, events=events))
    return entries


def comes(second: int, name: str) -> Step:
    return second, c.Arrive(interaction=f"s.main.{name}", medium="voice", entry_point="q", leg=name)


def answered(second: int, name: str) -> Step:
    return second, c.LegUp(interaction=f"s.main.{name}", leg="")


def goes(second: int, name: str) -> Step:
    return second, c.CustomerLeft(interaction=f"s.main.{name}")


def test_what_would_have_been_different_is_what_one_works_out_by_hand() -> None:
    """Ann talks to the expert from 0 to 100 s. Bob comes at 10 s and gives up at 40. Cy comes at 20 s, is answered when
    Ann has gone and talks for 50 s.

    Had the novice been asked, too: Bob is answered at once. How long he would have talked nobody has seen: 50 or 100 s,
    as the others did. So Cy is answered when Bob has gone, at 60 s, or as in life when Ann has, at 100: a wait of 40 or
    80 s, in neither case in time.
    """
    steps = [comes(0, "ann"), answered(0, "ann"), comes(10, "bob"), comes(20, "cy"), goes(40, "bob")]
    steps += [goes(100, "ann"), answered(100, "cy"), goes(150, "cy")]
    recorded, window = journal_of(steps), (START_MS, START_MS + HOUR_MS)
    assert compare(recorded, window, HOUR_MS).exact

    def change(directory: Directory) -> Directory:
        return with_rules(directory, WIDE, {})

    found = compare(recorded, window, HOUR_MS, change)
    (row,) = found.rows
    assert row.before == Figures(offered=3, answered=2, abandoned=1, in_time=1, waited_ms=80_000)
    after = row.after
    assert (after.offered, after.answered, after.abandoned, after.in_time) == (3, 3, 0, 2)
    assert 40_000 < after.waited_ms < 80_000, "the mean of ten draws of 40 and 80 s"
    assert after.waited_ms % 4_000 == 0
    assert row.half.waited_ms > 0
    assert row.half.answered == 0
    assert found.imputed == pytest.approx(1 / 3), "Bob only"
