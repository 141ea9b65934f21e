"""Reading recordings."""

from __future__ import annotations

from django.db.models import QuerySet

from hollyhock.apps.recordings.models import Recording


def recordings_of(interaction: str) -> QuerySet[Recording]:
    """Return an interaction's recordings in order; the caller has checked that the interaction may be seen."""
    return Recording.objects.filter(interaction=interaction).order_by("began")
