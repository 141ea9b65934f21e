"""Changing prompts and making their sounds."""

from __future__ import annotations

import hashlib
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction

from hollyhock.apps.base.ports import doors
from hollyhock.apps.people.facade import User, save_row
from hollyhock.apps.prompts.models import Wording
from hollyhock.apps.publishing.facade import announce
from hollyhock.contracts.errors import HollyhockError

log = structlog.get_logger(__name__)

save = save_row


def save_wording(person: User | None, wording: Wording) -> None:
    """Store a wording and make its sound; without a speech engine the worker makes it later.

    Raises ``Invalid`` for an uploaded recording that is none; nothing is changed then.
    """
    if wording.recording:
        _make(wording)
    save_row(person, wording)
    if not wording.recording:
        render(wording)


def render_missing(tenant: int) -> int:
    """Make every sound of a tenant that is not there yet; return how many could not be made."""
    rows = Wording.objects.filter(prompt__tenant=tenant).select_related("prompt")
    return sum(not render(row) for row in rows)


def render(wording: Wording) -> bool:
    """Make the sound of a stored wording unless it is there; return whether it is there now."""
    wanted = sound_of(wording)
    try:
        if not file_of(wanted).exists():
            _make(wording)
    except HollyhockError as error:
        log.warning("prompt_not_spoken", prompt=wording.prompt.code, language=wording.language, error=error.code)
        return False
    if wording.sound != wanted:
        with transaction.atomic():
            Wording.objects.filter(pk=wording.pk).update(sound=wanted)
            announce(wording.prompt.tenant_id)
        wording.sound = wanted
    return True


def sound_of(wording: Wording) -> str:
    """Return the id of the sound that belongs to what the wording says now: another text is another sound."""
    said = bytes(wording.recording) if wording.recording else wording.text.encode()
    digest = hashlib.sha256(said).hexdigest()[:12]
    return f"prompt/{wording.prompt.tenant_id}/{wording.prompt.code}/{wording.language}-{digest}"


def file_of(sound: str) -> Path:
    """Return where a sound's file stands."""
    return Path(settings.HOLLYHOCK_HOME) / "sounds" / f"{sound}.wav"


def _make(wording: Wording) -> None:
    target = file_of(sound_of(wording))
    target.parent.mkdir(parents=True, exist_ok=True)
    if wording.recording:
        doors().convert(bytes(wording.recording), target)
    else:
        doors().speak(wording.text, wording.language, target)
