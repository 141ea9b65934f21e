"""Writing to the records by people's wish: personal values are erased for good, matters are marked as solved."""

from __future__ import annotations

from django.db import transaction

from hollyhock.apps.audit.facade import Action, record
from hollyhock.apps.base.jobs import InRecords
from hollyhock.apps.interactions.models import Interaction, MatterMark, PersonalValue
from hollyhock.apps.interactions.projecting import position
from hollyhock.apps.people.facade import User
from hollyhock.contracts.ids import scope_of
from hollyhock.contracts.ports import Clock, Journal

_LOOK_MS = 500


async def erase(interaction: str, journal: Journal, records: InRecords, clock: Clock) -> None:
    """Erase an interaction's personal values for good: in the journal first, then in the records.

    The projector may hold values that it read before. So this returns once the records have passed what the journal
    held by then, and nothing can bring them back; until it has returned, do it again.
    """
    await journal.erase(interaction)
    written, _epoch = await journal.last()
    while await records(_erase, interaction) < written:
        await clock.wait_until(clock.now() + _LOOK_MS)


def _erase(interaction: str) -> int:
    """Delete the copies; return which entry the records had reached before."""
    reached = position(scope_of(interaction))
    PersonalValue.objects.filter(interaction=interaction).delete()
    return reached


def mark_matter(person: User, row: Interaction, *, still_open: bool, now: int) -> None:
    """Mark the customer's matter as solved, or as open again; ``matters.markable`` has said that the person may."""
    with transaction.atomic():
        MatterMark.objects.create(
            interaction=row, tenant_id=row.tenant_id, domain_id=row.domain_id, at=now, open=still_open, person=person
        )
        record(person, Action.CHANGED, row=row, fields=("matter",))
