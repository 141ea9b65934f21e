"""The intervals of a report: cut on a site's wall clock, stored and counted in UTC.

A boundary stands wherever the local clock shows a multiple of the step, and wherever the clock is changed by less than
the step. So a day of clock change has 23 or 25 hours, and a zone that changes by half an hour (Lord Howe) gets one
short interval instead of boundaries that are off for the rest of the day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

DAY = 0
"""The step that stands for local days; others are 15, 30 or 60 minutes."""
STEPS = {"15": 15, "30": 30, "60": 60, "day": DAY}
_MINUTE = 60_000


class Grid(msgspec.Struct, frozen=True):
    """Boundaries in epoch milliseconds, rising; interval ``i`` reaches from one up to, not including, the next."""

    bounds: tuple[int, ...]

    def index(self, moment: int) -> int | None:
        """Return the interval that holds ``moment``; None outside the grid."""
        found = bisect_right(self.bounds, moment) - 1
        return found if 0 <= found < len(self.bounds) - 1 else None

    def overlaps(self, began: int, ended: int) -> Iterator[tuple[int, int]]:
        """Yield (interval, milliseconds) for each interval that the stretch shares time with."""
        began, ended = max(began, self.bounds[0]), min(ended, self.bounds[-1])
        index = bisect_right(self.bounds, began) - 1
        while began < ended:
            edge = min(self.bounds[index + 1], ended)
            yield index, edge - began
            began, index = edge, index + 1


def make_grid(start: int, end: int, step: int, zone: ZoneInfo) -> Grid:
    """Return the grid that covers ``start`` up to ``end``, whole intervals, widened at both ends where needed."""
    day = _local(start, zone).date() - timedelta(days=1)
    last = _local(end, zone).date() + timedelta(days=1)
    bounds: list[int] = []
    while day <= last:
        bounds.extend(_day_bounds(day, step, zone))
        day += timedelta(days=1)
    first = bisect_right(bounds, start) - 1
    stop = max(bisect_right(bounds, end - 1), first + 1)
    return Grid(tuple(bounds[first : stop + 1]))


def day_start(day: date, zone: ZoneInfo) -> int:
    """Return the first moment of a local day; of a day that a zone skipped, the first moment after it."""
    return _epoch(datetime(day.year, day.month, day.day, tzinfo=zone))


def _day_bounds(day: date, step: int, zone: ZoneInfo) -> Sequence[int]:
    """Return the boundaries within one local day, its start included, its end not."""
    moment, end = day_start(day, zone), day_start(day + timedelta(days=1), zone)
    if step == DAY:
        return [moment] if moment < end else []
    bounds = []
    while moment < end:
        bounds.append(moment)
        moment = _next_bound(moment, step, zone)
    return bounds


def _next_bound(moment: int, step: int, zone: ZoneInfo) -> int:
    local = _local(moment, zone)
    into = (local.hour * 60 + local.minute) % step * _MINUTE + local.second * 1000 + local.microsecond // 1000
    bound = moment + step * _MINUTE - into
    if _offset(bound - 1, zone) == _offset(moment, zone):
        return bound
    return _change(moment, bound, zone)


def _change(low: int, high: int, zone: ZoneInfo) -> int:
    """Return the moment in (low, high] from which the offset differs from that at ``low``, to the second."""
    before = _offset(low, zone)
    low, high = low // 1000, high // 1000
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle * 1000, zone) == before:
            low = middle
        else:
            high = middle
    return high * 1000


def _local(moment: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(moment / 1000, tz=zone)


def _offset(moment: int, zone: ZoneInfo) -> timedelta | None:
    return _local(moment, zone).utcoffset()


def _epoch(local: datetime) -> int:
    return int(local.astimezone(UTC).timestamp() * 1000)
