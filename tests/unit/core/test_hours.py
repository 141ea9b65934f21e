"""Calendars: the week in its zone, holidays, special days, days of clock change."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hollyhock.contracts.directory import Calendar, Hours
from hollyhock.core.hours import is_open, next_change, open_ms

MINUTE = 60_000
HOUR = 60 * MINUTE
SHANGHAI, LONDON = "Asia/Shanghai", "Europe/London"
WEEKDAYS = tuple(Hours(day, 9 * 60, 18 * 60) for day in range(5))
CALENDAR = Calendar(
    code="day",
    time_zone=SHANGHAI,
    week=WEEKDAYS,
    closed_days=("2026-10-01",),
    special_days={"2026-10-10": (Hours(0, 10 * 60, 12 * 60), Hours(0, 14 * 60, 16 * 60))},
)
NIGHTS = Calendar(code="night", time_zone=LONDON, week=tuple(Hours(day, 0, 3 * 60) for day in range(7)))


def at(text: str, zone: str = SHANGHAI) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-09-30T08:59", False),
        ("2026-09-30T09:00", True),
        ("2026-09-30T17:59", True),
        ("2026-09-30T18:00", False),
        ("2026-10-01T10:00", False),  # a holiday, a Thursday
        ("2026-10-03T10:00", False),  # a Saturday
        ("2026-10-10T11:00", True),  # a special Saturday
        ("2026-10-10T13:00", False),
        ("2026-10-10T15:59", True),
    ],
)
def test_the_week_and_the_days_that_are_others(moment: str, opened: bool) -> None:
    assert is_open(CALENDAR, at(moment)) == opened


def test_hours_are_those_of_the_calendars_zone() -> None:
    assert is_open(CALENDAR, at("2026-09-30T02:00", LONDON))
    assert not is_open(CALENDAR, at("2026-09-30T11:30", LONDON))


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-09-30T10:00", "2026-09-30T18:00"),
        ("2026-09-30T18:00", "2026-10-02T09:00"),
        ("2026-10-09T20:00", "2026-10-10T10:00"),
        ("2026-10-10T12:00", "2026-10-10T14:00"),
    ],
)
def test_the_next_change_skips_what_is_closed(now: str, then: str) -> None:
    assert next_change(CALENDAR, at(now)) == at(then)


def test_what_never_changes_has_no_next_change() -> None:
    always = Calendar(code="all", time_zone=LONDON, week=tuple(Hours(day, 0, 1440) for day in range(7)))
    assert next_change(always, at("2026-10-01T00:00")) is None
    assert next_change(Calendar(code="shut"), at("2026-10-01T00:00")) is None


@pytest.mark.parametrize(
    ("start", "end", "spent"),
    [
        ("2026-09-30T17:00", "2026-09-30T17:30", HOUR // 2),
        ("2026-09-30T17:00", "2026-10-02T10:00", 2 * HOUR),
        ("2026-10-03T10:00", "2026-10-03T12:00", 0),
        ("2026-10-09T17:59", "2026-10-10T15:00", 3 * HOUR + MINUTE),
    ],
)
def test_time_inside_the_hours(start: str, end: str, spent: int) -> None:
    assert open_ms(CALENDAR, at(start), at(end)) == spent


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 2), ("2026-10-25", 4), ("2026-06-01", 3)])
def test_days_of_clock_change_have_the_hours_that_the_clock_shows(day: str, hours: int) -> None:
    assert open_ms(NIGHTS, at(f"{day}T00:00", LONDON), at(f"{day}T12:00", LONDON)) == hours * HOUR
