"""What a scenario takes from the journal: rates, and distributions corrected for what nobody saw the end of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from math import ceil

import msgspec

from hollyhock.contracts.errors import Invalid
from hollyhock.contracts.journal import Entry
from hollyhock.simulation.chance import Times
from hollyhock.simulation.history import Past, pasts
from hollyhock.simulation.scenario import Arrivals, Scenario

FEWEST = 20
"""Observations before a history says anything of a distribution."""

Seen = tuple[int, bool]
"""Milliseconds that something lasted, and whether its end was seen: if not, it lasted longer."""


def survival(seen: Iterable[Seen]) -> tuple[tuple[float, float], ...]:
    """Return the distribution of durations as (seconds, share that has ended by then), rising.

    The estimator is Kaplan and Meier's (Journal of the American Statistical Association 53, 1958). Where the longest
    was not seen to end, the last share stays below 1. Empty when no end was seen.
    """
    durations = sorted(seen)
    steps: list[tuple[float, float]] = []
    staying, left = 1.0, len(durations)
    for duration_ms, ended in durations:
        if ended:
            staying *= 1 - 1 / left
            steps.append((duration_ms / 1000, 1 - staying))
        left -= 1
    return tuple(steps)


def patience_of(found: Iterable[Past]) -> Times | None:
    """Return the distribution of patience, corrected for those who were answered before they could give up.

    Who has waited longer than anybody who gave up has no known end: they are given endless patience. None when nobody
    gave up.
    """
    curve = survival((p.wait_ms, p.outcome == "abandoned") for p in found if p.wait_ms is not None)
    return Times(kind="curve", curve=curve) if curve else None


def work_of(found: Iterable[Past], part: str) -> Times | None:
    """Return the distribution of talks (``talk``) or after-call works (``wrap``), corrected for those that still last.

    At the end of what was recorded long ones are more often under way than short ones. All end: where the longest was
    not seen to, it counts as if it ended then (Efron, Proceedings of the Fifth Berkeley Symposium 4, 1967). None when
    no end was seen.
    """
    ended, under_way = f"{part}_ms", f"{part}_so_far_ms"
    seen: list[Seen] = []
    for past in found:
        if (value := getattr(past, ended)) is not None:
            seen.append((value, True))
        elif (value := getattr(past, under_way)) is not None:
            seen.append((value, False))
    curve = survival(seen)
    return Times(kind="curve", curve=(*curve[:-1], (max(seen)[0] / 1000, 1.0))) if curve else None


def with_history(scenario: Scenario, entries: Sequence[Entry]) -> Scenario:
    """Return the scenario with all that is to come from the history replaced by what the entries say.

    Raise ``Invalid`` naming the queue where fewer than ``FEWEST`` contacts are known.
    """
    found = pasts(entries)
    span = (entries[0].at, entries[-1].at) if entries else (0, 0)
    arrivals = {code: _observed(code, rules, found) for code, rules in scenario.arrivals.items()}
    for code, rules in arrivals.items():
        if not rules.per_hour:
            joined = [past.joined for past in found if past.queue == code]
            rates = rates_of(joined, span, scenario.interval_s)
            if not any(rates):
                raise Invalid(
                    field=f"arrivals.{code}.per_hour",
                    field_name=f"{code}.per_hour",
                    remedy_zh="日志中没有此队列的来电，请写明每小时多少",
                    remedy_en="the journal has no customers of this queue: say how many come an hour",
                )
            arrivals[code] = msgspec.structs.replace(rules, per_hour=rates)
    return msgspec.structs.replace(scenario, arrivals=arrivals)


DAY_S = 86_400


def rates_of(joined: Sequence[int], span: tuple[int, int], interval_s: float) -> tuple[float, ...]:
    """Return arrivals an hour in each interval of the day, from midnight, over all days of a span.

    ``joined`` and ``span`` are epoch milliseconds, the day is that of this machine's clock. An interval that the span
    does not meet has no arrivals.
    """
    slots = [0.0] * max(1, ceil(DAY_S / interval_s))
    hours = [0.0] * len(slots)
    for moment in joined:
        slots[_slot(moment, interval_s)] += 1
    at, end = span
    while at < end:
        following = min(end, at + round((interval_s - _second_of_day(at) % interval_s) * 1000))
        hours[_slot(at, interval_s)] += (following - at) / 3_600_000
        at = following
    return tuple(count / time if time else 0.0 for count, time in zip(slots, hours, strict=True))


def _slot(moment: int, interval_s: float) -> int:
    return int(_second_of_day(moment) // interval_s)


def _second_of_day(moment: int) -> float:
    local = datetime.fromtimestamp(moment / 1000, UTC).astimezone()
    return local.hour * 3600 + local.minute * 60 + local.second + local.microsecond / 1e6


def _observed(code: str, rules: Arrivals, found: list[Past]) -> Arrivals:
    mine = [past for past in found if past.queue == code]
    talk, wrap_up, patience = rules.talk, rules.wrap_up, rules.patience
    if talk.kind == "history":
        talk = _drawn(code, "talk", mine)
    if wrap_up.kind == "history":
        wrap_up = _drawn(code, "wrap_up", mine)
    if patience is not None and patience.kind == "history":
        patience = patience_of(mine)
    return msgspec.structs.replace(rules, talk=talk, wrap_up=wrap_up, patience=patience)


def _drawn(code: str, name: str, mine: list[Past]) -> Times:
    part = {"talk": "talk", "wrap_up": "wrap"}[name]
    known = sum(getattr(past, f"{part}_ms") is not None for past in mine)
    times = work_of(mine, part)
    if known < FEWEST or times is None:
        raise Invalid(
            field=f"arrivals.{code}.{name}",
            field_name=f"{code}.{name}",
            remedy_zh=f"日志中只有 {known} 次，至少需要 {FEWEST} 次；请改填分布",
            remedy_en=f"the journal has {known} of them and {FEWEST} are needed: give a distribution instead",
        )
    return times
