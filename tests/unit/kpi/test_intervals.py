"""Intervals follow the wall clock through every kind of clock change and tile time without gap or overlap."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hollyhock.core.kpi.intervals import DAY, day_start, make_grid

HOUR = 3_600_000
ZONES = (
    "Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns",
    "Africa/Cairo", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia",
)  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "day", "hours", "quarters"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23, 92),
        ("Europe/Berlin", date(2026, 10, 25), 25, 100),
        ("America/New_York", date(2026, 3, 8), 23, 92),
        ("America/New_York", date(2026, 11, 1), 25, 100),
        ("America/Sao_Paulo", date(2018, 11, 4), 23, 92),
        ("Africa/Cairo", date(2026, 4, 24), 23, 92),
        ("Asia/Shanghai", date(2026, 3, 29), 24, 96),
    ],
)
def test_a_day_has_as_many_intervals_as_it_has_time(zone: str, day: date, hours: int, quarters: int) -> None:
    where = ZoneInfo(zone)
    start, end = day_start(day, where), day_start(date.fromordinal(day.toordinal() + 1), where)
    assert end - start == hours * HOUR
    assert len(make_grid(start, end, DAY, where).bounds) == 2
    assert len(make_grid(start, end, 60, where).bounds) == hours + 1
    assert len(make_grid(start, end, 15, where).bounds) == quarters + 1


def test_half_an_hour_of_change_makes_one_short_and_one_repeated_interval() -> None:
    where = ZoneInfo("Australia/Lord_Howe")
    start, end = day_start(date(2026, 10, 4), where), day_start(date(2026, 10, 5), where)
    bounds = make_grid(start, end, 60, where).bounds
    lengths = [(after - before) // 60_000 for before, after in pairwise(bounds)]
    assert lengths == [60, 60, 30, *[60] * 21]
    start, end = day_start(date(2026, 4, 5), where), day_start(date(2026, 4, 6), where)
    bounds = make_grid(start, end, 60, where).bounds
    lengths = [(after - before) // 60_000 for before, after in pairwise(bounds)]
    assert lengths == [60, 60, 30, *[60] * 22]


def test_a_day_that_a_zone_skipped_has_no_interval() -> None:
    where = ZoneInfo("Pacific/Apia")
    start, end = day_start(date(2011, 12, 29), where), day_start(date(2012, 1, 1), where)
    days = [datetime.fromtimestamp(bound / 1000, where).date() for bound in make_grid(start, end, DAY, where).bounds]
    assert days == [date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]


@settings(max_examples=200, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    first=st.integers(1_104_537_600_000, 1_830_297_600_000),
    length=st.integers(1, 72 * HOUR),
    step=st.sampled_from((15, 30, 60, DAY)),
)
def test_grids_cover_the_period_and_agree_with_the_wall_clock(zone: str, first: int, length: int, step: int) -> None:
    where = ZoneInfo(zone)
    grid = make_grid(first, first + length, step, where)
    assert grid.bounds[0] <= first < grid.bounds[1]
    assert grid.bounds[-2] < first + length <= grid.bounds[-1]
    assert list(grid.bounds) == sorted(set(grid.bounds))
    for moment in (first, first + length // 2, first + length - 1):
        index = grid.index(moment)
        assert index is not None
        assert grid.bounds[index] <= moment < grid.bounds[index + 1]
        if step != DAY:
            assert _label(moment, step, where) == _label(grid.bounds[index], step, where)
            assert _label(moment, step, where) != _label(grid.bounds[index + 1], step, where)
    assert sum(spent for _, spent in grid.overlaps(first, first + length)) == length


def _label(moment: int, step: int, zone: ZoneInfo) -> tuple[str, object]:
    local = datetime.fromtimestamp(moment // 1000, zone)
    return f"{local:%F %H}:{local.minute // step * step:02}", local.utcoffset()


def test_moments_outside_are_nowhere() -> None:
    grid = make_grid(0, HOUR, 60, ZoneInfo("UTC"))
    assert grid.index(-1) is None
    assert grid.index(HOUR) is None
    assert list(grid.overlaps(-5 * HOUR, -HOUR)) == []
    assert list(grid.overlaps(-HOUR, 2 * HOUR)) == [(0, HOUR)]
