"""A report: rows per interval and code, and their totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from hollyhock.apps.interactions import facade as records
from hollyhock.apps.reports import tallying
from hollyhock.apps.reports.columns import KINDS, SERVICE_LEVEL, Column
from hollyhock.contracts.errors import Forbidden, Invalid
from hollyhock.core.kpi.formulas import Fraction, ratio
from hollyhock.core.kpi.intervals import STEPS, Grid, make_grid
from hollyhock.core.kpi.measures import AgentFigures, QueueFigures, Tally, add_up
from hollyhock.core.kpi.rules import QueueRule

MOST_INTERVALS = 4_000
"""More than a month of quarters of an hour; nobody reads longer tables, and they would hold up others."""
Figures = QueueFigures | AgentFigures


@dataclass(frozen=True)
class Asked:
    """Which report is wanted."""

    kind: str
    """``queues`` or ``agents``."""
    start: int
    end: int
    interval: str
    zone: ZoneInfo
    code: str = ""
    formula: str = ""
    """SL1 to SL6 for all queues alike; empty = each queue's own."""


@dataclass(frozen=True)
class Report:
    """The answer; fractions are None where nothing was there to measure."""

    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]
    totals: dict[str, Any]


def report(person: Any, asked: Asked, now: int) -> Report:
    """Return a report of what the person may see; raise ``Forbidden`` for agents who ask for queues."""
    seen = records.sight_of(person)
    if asked.kind == "queues" and not seen.staff:
        raise Forbidden
    grid = _grid(asked)
    tally = (
        tallying.queues(seen, grid, asked.code)
        if asked.kind == "queues"
        else tallying.agents(seen, grid, asked.code, now)
    )
    return _lay_out(asked, tally, records.rules_of(person.tenant_id))


def _grid(asked: Asked) -> Grid:
    """Return the intervals, the first and the last cut to the period, so that every figure is of the period alone."""
    if asked.end <= asked.start:
        raise _bad("to", "结束时间必须晚于开始时间", "it must be later than “from”")
    step = STEPS[asked.interval]
    if (asked.end - asked.start) / ((step or 1440) * 60_000) > MOST_INTERVALS:
        raise _bad(
            "interval",
            "时段太多，请选更长的时段或更短的期间",
            "too many intervals; take longer ones or a shorter period",
        )
    bounds = make_grid(asked.start, asked.end, step, asked.zone).bounds
    return Grid((asked.start, *bounds[1:-1], asked.end))


def _lay_out(asked: Asked, tally: Tally, rules: dict[str, QueueRule]) -> Report:
    columns = KINDS[asked.kind]
    table: dict[tuple[int, str], Any] = {**(tally.queues if asked.kind == "queues" else tally.agents)}
    total: Figures = QueueFigures() if asked.kind == "queues" else AgentFigures()
    level: Fraction = (0, 0)
    rows = []
    for (index, code), figures in sorted(table.items()):
        own: Fraction | None = None
        if isinstance(figures, QueueFigures):
            own = figures.service_level(asked.formula or rules.get(code, QueueRule()).formula)
            level = (level[0] + own[0], level[1] + own[1])
        add_up(total, figures)
        place = {"start": tally.grid.bounds[index], "end": tally.grid.bounds[index + 1], "code": code}
        rows.append(place | _values(columns, figures, own))
    return Report(columns, rows, _values(columns, total, level))


def _values(columns: tuple[Column, ...], figures: Figures, level: Fraction | None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in columns:
        if column.name == SERVICE_LEVEL:
            values[column.name] = ratio(level) if level else None
        elif column.fraction is None:
            values[column.name] = getattr(figures, column.name)
        else:
            found = ratio(column.fraction(figures))
            values[column.name] = round(found) if found is not None and column.kind == "time" else found
    return values


def _bad(field: str, zh: str, en: str) -> Invalid:
    return Invalid(field=field, field_name=field, remedy_zh=f"{zh}。", remedy_en=f"{en}.")
