"""Writing to the records by people's wish: personal values are erased for good, matters are marked as solved."""

from __future__ import annotations

from django.db import transaction

from hollyhock.apps.audit.facade import Action, record
from hollyhock.apps.base.jobs import InRecords
from hollyhock.apps.interactions.models import Interaction, MatterMark, PersonalValue
from hollyhock.apps.people.facade import User
from hollyhock.contracts.ports import Journal


async def erase(interaction: str, journal: Journal, records: InRecords) -> None:
    """Erase an interaction's personal values in the journal first, then in the records."""
    await journal.erase(interaction)
    await records(_erase, interaction)


def _erase(interaction: str) -> None:
    PersonalValue.objects.filter(interaction=interaction).delete()


def mark_matter(person: User, row: Interaction, *, still_open: bool, now: int) -> None:
    """Mark the customer's matter as solved, or as open again; ``matters.markable`` has said that the person may."""
    with transaction.atomic():
        MatterMark.objects.create(
            interaction=row, tenant_id=row.tenant_id, domain_id=row.domain_id, at=now, open=still_open, person=person
        )
        record(person, Action.CHANGED, row=row, fields=("matter",))
