"""The doors from Django to the outside: one settings entry names the bootstrap factory that makes them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from hollyhock.contracts.ids import Scope


class Doors(Protocol):
    """What the business side needs from outside Django. All calls are synchronous."""

    def poke(self, scope: Scope) -> None:
        """Tell the worker that the outbox of a domain has grown; never waits, never fails: it is only a hint."""

    def speak(self, text: str, language: str, target: Path) -> None:
        """Write the spoken text as a telephone sound to ``target``; raise ``Unavailable`` without a speech engine."""

    def convert(self, upload: bytes, target: Path) -> None:
        """Write an uploaded recording as a telephone sound to ``target``; raise ``Invalid`` when it is no WAV."""


@cache
def doors() -> Doors:
    """Return the doors of this process."""
    made: Doors = import_string(settings.HOLLYHOCK_DOORS)()
    return made
