"""The doors that Django's apps reach the outside through, as ``HOLLYHOCK_DOORS`` names them."""

from __future__ import annotations

import asyncio
import platform
from functools import cache
from pathlib import Path

from hollyhock.adapters.settings import home, load_settings
from hollyhock.adapters.speech.engine import load_engine
from hollyhock.adapters.speech.studio import Studio
from hollyhock.contracts import subjects
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.parts import PartsLayout
from hollyhock.contracts.ports import Bus


class RealDoors:
    """Pokes go to the bus of this process, when it has one; speech goes to the speech engine."""

    def __init__(self) -> None:
        """Begin without a bus."""
        self._bus: Bus | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self, bus: Bus) -> None:
        """Use this bus from now on; called on the loop that the bus lives on."""
        self._bus, self._loop = bus, asyncio.get_running_loop()

    def poke(self, scope: Scope) -> None:
        """Publish the hint from whatever thread this is; without a bus the worker's sweep finds the change."""
        if self._bus is not None and self._loop is not None and not self._loop.is_closed():
            asyncio.run_coroutine_threadsafe(self._bus.publish(subjects.outbox_grew(scope), b""), self._loop)

    def speak(self, text: str, language: str, target: Path) -> None:
        """Write the spoken text as a telephone sound."""
        _studio().speak(text, language, target)

    def convert(self, upload: bytes, target: Path) -> None:
        """Write an uploaded recording as a telephone sound."""
        _studio().convert(upload, target)


@cache
def _studio() -> Studio:
    folder = home()
    layout = PartsLayout(home=str(folder), settings=load_settings(folder), machine=platform.machine())
    return Studio(load_engine(layout))


@cache
def make() -> RealDoors:
    """Return this process's doors."""
    return RealDoors()
