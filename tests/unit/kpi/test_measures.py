"""Figures by hand: the six service levels and the counting of each event in its own interval."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from hollyhock.core.kpi.formulas import FORMULAS, Served, ratio, service_level
from hollyhock.core.kpi.intervals import make_grid
from hollyhock.core.kpi.measures import AgentFigures, QueueFigures, Tally, add_up

HOUR = 3_600_000
HALF = HOUR // 2
SERVED = Served(answered=80, answered_within=60, abandoned=20, abandoned_within=12, short_abandoned=8)


@pytest.mark.parametrize(
    ("formula", "above", "below"),
    [("SL1", 72, 100), ("SL2", 60, 80), ("SL3", 60, 100), ("SL4", 60, 88), ("SL5", 68, 100), ("SL6", 60, 92)],
)
def test_the_same_hour_by_each_formula(formula: str, above: int, below: int) -> None:
    assert service_level(formula, SERVED) == (above, below)


def test_nothing_measured_is_not_zero() -> None:
    assert {name: ratio(service_level(name, Served())) for name in FORMULAS} == dict.fromkeys(FORMULAS)


def _tally() -> Tally:
    return Tally(make_grid(0, HOUR, 30, ZoneInfo("UTC")))


def test_offered_and_answered_land_where_they_happened() -> None:
    tally = _tally()
    tally.queue_segment("sales", HALF - 10_000, HALF + 15_000, "answered", within=True, short=False)
    first, second = tally.queues[0, "sales"], tally.queues[1, "sales"]
    assert (first.offered, first.answered, second.offered, second.answered) == (1, 0, 0, 1)
    assert second.speed_of_answer == (25_000, 1)
    assert second.service_level("SL2") == (1, 1)


def test_a_segment_from_before_counts_only_how_it_left() -> None:
    tally = _tally()
    tally.queue_segment("sales", -5_000, 1_000, "abandoned", within=True, short=False)
    tally.queue_segment("sales", -5_000, 2_000, "flow_out", within=False, short=False)
    figures = tally.queues[0, "sales"]
    assert (figures.offered, figures.abandoned, figures.abandoned_within, figures.flow_out) == (0, 1, 1, 1)
    assert figures.longest_wait_ms == 7_000


def test_times_of_states_are_cut_at_the_edges() -> None:
    tally = _tally()
    tally.stay("1001", "Ready", -HOUR, HALF + 60_000, HOUR)
    tally.stay("1001", "Busy", HALF + 60_000, None, HALF + 180_000)
    tally.stay("1001", "Null", 0, HOUR, HOUR)
    first, second = tally.agents[0, "1001"], tally.agents[1, "1001"]
    assert (first.ready_ms, first.busy_ms) == (HALF, 0)
    assert (second.ready_ms, second.busy_ms) == (60_000, 120_000)
    assert second.occupancy == (120_000, 180_000)


def test_offers_count_where_they_were_made_and_where_they_ended() -> None:
    tally = _tally()
    tally.offer("1001", HALF - 5_000, HALF + 3_000, "expired", HOUR)
    tally.offer("1001", HALF, None, "", HALF + 2_000)
    first, second = tally.agents[0, "1001"], tally.agents[1, "1001"]
    assert (first.offered, first.expired, first.alerting_ms) == (1, 0, 5_000)
    assert (second.offered, second.expired, second.alerting_ms) == (1, 1, 5_000)


def test_totals_add_counts_and_keep_the_longest() -> None:
    total = QueueFigures()
    add_up(total, QueueFigures(offered=2, longest_wait_ms=5, talk_ms=10, handled=1))
    add_up(total, QueueFigures(offered=3, longest_wait_ms=4, talk_ms=20, handled=1))
    assert (total.offered, total.longest_wait_ms, total.handle_time) == (5, 5, (30, 2))
    people = AgentFigures()
    add_up(people, AgentFigures(busy_ms=3, ready_ms=1))
    assert people.occupancy == (3, 4)
