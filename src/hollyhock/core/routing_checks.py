"""What cannot be saved of routing rules: each fault names the field and the remedy in both languages."""

from __future__ import annotations

from collections import Counter
from math import prod

from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import Problem
from hollyhock.contracts.routing import MOST_CLASSES
from hollyhock.core.book import Book
from hollyhock.core.checks.circles import check_circles
from hollyhock.core.checks.faults import Fault, Faults
from hollyhock.core.checks.names import Known
from hollyhock.core.checks.people import check_agent, check_calendar, check_entry_point, check_flow
from hollyhock.core.checks.queues import check_queue


def check_routing(directory: Directory) -> list[Problem]:
    """Return everything that is wrong with a directory's routing rules; empty when it can be published."""
    return [fault.problem() for fault in find_faults(directory)]


def find_faults(directory: Directory) -> list[Fault]:
    """Return the same as faults, for whoever shows each at its field."""
    faults, known = Faults(), Known(directory)
    for queue in directory.queues:
        check_queue(queue, known, faults)
    for agent in directory.agents:
        check_agent(agent, known, faults)
    for calendar in directory.calendars:
        check_calendar(calendar, faults)
    for point in directory.entry_points:
        check_entry_point(point, faults)
    for flow in directory.flows:
        check_flow(flow, known, faults)
    check_circles({queue.code: queue for queue in directory.queues}, known.flows, faults)
    _check_classes(directory, faults)
    return faults.found


def _check_classes(directory: Directory, faults: Faults) -> None:
    """Note too many classes; a ring whose values alone multiply to more is found before anything is built of it."""
    values = Counter(skill.code.partition(".")[0] for skill in directory.skills if "." in skill.code)
    countable = True
    for queue in directory.queues:
        countable = countable and bool(queue.rings)
        for number, ring in enumerate(queue.rings):
            count = prod(values[name] + 1 for name in ring.by_data)
            if count > MOST_CLASSES:
                countable = False
                _too_many(("queues", queue.code, "rings", str(number), "by_data"), count, faults)
    count = len(Book(directory).classes) if countable else 0
    if count > MOST_CLASSES:
        _too_many(("queues",), count, faults)


def _too_many(path: tuple[str, ...], count: int, faults: Faults) -> None:
    zh = f"技能要求共有 {count} 种，最多 {MOST_CLASSES} 种，请合并相近的要求。"
    en = f"there are {count} different sets of requirements, {MOST_CLASSES} at most; merge those that are alike."
    faults.add("too_many_classes", path, zh, en)
