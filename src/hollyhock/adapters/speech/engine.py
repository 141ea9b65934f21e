"""Speech engines: what one must do, and how the one that the settings name is found.

Another engine is a package with an entry point in the group ``hollyhock.speech``: its name is what ``speech`` in
``hollyhock.toml`` says, its object a function that takes the ``PartsLayout`` and returns an ``Engine``.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Protocol

from hollyhock.adapters.speech.espeak import Espeak
from hollyhock.adapters.speech.sound import Sound
from hollyhock.contracts.errors import Unavailable
from hollyhock.contracts.parts import PartsLayout

GROUP = "hollyhock.speech"


class Engine(Protocol):
    """Says text. Called from several threads at once."""

    name: str
    """Letters, digits and dashes; sounds made by different engines are kept apart by it."""

    def synthesise(self, text: str, language: str) -> Sound:
        """Return the text as speech; raise ``Unavailable`` when the engine does not answer."""


def load_engine(layout: PartsLayout) -> Engine:
    """Return the engine that the settings name; raise ``Unavailable`` when no package offers it."""
    name = layout.settings.speech
    if name == Espeak.name:
        return Espeak(layout.espeak_ng)
    for entry in entry_points(group=GROUP, name=name):
        engine: Engine = entry.load()(layout)
        return engine
    raise Unavailable(part=f"{GROUP}: {name}")
