"""REST: recordings and voicemails to listen to, and the encoder's backlog."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from hollyhock.apps.audit.facade import Action, record
from hollyhock.apps.interactions.facade import interactions, sight_of
from hollyhock.apps.people.facade import User, may
from hollyhock.apps.recordings import selectors
from hollyhock.apps.recordings.archive import archive
from hollyhock.apps.recordings.hearing import find
from hollyhock.apps.recordings.models import Recording
from hollyhock.apps.recordings.playing import begins, play
from hollyhock.contracts.archive import Encoded, Sound
from hollyhock.contracts.errors import Forbidden, UnknownSound

router = Router(tags=["recordings"])
_SAME_LISTENING_S = 600
"""Further pieces of the same sound within this time belong to the listening that is on record already."""


class Channel(Schema):
    """Loudness of one side, 0 to 1 per step of equal length."""

    name: str
    peaks: list[float]


class Peaks(Schema):
    """A recording's waveform."""

    duration_ms: int
    channels: list[Channel]


class Backlog(Schema):
    """What the encoder has still to do; ``oldest`` is when the oldest that waits had ended."""

    running: int
    waiting: int
    failed: int
    oldest: int | None
    used_bytes: int
    quota_bytes: int


@router.get("/recordings/backlog", response=Backlog)
def backlog(request: HttpRequest) -> Backlog:
    """Return how far the encoder is behind and how much space recordings take."""
    if not may(_person(request), "change", Recording):
        raise Forbidden
    found = selectors.backlog(settings.HOLLYHOCK_SCOPE)
    quota = settings.HOLLYHOCK.recording_quota_gb << 30
    return Backlog(**vars(found), used_bytes=archive().used(), quota_bytes=quota)


@router.get("/recordings/{name}/audio")
def audio(request: HttpRequest, name: str) -> HttpResponse:
    """Play a recording (byte ranges); each listening is audited."""
    row = find(_person(request), name)
    return _play(request, archive().sound(row.pk), row)


@router.get("/recordings/{name}/peaks", response=Peaks)
def peaks(request: HttpRequest, name: str) -> Peaks:
    """Return the waveform."""
    row = find(_person(request), name)
    if row.state == Recording.State.DONE:
        found = Encoded(duration_ms=row.duration_ms, size=row.size, peaks=bytes(row.peaks))
    else:
        found = archive().raw_peaks(row.pk)
    half = len(found.peaks) // 2
    sides = {"customer": found.peaks[:half], "agent": found.peaks[half:]}
    channels = [Channel(name=side, peaks=[round(peak / 255, 3) for peak in values]) for side, values in sides.items()]
    return Peaks(duration_ms=found.duration_ms, channels=channels)


@router.get("/voicemails/{interaction}/audio")
def voicemail(request: HttpRequest, interaction: str) -> HttpResponse:
    """Play the message that a caller left, by the call's or the work item's number; audited likewise."""
    row = interactions(sight_of(_person(request))).filter(pk=interaction).exclude(sound="").first()
    if row is None:
        raise UnknownSound(name=interaction)
    return _play(request, archive().voicemail(row.sound), row)


def _play(request: HttpRequest, sound: Sound, row: Model) -> HttpResponse:
    asked = request.headers.get("Range", "")
    person = _person(request)
    fresh = cache.add(f"listening:{person.pk}:{row}", 1, _SAME_LISTENING_S)
    if fresh or begins(asked):
        record(person, Action.LISTENED, row=row)
    return play(sound, asked)


def _person(request: HttpRequest) -> User:
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - the API's guard has seen to it
    return person
