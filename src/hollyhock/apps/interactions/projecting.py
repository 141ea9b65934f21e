"""The projector: reads the journal from its cursor and writes rows and cursor in one transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from hollyhock.apps.base.jobs import InRecords
from hollyhock.apps.interactions import storing
from hollyhock.apps.interactions.models import (
    AgentStay,
    Folded,
    Interaction,
    Offer,
    Participant,
    PersonalValue,
    ProjectorCursor,
    Segment,
    TimelineEntry,
)
from hollyhock.apps.recordings.facade import note_recordings
from hollyhock.apps.tenancy.facade import RoutingDomain, domain_of
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.journal import Entry, Personal
from hollyhock.contracts.ports import Journal
from hollyhock.core.kpi.fold import Changes, apply, personal_of, touched

BATCH = 500
"""Entries per transaction."""
_MADE = (TimelineEntry, PersonalValue, Participant, Offer, Segment, Interaction, AgentStay, Folded, ProjectorCursor)
"""Every table that the projector fills, children first."""


async def catch_up(scope: Scope, journal: Journal, records: InRecords) -> int:
    """Project everything that the journal has; return the cursor reached."""
    cursor = await records(position, scope)
    while entries := await journal.read(cursor, BATCH):
        # Erased values are simply not there any more; the rows are made without them.
        personal = await journal.personal(personal_of(entries))
        cursor = await records(project, scope, entries, personal)
    return cursor


async def rebuild(scope: Scope, journal: Journal, records: InRecords) -> int:
    """Make all records of a domain anew from its journal; recordings' files and their rows stay. Return the cursor."""
    await records(clear, scope)
    return await catch_up(scope, journal, records)


def position(scope: Scope) -> int:
    """Return the number of the last entry that is in the records."""
    return ProjectorCursor.objects.filter(domain=domain_of(scope)).values_list("seq", flat=True).first() or 0


def project(scope: Scope, entries: list[Entry], personal: Iterable[Personal]) -> int:
    """Fold entries into the records, exactly once; return the cursor.

    Entries that another worker has projected meanwhile are left out; entries that do not follow the cursor (it was set
    back by a rebuild) change nothing, and the caller reads again from the cursor returned.
    """
    with transaction.atomic():
        domain = domain_of(scope)
        cursor = _locked_cursor(domain)
        fresh = [entry for entry in entries if entry.seq > cursor.seq]
        if not fresh or fresh[0].seq != cursor.seq + 1:
            return cursor.seq
        books, changes = storing.load(domain, *touched(fresh)), Changes()
        for entry in fresh:
            apply(books, entry, changes)
        storing.store(domain, changes, books.rules)
        storing.store_personal(domain, personal)
        note_recordings(domain, changes.recordings)
        cursor.seq, cursor.at = fresh[-1].seq, fresh[-1].at
        cursor.save(update_fields=("seq", "at"))
        return cursor.seq


def clear(scope: Scope) -> None:
    """Empty every table that the projector fills, for one domain, in one transaction."""
    with transaction.atomic():
        domain = domain_of(scope)
        _locked_cursor(domain)
        for model in _MADE:
            model._default_manager.filter(domain=domain).delete()


def _locked_cursor(domain: RoutingDomain) -> ProjectorCursor:
    ProjectorCursor.objects.get_or_create(domain=domain, defaults={"tenant_id": domain.tenant_id})
    rows = ProjectorCursor.objects.filter(domain=domain)
    return (rows.select_for_update() if connection.features.has_select_for_update else rows).get()
