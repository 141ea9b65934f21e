"""espeak-ng as a child process: small, quick, many languages."""

from __future__ import annotations

import os
import re
import subprocess

from hollyhock.adapters.speech.sound import Sound, read_wav
from hollyhock.contracts.errors import Invalid, Unavailable
from hollyhock.contracts.parts import Program

_VOICES = {"zh-Hans": "cmn", "en": "en-gb"}
_WORDS_A_MINUTE = {"cmn": 160, "en-gb": 150}
_HAN = re.compile(r"[\u3400-\u9fff]")
_PATIENCE_S = 20


class Espeak:
    """Runs espeak-ng once per text; the text goes in by standard input and is never seen in a process list."""

    name = "espeak-ng"

    def __init__(self, program: Program) -> None:
        """Use this program."""
        self._program = program

    def synthesise(self, text: str, language: str) -> Sound:
        """Return the text as speech at 22,050 Hz.

        Text in Chinese characters (a name, say) is spoken by the Chinese voice in every language.
        """
        voice = "cmn" if _HAN.search(text) else _VOICES.get(language, language)
        options = ["-v", voice, "-s", str(_WORDS_A_MINUTE.get(voice, 160)), "-b", "1", "--stdin", "--stdout"]
        try:
            done = subprocess.run(
                [*self._program.argv, *options],
                input=text.encode(),
                capture_output=True,
                env={**os.environ, **self._program.env},
                timeout=_PATIENCE_S,
                check=True,
            )
            return read_wav(done.stdout)
        except (OSError, subprocess.SubprocessError, Invalid):
            raise Unavailable(part=self.name) from None
