"""Calendars: is it business time?"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hollyhock.contracts.directory import Calendar


def is_open(calendar: Calendar, now: int) -> bool:
    """Tell whether a moment (epoch milliseconds) lies in a calendar's hours; special days override the week."""
    local = datetime.fromtimestamp(now / 1000, tz=UTC).astimezone(ZoneInfo(calendar.time_zone))
    day, minute = local.date().isoformat(), local.hour * 60 + local.minute
    if day in calendar.closed_days:
        return False
    special = calendar.special_days.get(day)
    hours = special if special is not None else [h for h in calendar.week if h.weekday == local.weekday()]
    return any(hour.start <= minute < hour.end for hour in hours)
