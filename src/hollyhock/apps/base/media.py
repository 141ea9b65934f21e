"""The media of this centre: those of the channels that are installed, read from their packages' metadata."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import structlog

from hollyhock.apps.base.words import both
from hollyhock.contracts.directory import Names
from hollyhock.contracts.extensions import CHANNELS, MEDIA

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

VOICE, VOICEMAIL, CALLBACK = "voice", "voicemail", "callback"
log = structlog.get_logger(__name__)


@cache
def media() -> tuple[str, ...]:
    """Return the media by which customers come, voice first; read once, since it reads the metadata of all packages."""
    return (VOICE, *sorted({entry.name for entry in entry_points(group=CHANNELS)} - {VOICE}))


def media_choices() -> list[tuple[str, str | _StrPromise]]:
    """Return each medium by which customers come with its label."""
    return [(medium, label(medium)) for medium in media()]


def held_media() -> list[tuple[str, str | _StrPromise]]:
    """Return each medium that an agent can have in hand, with its label: messages besides those of the channels."""
    return [*media_choices(), (VOICEMAIL, label(VOICEMAIL))]


def label(medium: str) -> str | _StrPromise:
    """Return a medium's name; that of somebody else's channel is what its package says, or else its code."""
    if medium == VOICE:
        return both("电话", "Calls")
    if medium == VOICEMAIL:
        return both("留言", "Voicemail")
    if medium == CALLBACK:
        return both("回呼", "Call backs")
    names = shipped().get(medium)
    return both(names.zh, names.en) if names else medium


@cache
def shipped() -> dict[str, Names]:
    """Return the names that other people's channels bring for their media."""
    found = {}
    for entry in entry_points(group=MEDIA):
        try:
            names = entry.load()
        except Exception as error:  # noqa: BLE001 - a stranger's mistake must not close the back office
            log.warning("medium_without_name", medium=entry.name, error=type(error).__name__)
            continue
        if isinstance(names, Names):
            found[entry.name] = names
    return found
