"""Which rows a figure of a report counts: the drill-down finds exactly these."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet

from hollyhock.apps.interactions.models import Offer, Segment
from hollyhock.apps.interactions.rules import rules_of
from hollyhock.apps.interactions.sight import Sight, of_agents, parts
from hollyhock.contracts.errors import Invalid
from hollyhock.core.kpi.measures import OFFER_OUTCOMES
from hollyhock.core.kpi.rows import AGENT, QUEUE
from hollyhock.core.kpi.rules import QueueRule

Period = tuple[int, int]
"""From, up to but not including; epoch milliseconds."""
Rows = QuerySet[Segment] | QuerySet[Offer]


def within(column: str, period: Period) -> Q:
    """Return the condition that a column's moment lies in the period."""
    return Q(**{f"{column}__gte": period[0], f"{column}__lt": period[1]})


def overlapping(began: str, ended: str, period: Period) -> Q:
    """Return the condition that a stretch, perhaps still lasting, shares time with the period."""
    return Q(**{f"{began}__lt": period[1]}) & (Q(**{f"{ended}__gt": period[0]}) | Q(**{f"{ended}__isnull": True}))


def _left(period: Period, **what: object) -> Q:
    return within("ended", period) & Q(kind=QUEUE, **what)


_ANSWERED, _ABANDONED = {"outcome": "answered"}, {"outcome": "abandoned"}
_QUEUES: dict[str, Callable[[Period], Q]] = {
    "offered": lambda p: within("began", p) & Q(kind=QUEUE),
    "answered": lambda p: _left(p, **_ANSWERED),
    "answered_within": lambda p: _left(p, **_ANSWERED, within=True),
    "abandoned": lambda p: _left(p, **_ABANDONED),
    "abandoned_within": lambda p: _left(p, **_ABANDONED, within=True),
    "short_abandoned": lambda p: _left(p, **_ABANDONED, short=True),
    "flow_out": lambda p: _left(p, outcome="flow_out"),
    "longest_wait_ms": _left,
    "handled": lambda p: within("handled", p) & Q(kind=AGENT),
}
_AGENTS: dict[str, Callable[[Period], Q]] = {
    "handled": lambda p: within("handled", p) & Q(kind=AGENT),
    "transferred": lambda p: within("transferred", p) & Q(kind=AGENT),
    "busy_ms": lambda p: overlapping("began", "ended", p) & Q(kind=AGENT),
    "working_after_call_ms": lambda p: overlapping("acw_began", "acw_ended", p) & Q(kind=AGENT),
    "occupancy": lambda p: (
        (overlapping("began", "ended", p) | overlapping("acw_began", "acw_ended", p)) & Q(kind=AGENT)
    ),
}
_OFFERS: dict[str, Callable[[Period], Q]] = {
    "offered": lambda p: within("made", p),
    "alerting_ms": lambda p: overlapping("made", "ended", p),
    **{
        name: lambda p, outcome=outcome: within("ended", p) & Q(outcome=outcome)  # type: ignore[misc]
        for outcome, name in OFFER_OUTCOMES.items()
    },
}
_SAME_ROWS = {
    "waited_ms": "answered",
    "asa_ms": "answered",
    "aht_ms": "handled",
    "talk_ms": "handled",
    "hold_ms": "handled",
    "acw_ms": "handled",
}
"""Times and averages are made of the same rows as a count."""
_MEASURED: dict[str, Q] = {
    "SL1": Q(outcome__in=("answered", "abandoned")),
    "SL2": Q(outcome="answered"),
    "SL3": Q(outcome__in=("answered", "abandoned")),
    "SL4": Q(outcome="answered") | Q(outcome="abandoned", within=False),
    "SL5": Q(outcome__in=("answered", "abandoned")),
    "SL6": Q(outcome="answered") | Q(outcome="abandoned", short=False),
}
"""What stands below the line of each formula: a service level drills down to all that were measured."""


def queue_rows(sight: Sight, metric: str, period: Period, queue: str = "", formula: str = "") -> Rows:
    """Return the segments that a figure of the queues' report counts; raise ``Invalid`` for an unknown figure."""
    if metric == "service_level":
        condition = _left(period) & _measured(sight, formula)
    else:
        condition = _condition(_QUEUES, metric, period)
    rows = parts(Segment.objects.filter(condition), sight)
    return rows.filter(queue=queue) if queue else rows


def agent_rows(sight: Sight, metric: str, period: Period, agent: str = "", queue: str = "") -> Rows:
    """Return the segments or offers that a figure of the agents' report counts; raise ``Invalid`` likewise."""
    name = _SAME_ROWS.get(metric, metric)
    rows: Rows
    if name in _OFFERS:
        rows, column = of_agents(Offer.objects.filter(_OFFERS[name](period)), sight, "agent"), "agent"
    else:
        condition = _condition(_AGENTS, metric, period)
        rows, column = of_agents(Segment.objects.filter(condition), sight, "holder"), "holder"
    narrow = {key: value for key, value in ((column, agent), ("queue", queue)) if value}
    return rows.filter(**narrow)


def _measured(sight: Sight, formula: str) -> Q:
    if formula:
        return _MEASURED[formula]
    rules = rules_of(sight.person.tenant_id)
    condition = Q(_MEASURED[QueueRule().formula] & ~Q(queue__in=list(rules)))
    for code, rule in rules.items():
        condition |= Q(queue=code) & _MEASURED[rule.formula]
    return condition


def _condition(figures: dict[str, Callable[[Period], Q]], metric: str, period: Period) -> Q:
    try:
        return figures[_SAME_ROWS.get(metric, metric)](period)
    except KeyError:
        names = ", ".join(sorted({*figures, *_SAME_ROWS}))
        raise Invalid(
            field="metric",
            field_name="metric",
            remedy_zh=f"没有“{metric}”这个指标的明细，可用：{names}。",
            remedy_en=f"“{metric}” has no list of interactions; choose one of {names}.",
        ) from None
