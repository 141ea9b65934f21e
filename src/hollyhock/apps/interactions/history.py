"""A customer's earlier contacts, for the screen pop."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hollyhock.apps.interactions.matters import with_matters
from hollyhock.apps.interactions.models import LOOKED_UP, Interaction, PersonalValue
from hollyhock.contracts.subjects import PastInteraction

LINES = 10


def history(
    tenant: int, *, customer: str = "", numbers: Collection[str] = (), besides: str = "", lines: int = LINES
) -> tuple[PastInteraction, ...]:
    """Return the last interactions of a customer or of their telephone numbers, open matters first, newest first.

    ``besides`` is the interaction in hand. A matter is open while its interaction is (a voicemail that nobody has
    worked on, a call in another agent's hands), and when its wrap-up code left it open and nobody has marked it solved.
    """
    keys = [number for number in {*numbers, customer} if number]
    known = PersonalValue.objects.filter(
        tenant=tenant,
        name__in=("ani", "customer_number"),
        key__in=[key[:LOOKED_UP] for key in keys],
        value__in=keys,
    )
    rows = with_matters(Interaction.objects.filter(pk__in=known.values("interaction"), tenant=tenant))
    rows = rows.exclude(pk=besides)
    newest = rows.order_by("-arrived")[:lines]
    unsolved = rows.filter(unsolved=True).order_by("-arrived")[:lines]
    found = {row.pk: row for row in [*unsolved, *newest]}
    notes = dict(PersonalValue.objects.filter(interaction__in=found, name="note").values_list("interaction", "value"))
    return tuple(_line(row, notes.get(row.pk, "")) for row in list(found.values())[:lines])


def _line(row: Any, note: str) -> PastInteraction:
    return PastInteraction(
        interaction=row.pk,
        medium=row.medium,
        arrived=row.arrived,
        queue=row.queue,
        agent=row.agent,
        wrap_up_code=row.wrap_up_code,
        note=note,
        open=row.unsolved,
        over=row.closed is not None,
    )
