"""What can be wrong with agents, calendars, entry points and with what flows name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hollyhock.contracts.directory import Agent, Calendar, EntryPoint, Hours, Names
from hollyhock.contracts.flow import Flow, Staffed, ToQueue, Voicemail
from hollyhock.contracts.flow import Hours as HoursNode
from hollyhock.contracts.routing import HIGHEST_LEVEL, SEATS
from hollyhock.core.checks.faults import Faults
from hollyhock.core.checks.names import Known
from hollyhock.core.flows.findings import Path

_MINUTES_A_DAY = 24 * 60
_LAST_WEEKDAY = 6
_WEEKDAYS = (
    Names("星期一", "Monday"),
    Names("星期二", "Tuesday"),
    Names("星期三", "Wednesday"),
    Names("星期四", "Thursday"),
    Names("星期五", "Friday"),
    Names("星期六", "Saturday"),
    Names("星期日", "Sunday"),
)


def check_agent(agent: Agent, known: Known, faults: Faults) -> None:
    """Note what is wrong with an agent."""
    path = ("agents", agent.code)
    faults.known((*path, "seat"), agent.seat, SEATS)
    for skill, level in agent.skills.items():
        faults.known((*path, "skills"), skill, known.skills)
        faults.within((*path, "skills", skill), level, 1, HIGHEST_LEVEL)
    if agent.team:
        faults.known((*path, "team"), agent.team, known.teams)
    for medium, capacity in agent.capacity.items():
        if capacity < 1:
            zh, en = "至少为 1；不服务此媒体就删去它。", "give at least 1; leave the medium out if it is not served."
            faults.add("capacity", (*path, "capacity", medium), zh, en)
    faults.at_least((*path, "weight"), agent.weight, 1, "weight")


def check_entry_point(point: EntryPoint, faults: Faults) -> None:
    """Note what is wrong with an entry point's limit."""
    if point.limit is not None:
        for name in ("arrivals", "within_ms"):
            faults.at_least(("entry_points", point.code, "limit", name), getattr(point.limit, name), 1)


def check_flow(flow: Flow, known: Known, faults: Faults) -> None:
    """Note queues and calendars that a published flow names and that are gone."""
    for name, node in flow.nodes.items():
        path = ("flows", flow.code, "nodes", name)
        match node:
            case ToQueue() | Staffed() | Voicemail():
                faults.known((*path, "queue"), node.queue, known.queues)
            case HoursNode():
                faults.known((*path, "calendar"), node.calendar, known.calendars)
            case _:
                pass


def check_calendar(calendar: Calendar, faults: Faults) -> None:
    """Note what is wrong with a calendar."""
    path = ("calendars", calendar.code)
    if not _is_zone(calendar.time_zone):
        zh, en = "没有这个时区，例如 Asia/Shanghai。", "there is no such time zone; write one such as Asia/Shanghai."
        faults.add("time_zone", (*path, "time_zone"), zh, en)
    for name, days in (("closed_days", calendar.closed_days), ("special_days", calendar.special_days)):
        for day in days:
            _check_date((*path, name), day, faults)
    for day in sorted(set(calendar.closed_days) & set(calendar.special_days)):
        zh, en = f"{day} 既是假日又是特殊日，请保留一个。", f"{day} is closed and special at once; keep one."
        faults.add("overlapping_days", (*path, "closed_days"), zh, en)
    faults.once((*path, "closed_days"), calendar.closed_days)
    for hours in calendar.week:
        faults.within((*path, "week"), hours.weekday, 0, _LAST_WEEKDAY)
    for number, weekday in enumerate(_WEEKDAYS):
        _check_hours((*path, "week"), weekday, [hours for hours in calendar.week if hours.weekday == number], faults)
    for day, hours_of_day in calendar.special_days.items():
        _check_hours((*path, "special_days"), Names(day, day), hours_of_day, faults)


def _check_hours(path: Path, day: Names, hours: Iterable[Hours], faults: Faults) -> None:
    ordered = sorted((one.start, one.end) for one in hours)
    for start, end in ordered:
        if not 0 <= start < end <= _MINUTES_A_DAY:
            zh, en = (
                f"{day.zh} {_span(start, end)} 结束早于开始，请改正。",
                f"{day.en} {_span(start, end)} ends before it begins; mend it.",
            )
            faults.add("overlapping_hours", path, zh, en)
    for first, second in pairwise(ordered):
        if first[1] > second[0]:
            both = _span(*first), _span(*second)
            zh, en = (
                f"{day.zh}的时段 {both[0]} 与 {both[1]} 重叠，请改正其中一个。",
                f"{day.en}: {both[0]} and {both[1]} overlap; mend one of them.",
            )
            faults.add("overlapping_hours", path, zh, en)


def _check_date(path: Path, day: str, faults: Faults) -> None:
    try:
        date.fromisoformat(day)
    except ValueError:
        faults.add(
            "date", path, f"“{day}”不是日期，请写成 2026-10-01。", f"“{day}” is no date; write it like 2026-10-01."
        )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _span(start: int, end: int) -> str:
    return f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
