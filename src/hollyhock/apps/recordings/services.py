"""Writing the manifest."""

from __future__ import annotations

from collections.abc import Iterable

from hollyhock.apps.recordings.models import Recording
from hollyhock.apps.tenancy.facade import RoutingDomain
from hollyhock.core.kpi.rows import RecordingFact


def note_recordings(domain: RoutingDomain, facts: Iterable[RecordingFact]) -> None:
    """Enter what the journal says of recordings; safe to repeat, and never takes an archived one back."""
    for fact in facts:
        name = fact.recording.removesuffix(".raw")
        row, _made = Recording.objects.get_or_create(
            name=name,
            defaults={
                "tenant_id": domain.tenant_id,
                "domain": domain,
                "interaction_id": fact.interaction,
                "began": fact.at,
                "changed": fact.at,
            },
        )
        row.interaction_id = fact.interaction
        row.began = min(row.began, fact.at)
        if not fact.running:
            row.ended = fact.at
            if row.state == Recording.State.RUNNING:
                row.state, row.changed = Recording.State.WAITING, fact.at
        row.save(update_fields=("interaction", "began", "ended", "state", "changed"))
