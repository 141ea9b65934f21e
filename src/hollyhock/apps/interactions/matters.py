"""Matters: an interaction whose wrap-up code left the customer's matter open, until somebody marks it as solved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from hollyhock.apps.base.gating import AGENT as AGENT_ROLE
from hollyhock.apps.interactions.models import Interaction, MatterMark, PersonalValue, Segment
from hollyhock.apps.interactions.sight import Sight, interactions
from hollyhock.core.kpi.rows import AGENT

OPEN, SOLVED, NONE = "open", "solved", ""
"""How a matter stands; ``NONE``: there is nothing to follow up, or the interaction still goes on."""
GOES_ON = "open"
"""The outcome of an interaction that has not ended."""
_WHO = ("ani", "customer_number")


def with_matters(rows: QuerySet[Interaction]) -> QuerySet[Any]:
    """Add ``unsolved``: the interaction still goes on, or its matter is open."""
    latest = MatterMark.objects.filter(interaction=OuterRef("pk")).order_by("-at", "-pk").values("open")[:1]
    return rows.annotate(
        unsolved=Case(
            When(closed=None, then=Value(True)),
            default=Coalesce(Subquery(latest), F("left_open")),
            output_field=BooleanField(),
        )
    )


def standing(row: Interaction, mark: bool | None) -> str:
    """Return how the matter stands; ``mark`` is whether the latest mark says open, None without one."""
    if row.outcome == GOES_ON:
        return NONE
    if mark is None:
        return OPEN if row.left_open else NONE
    return OPEN if mark else SOLVED


def latest_marks(names: Iterable[str]) -> dict[str, bool]:
    """Return interaction to whether its latest mark says open."""
    return dict(MatterMark.objects.filter(interaction__in=list(names)).values_list("interaction", "open"))


def may_mark(seen: Sight, row: Interaction) -> bool:
    """Tell whether the person may mark an interaction that they see: leaders, and agents who took part."""
    if row.outcome == GOES_ON:
        return False
    return seen.leader or bool(seen.agent and row.participants.filter(person=seen.person).exists())


def markable(seen: Sight, name: str, during: str) -> Interaction | None:
    """Return the interaction if the person may mark its matter now.

    Besides their own (``may_mark``), agents may mark those of the customer whose interaction ``during`` they have in
    hand: the matter is often solved by somebody else than who took it up.
    """
    row = interactions(seen).filter(pk=name).first()
    if row is not None and may_mark(seen, row):
        return row
    if not during or not seen.agent or AGENT_ROLE not in seen.person.roles:
        return None
    in_hand = Segment.objects.filter(interaction=during, kind=AGENT, holder=seen.agent, handled=None)
    known = PersonalValue.objects.filter(
        interaction=during, interaction__in=in_hand.values("interaction"), name__in=_WHO, tenant=seen.person.tenant_id
    )
    same = PersonalValue.objects.filter(
        interaction=name, name__in=_WHO, key__in=known.values("key"), value__in=known.values("value")
    )
    rows = Interaction.objects.filter(pk__in=same.values("interaction"), tenant=seen.person.tenant_id)
    return rows.exclude(closed=None).first()
