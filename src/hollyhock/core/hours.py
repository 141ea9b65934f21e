"""Calendars: is it business time?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hollyhock.contracts.directory import Calendar, Hours

_FAR_DAYS = 400
"""A calendar that does not change within this time never does."""


def next_change(calendar: Calendar, now: int) -> int | None:
    """Return the next moment (epoch milliseconds) at which a calendar opens or closes; None when it never does."""
    zone, state = ZoneInfo(calendar.time_zone), is_open(calendar, now)
    today = datetime.fromtimestamp(now / 1000, tz=UTC).astimezone(zone).date()
    for number in range(_FAR_DAYS):
        day = today + timedelta(days=number)
        midnight = datetime.combine(day, time(), zone)
        minutes = {0} | {minute for hour in _hours(calendar, day) for minute in (hour.start, hour.end)}
        for minute in sorted(minutes):
            # Wall clock arithmetic: on a day of clock change the hours are those that the clock shows.
            moment = int((midnight + timedelta(minutes=minute)).timestamp() * 1000)
            if moment > now and is_open(calendar, moment) != state:
                return moment
    return None


def is_open(calendar: Calendar, now: int) -> bool:
    """Tell whether a moment (epoch milliseconds) lies in a calendar's hours; special days override the week."""
    local = datetime.fromtimestamp(now / 1000, tz=UTC).astimezone(ZoneInfo(calendar.time_zone))
    minute = local.hour * 60 + local.minute
    return any(hour.start <= minute < hour.end for hour in _hours(calendar, local.date()))


def open_ms(calendar: Calendar, start: int, end: int) -> int:
    """Return how much of a time (epoch milliseconds) lies in a calendar's hours."""
    spent, moment, now_open = 0, start, is_open(calendar, start)
    while moment < end:
        following = min(next_change(calendar, moment) or end, end)
        spent += following - moment if now_open else 0
        moment, now_open = following, not now_open
    return spent


def _hours(calendar: Calendar, day: date) -> Sequence[Hours]:
    if day.isoformat() in calendar.closed_days:
        return ()
    special = calendar.special_days.get(day.isoformat())
    return special if special is not None else [hour for hour in calendar.week if hour.weekday == day.weekday()]
