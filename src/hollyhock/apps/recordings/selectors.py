"""Reading recordings."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from hollyhock.apps.recordings.models import Recording


def recordings_of(interaction: str) -> QuerySet[Recording]:
    """Return an interaction's recordings in order; the caller has checked that the interaction may be seen."""
    return Recording.objects.filter(interaction=interaction).order_by("began")


def recorded(interactions: Collection[str]) -> set[str]:
    """Return those of the interactions that have a recording."""
    return set(Recording.objects.filter(interaction__in=interactions).values_list("interaction", flat=True))
