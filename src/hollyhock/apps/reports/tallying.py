"""Feeds the figures' tally with those rows of the records that fall into the period and that the person may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from hollyhock.apps.interactions import facade as records
from hollyhock.core.kpi.intervals import Grid
from hollyhock.core.kpi.measures import Tally
from hollyhock.core.kpi.rows import AGENT, QUEUE

Rows = Iterator[tuple[Any, ...]]


def queues(seen: records.Sight, grid: Grid, code: str) -> Tally:
    """Return the queues' figures on the grid; ``code`` narrows to one queue."""
    tally, (start, end) = Tally(grid), _ends(grid)
    segments = records.parts(records.Segment.objects.all(), seen)
    if code:
        segments = segments.filter(queue=code)
    waits = segments.filter(kind=QUEUE)
    entered = waits.filter(records.within("began", (start, end)))
    left = waits.filter(records.within("ended", (start, end)), began__lt=start)
    for rows in (entered, left):
        for queue, began, ended, outcome, within, short in _read(
            rows, "queue", "began", "ended", "outcome", "within", "short"
        ):
            tally.queue_segment(queue, began, ended, outcome, within=within, short=short)
    work = segments.filter(records.within("handled", (start, end)), kind=AGENT)
    for queue, handled, talk, hold, acw in _read(work, "queue", "handled", "talk_ms", "hold_ms", "acw_ms"):
        if figures := tally.queue(handled, queue):
            figures.add(talk, hold, acw)
    return tally


def agents(seen: records.Sight, grid: Grid, code: str, now: int) -> Tally:
    """Return the agents' figures on the grid, stays and offers that last reckoned up to ``now``."""
    tally, period = Tally(grid), _ends(grid)
    codes = [code] if code else records.agents_of(seen.person.tenant_id)
    segments = records.of_agents(records.Segment.objects.filter(kind=AGENT), seen, "holder")
    if code:
        segments = segments.filter(holder=code)
    work = segments.filter(records.within("handled", period))
    for agent, handled, talk, hold, acw in _read(work, "holder", "handled", "talk_ms", "hold_ms", "acw_ms"):
        if figures := tally.agent(handled, agent):
            figures.add(talk, hold, acw)
    for agent, moment in _read(segments.filter(records.within("transferred", period)), "holder", "transferred"):
        if figures := tally.agent(moment, agent):
            figures.transferred += 1
    offers = records.of_agents(records.Offer.objects.all(), seen, "agent")
    for agent, made, ended, outcome in _lasting(offers, "made", period, codes, ("agent", "made", "ended", "outcome")):
        tally.offer(agent, made, ended, outcome, now)
    stays = records.stays(seen)
    for agent, state, began, ended in _lasting(stays, "began", period, codes, ("agent", "state", "began", "ended")):
        tally.stay(agent, state, began, ended, now)
    return tally


def _lasting(
    rows: QuerySet[Any], began: str, period: tuple[int, int], codes: list[str], columns: tuple[str, ...]
) -> Rows:
    """Yield what begins in the period, and for each agent the one that may last into it.

    An agent has one state and at most one offer at a time, so the last that began before the period is the only one.
    """
    yield from _read(rows.filter(records.within(began, period), agent__in=codes), *columns)
    for code in codes:
        last = rows.filter(**{"agent": code, f"{began}__lt": period[0]}).order_by(f"-{began}", "-pk")
        for row in last.values_list("ended", *columns)[:1]:
            if row[0] is None or row[0] >= period[0]:
                yield row[1:]


def _read(rows: QuerySet[Any], *columns: str) -> Rows:
    return rows.order_by().values_list(*columns).iterator(chunk_size=5_000)


def _ends(grid: Grid) -> tuple[int, int]:
    return grid.bounds[0], grid.bounds[-1]
