"""Who may hear what: a recording is for those who may see its interaction."""

from __future__ import annotations

from django.db.models import QuerySet

from hollyhock.apps.interactions.facade import parts, sight_of
from hollyhock.apps.people.facade import User
from hollyhock.apps.recordings.models import Recording
from hollyhock.contracts.errors import UnknownSound


def heard(person: User) -> QuerySet[Recording]:
    """Return the recordings that the person may hear."""
    return parts(Recording.objects.all(), sight_of(person))


def find(person: User, name: str) -> Recording:
    """Return one of them; raise ``UnknownSound`` whether it is missing or not theirs."""
    row = heard(person).filter(pk=name).first()
    if row is None:
        raise UnknownSound(name=name)
    return row
