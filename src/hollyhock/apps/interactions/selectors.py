"""Reading interactions: the list with its filters, and what belongs to the rows of one page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Sum

from hollyhock.apps.interactions import figures, sight
from hollyhock.apps.interactions.matters import latest_marks, with_matters
from hollyhock.apps.interactions.models import LOOKED_UP, Interaction, PersonalValue, Segment
from hollyhock.apps.interactions.sight import Sight
from hollyhock.core.kpi.rows import AGENT, QUEUE

FOREVER = 1 << 53
"""A moment after all others, exact in JSON."""


@dataclass(frozen=True)
class Filter:
    """What is looked for; empty values do not narrow. ``metric`` makes it the drill-down of a report's figure."""

    start: int = 0
    end: int = FOREVER
    queue: str = ""
    agent: str = ""
    medium: str = ""
    outcome: str = ""
    metric: str = ""
    of: str = ""
    """``queues`` or ``agents``: whose figure ``metric`` is; by default the agents' when an agent is given."""
    formula: str = ""
    """SL1 to SL6 for ``service_level``; empty = each queue's own."""
    customer: str = ""
    """A customer's number or telephone number, whole."""
    matter: str = ""
    """``open``: only those whose matter is not solved."""


@dataclass(frozen=True)
class Found:
    """Interactions, newest first, and how many segments or offers a figure counts in them."""

    rows: QuerySet[Interaction]
    counted: int | None = None


@dataclass
class Extras:
    """What a line shows beside its own row."""

    waits: dict[str, int] = field(default_factory=dict)
    talks: dict[str, int] = field(default_factory=dict)
    personal: dict[str, dict[str, str]] = field(default_factory=dict)
    marks: dict[str, bool] = field(default_factory=dict)
    """Whether the latest mark of a matter says open."""


def find(seen: Sight, wanted: Filter) -> Found:
    """Return the interactions that match and that the person may see; raise ``Invalid`` for an unknown figure."""
    rows, counted = sight.interactions(seen), None
    if wanted.metric:
        counted_rows = _counted(seen, wanted)
        counted = counted_rows.count()
        rows = rows.filter(pk__in=counted_rows.values("interaction"))
    else:
        rows = _plain(rows.filter(figures.within("arrived", (wanted.start, wanted.end))), wanted)
    same = {name: value for name in ("medium", "outcome") if (value := getattr(wanted, name))}
    rows = rows.filter(**same)
    if wanted.matter:
        rows = with_matters(rows).filter(unsolved=True)
    if wanted.customer:
        known = PersonalValue.objects.filter(
            interaction=OuterRef("pk"),
            name__in=("ani", "customer_number"),
            key=wanted.customer[:LOOKED_UP],
            value=wanted.customer,
        )
        rows = rows.filter(Exists(known))
    return Found(rows.order_by("-arrived", "-pk"), counted)


def extras(rows: list[Interaction]) -> Extras:
    """Return waits, talks and personal values of the interactions of one page."""
    found = Extras()
    names = [row.pk for row in rows]
    sums = (
        Segment.objects.filter(interaction__in=names, kind__in=(QUEUE, AGENT), ended__isnull=False)
        .values_list("interaction", "kind")
        .annotate(length=Sum(F("ended") - F("began")), talk=Sum("talk_ms"))
        .order_by()
    )
    for name, kind, length, talk in sums:
        if kind == QUEUE:
            found.waits[name] = length
        else:
            found.talks[name] = talk
    for name, key, value in PersonalValue.objects.filter(interaction__in=names).values_list(
        "interaction", "name", "value"
    ):
        found.personal.setdefault(name, {})[key] = value
    found.marks = latest_marks(names)
    return found


def _counted(seen: Sight, wanted: Filter) -> Any:
    period = (wanted.start, wanted.end)
    if wanted.of == "agents" or (not wanted.of and wanted.agent):
        return figures.agent_rows(seen, wanted.metric, period, wanted.agent, wanted.queue)
    return figures.queue_rows(seen, wanted.metric, period, wanted.queue, wanted.formula)


def _plain(rows: QuerySet[Interaction], wanted: Filter) -> QuerySet[Interaction]:
    if wanted.queue:
        rows = rows.filter(Exists(Segment.objects.filter(interaction=OuterRef("pk"), kind=QUEUE, holder=wanted.queue)))
    if wanted.agent:
        rows = rows.filter(Exists(Segment.objects.filter(interaction=OuterRef("pk"), kind=AGENT, holder=wanted.agent)))
    return rows
