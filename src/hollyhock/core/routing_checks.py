"""What cannot be saved of routing rules: each finding names the field and the remedy in both languages."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from hollyhock.contracts.directory import Agent, Calendar, Directory, Hours, Queue
from hollyhock.contracts.errors import Problem
from hollyhock.contracts.routing import (
    HIGHEST_LEVEL,
    HIGHEST_PRIORITY,
    MOST_CLASSES,
    Overflow,
    Requirement,
    Ring,
)
from hollyhock.core.book import Book
from hollyhock.core.flows.findings import Findings, Path, instead

_MINUTES_A_DAY = 24 * 60


def check_routing(directory: Directory) -> list[Problem]:
    """Return everything that is wrong with a directory's routing rules; empty when it can be published."""
    found = Findings()
    _Checker(directory, found).run()
    return found.problems()


class _Checker:
    """Walks a directory and notes what is wrong."""

    def __init__(self, directory: Directory, found: Findings) -> None:
        self._directory, self._found = directory, found
        self._skills = {skill.code for skill in directory.skills}
        self._queues = {queue.code: queue for queue in directory.queues}
        self._teams = {team.code for team in directory.teams}
        self._flows = {flow.code for flow in directory.flows}
        self._calendars = {calendar.code for calendar in directory.calendars}

    def run(self) -> None:
        """Note every finding."""
        for queue in self._directory.queues:
            self._queue(queue, ("queues", queue.code))
        for agent in self._directory.agents:
            self._agent(agent, ("agents", agent.code))
        for calendar in self._directory.calendars:
            self._calendar(calendar, ("calendars", calendar.code))
        for code in _in_circles(self._queues):
            path = ("queues", code, "rings")
            self._add(
                "circular_overflow",
                path,
                "溢出去向绕成圈，请改其中一个去向。",
                "its overflow leads back to itself; change a target.",
            )
        count = len(Book(self._directory).classes)
        if count > MOST_CLASSES:
            zh = f"技能要求共有 {count} 种，最多 {MOST_CLASSES} 种，请合并相近的要求。"
            en = (
                f"there are {count} different sets of requirements, {MOST_CLASSES} at most; merge those that are alike."
            )
            self._add("too_many_classes", ("queues",), zh, en)

    # --- queues -------------------------------------------------------------------------------------------------------

    def _queue(self, queue: Queue, path: Path) -> None:
        if not queue.rings or queue.rings[0].after_ms or queue.rings[0].overflow is not None:
            self._add(
                "first_ring",
                (*path, "rings"),
                "第一圈须从 0 秒开始且不是溢出。",
                "the first ring begins at 0 s and is no overflow.",
            )
        last = -1
        for number, ring in enumerate(queue.rings):
            here = (*path, "rings", str(number))
            if ring.after_ms < 0:
                self._add("negative_time", (*here, "after_ms"), "秒数不能为负。", "the time cannot be negative.")
            elif ring.after_ms <= last:
                self._add(
                    "ring_order", (*here, "after_ms"), "须晚于前一圈。", "it must begin later than the ring before."
                )
            last = max(last, ring.after_ms)
            self._ring(ring, here)
            if ring.overflow is not None and number + 1 < len(queue.rings):
                self._add("after_overflow", here, "溢出之后不能再有圈。", "no ring can follow the overflow.")
        self._range((*path, "priority"), queue.priority, 0, HIGHEST_PRIORITY)
        self._more_rules(queue, path)

    def _more_rules(self, queue: Queue, path: Path) -> None:
        self._overflow(queue.entry.when_full, (*path, "entry", "when_full"))
        if queue.entry.most_waiting < 1:
            self._add("most_waiting", (*path, "entry", "most_waiting"), "至少为 1。", "give at least 1.")
        for name, value in (("level_ms", queue.ageing.level_ms), ("cap_ms", queue.ageing.cap_ms)):
            if value < 0:
                self._add("negative_time", (*path, "ageing", name), "不能为负。", "it cannot be negative.")
        for loan in queue.loans:
            if loan.lender not in self._queues or loan.lender == queue.code:
                self._unknown((*path, "loans"), loan.lender, set(self._queues) - {queue.code})
        if queue.reserve is not None:
            self._requirements(queue.reserve.requires, (*path, "reserve", "requires"))
            if queue.reserve.risk_ms < 0:
                self._add("negative_time", (*path, "reserve", "risk_ms"), "不能为负。", "it cannot be negative.")
        if queue.calendar and queue.calendar not in self._calendars:
            self._unknown((*path, "calendar"), queue.calendar, self._calendars)

    def _ring(self, ring: Ring, path: Path) -> None:
        for name, requirements in (
            ("requires", ring.requires),
            ("prefers", ring.prefers),
            *(("any_of", group) for group in ring.any_of),
        ):
            self._requirements(requirements, (*path, name))
        for team in ring.teams:
            if team not in self._teams:
                self._unknown((*path, "teams"), team, self._teams)
        if ring.overflow is not None:
            self._overflow(ring.overflow, (*path, "overflow"))

    def _requirements(self, requirements: Iterable[Requirement], path: Path) -> None:
        for requirement in requirements:
            if requirement.skill not in self._skills:
                self._unknown(path, requirement.skill, self._skills)
            self._range((*path, requirement.skill), requirement.minimum, 1, HIGHEST_LEVEL)

    def _overflow(self, overflow: Overflow, path: Path) -> None:
        known = {"queue": set(self._queues), "flow": self._flows}.get(overflow.kind)
        if known is not None and overflow.to not in known:
            self._unknown((*path, "to"), overflow.to, known)

    # --- people and calendars -----------------------------------------------------------------------------------------

    def _agent(self, agent: Agent, path: Path) -> None:
        for skill, level in agent.skills.items():
            if skill not in self._skills:
                self._unknown((*path, "skills"), skill, self._skills)
            self._range((*path, "skills", skill), level, 1, HIGHEST_LEVEL)
        for medium, capacity in agent.capacity.items():
            if capacity < 1:
                zh, en = (
                    "至少为 1；不服务此媒体就删去它。",
                    "give at least 1; leave the medium out if it is not served.",
                )
                self._add("capacity", (*path, "capacity", medium), zh, en)
        if agent.weight < 1:
            self._add("weight", (*path, "weight"), "至少为 1。", "give at least 1.")

    def _calendar(self, calendar: Calendar, path: Path) -> None:
        for day in sorted(set(calendar.closed_days) & set(calendar.special_days)):
            zh, en = f"{day} 既是假日又是特殊日，请保留一个。", f"{day} is closed and special at once; keep one."
            self._add("overlapping_days", (*path, "closed_days"), zh, en)
        for day in sorted({day for day in calendar.closed_days if calendar.closed_days.count(day) > 1}):
            self._add("overlapping_days", (*path, "closed_days"), f"{day} 写了两次。", f"{day} stands there twice.")
        days = [(str(number), [hour for hour in calendar.week if hour.weekday == number]) for number in range(7)]
        for name, hours in (*days, *((day, list(found)) for day, found in calendar.special_days.items())):
            if _overlap(hours):
                self._add(
                    "overlapping_hours",
                    (*path, name),
                    "时段重叠或颠倒，请改正。",
                    "its hours overlap or run backwards; mend them.",
                )

    # --- notes --------------------------------------------------------------------------------------------------------

    def _range(self, path: Path, value: int, low: int, high: int) -> None:
        if not low <= value <= high:
            self._add("out_of_range", path, f"须为 {low} 到 {high}。", f"give {low} to {high}.")

    def _unknown(self, path: Path, name: str, known: Iterable[str]) -> None:
        zh, en = instead(name, known)
        self._add("unknown", path, f"没有“{name}”。{zh}", f"there is no “{name}”. {en}")

    def _add(self, code: str, path: Path, zh: str, en: str) -> None:
        self._found.add(code, path, zh, en)


def _overlap(hours: list[Hours]) -> bool:
    ordered = sorted((hour.start, hour.end) for hour in hours)
    backwards = any(not 0 <= start < end <= _MINUTES_A_DAY for start, end in ordered)
    return backwards or any(first[1] > second[0] for first, second in itertools.pairwise(ordered))


def _in_circles(queues: dict[str, Queue]) -> Iterator[str]:
    """Yield the queues from which overflow alone leads back to themselves."""
    for code in queues:
        seen, current = set(), code
        while current in queues and current not in seen:
            seen.add(current)
            current = _next(queues[current])
        if current == code:
            yield code


def _next(queue: Queue) -> str:
    target = next((ring.overflow for ring in queue.rings if ring.overflow is not None), None)
    return target.to if target is not None and target.kind == "queue" else ""
