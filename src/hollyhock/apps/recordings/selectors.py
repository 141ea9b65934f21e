"""Reading recordings, and how far the encoder is behind."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet

from hollyhock.apps.recordings.models import Recording
from hollyhock.contracts.ids import Scope


@dataclass(frozen=True)
class Backlog:
    """What still has to be encoded."""

    running: int
    waiting: int
    failed: int
    oldest: int | None
    """When the oldest that waits had ended; epoch milliseconds."""


def recordings_of(interaction: str) -> QuerySet[Recording]:
    """Return an interaction's recordings in order; the caller has checked that the interaction may be seen."""
    return Recording.objects.filter(interaction=interaction).order_by("began")


def recorded(interactions: Collection[str]) -> set[str]:
    """Return those of the interactions that have a recording."""
    names = Recording.objects.filter(interaction__in=interactions).values_list("interaction_id", flat=True)
    return {name for name in names if name}


def backlog(scope: Scope) -> Backlog:
    """Return how far the encoder is behind."""
    rows = Recording.objects.filter(tenant__code=scope.tenant, domain__code=scope.domain)
    counts = dict(rows.values_list("state").annotate(Count("pk")).order_by())
    oldest = rows.filter(state=Recording.State.WAITING).aggregate(oldest=Min("ended"))["oldest"]
    return Backlog(counts.get("running", 0), counts.get("waiting", 0), counts.get("failed", 0), oldest)
