"""The media of this centre: those of the channels that are installed, read from metadata without loading one."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from hollyhock.apps.base.words import both
from hollyhock.contracts.extensions import CHANNELS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

VOICE = "voice"


def media() -> list[str]:
    """Return the media by which customers come, voice first."""
    return [VOICE, *sorted({entry.name for entry in entry_points(group=CHANNELS)} - {VOICE})]


def media_choices() -> list[tuple[str, str | _StrPromise]]:
    """Return each medium with its label; that of somebody else's channel is its own name."""
    labels = {VOICE: both("语音", "Voice")}
    return [(medium, labels.get(medium, medium)) for medium in media()]
