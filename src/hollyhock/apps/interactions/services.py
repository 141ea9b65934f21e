"""Writing to the records by people's wish: personal values are erased for good."""

from __future__ import annotations

from hollyhock.apps.base.jobs import InRecords
from hollyhock.apps.interactions.models import PersonalValue
from hollyhock.contracts.ports import Journal


async def erase(interaction: str, journal: Journal, records: InRecords) -> None:
    """Erase an interaction's personal values in the journal first, then in the records."""
    await journal.erase(interaction)
    await records(_erase, interaction)


def _erase(interaction: str) -> None:
    PersonalValue.objects.filter(interaction=interaction).delete()
