"""The studio: makes the sounds of prompts, from text or from an upload. Synchronous, for the business side."""

from __future__ import annotations

from pathlib import Path

from hollyhock.adapters.speech.engine import Engine
from hollyhock.adapters.speech.files import write_sound
from hollyhock.adapters.speech.sound import read_wav
from hollyhock.contracts.errors import Invalid

LONGEST_TEXT = 2_000
"""Most characters of a prompt."""


class Studio:
    """Makes published sounds; what it is given must not be personal."""

    def __init__(self, engine: Engine) -> None:
        """Speak with this engine."""
        self._engine = engine

    def speak(self, text: str, language: str, target: Path) -> None:
        """Write spoken text as ``target`` ``.wav``; raise ``Unavailable`` without an engine."""
        if not text.strip() or len(text) > LONGEST_TEXT:
            raise Invalid(
                field="text",
                field_name="text",
                remedy_zh=f"请写 1 到 {LONGEST_TEXT} 个字符",
                remedy_en=f"write 1 to {LONGEST_TEXT} characters",
            )
        write_sound(target, self._engine.synthesise(text, language))

    def convert(self, upload: bytes, target: Path) -> None:
        """Write an uploaded WAV as ``target`` ``.wav``; raise ``Invalid`` for what is none."""
        write_sound(target, read_wav(upload))
