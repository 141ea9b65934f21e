"""What a simulation found, as plain structures for tables, charts and JSON."""

from __future__ import annotations

import msgspec

from hollyhock.simulation.measures import GroupResult, Measures, Result
from hollyhock.simulation.scenario import Scenario


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One interval of a queue's curve, all rounds of the scenario together."""

    start_s: float
    per_hour: float
    """The rate at which customers came."""
    service_level: float | None
    abandoned: float | None
    asa_s: float | None
    """None where nobody came."""


class QueueReport(Result, frozen=True, kw_only=True):
    """The figures of one queue with its curve."""

    queue: str
    curve: tuple[Point, ...]


class GroupReport(GroupResult, frozen=True, kw_only=True):
    """The figures of one skill group (a team, for the centre's own agents)."""

    group: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one simulation."""

    calls: int
    target_s: float
    confidence: float
    queues: tuple[QueueReport, ...]
    groups: tuple[GroupReport, ...]


def report(scenario: Scenario, measures: Measures, confidence: float = 0.95) -> Report:
    """Sum up a run; the intervals are of ``confidence`` (0.95 or 0.99), by batch means."""
    queues = []
    for code in sorted(scenario.arrivals):
        found = msgspec.structs.asdict(measures.result(code, confidence))
        queues.append(QueueReport(queue=code, curve=_curve(scenario, measures, code), **found))
    groups = tuple(
        GroupReport(group=name, **msgspec.structs.asdict(measures.of_group(name, confidence)))
        for name in measures.groups
    )
    return Report(
        calls=scenario.calls, target_s=scenario.target_s, confidence=confidence, queues=tuple(queues), groups=groups
    )


def _curve(scenario: Scenario, measures: Measures, code: str) -> tuple[Point, ...]:
    points = []
    for number, slot in enumerate(measures.curves[code]):
        ended = slot.answered + slot.abandoned
        points.append(
            Point(
                start_s=number * scenario.interval_s,
                per_hour=scenario.arrivals[code].per_hour[number],
                service_level=slot.in_time / ended if ended else None,
                abandoned=slot.abandoned / ended if ended else None,
                asa_s=slot.waited_ms / slot.answered / 1000 if slot.answered else None,
            )
        )
    return tuple(points)
