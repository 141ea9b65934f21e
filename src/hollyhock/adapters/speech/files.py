"""Sound files as the switch plays them: ``.wav`` of 8 kHz, the rate of every call."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hollyhock.adapters.speech.resample import resample
from hollyhock.adapters.speech.sound import Sound, write_wav

_EXTENSION, _RATE = ".wav", 8_000


def write_sound(path: Path, sound: Sound) -> None:
    """Write a sound at ``path`` (any extension is replaced); whoever plays it never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path.with_suffix(_EXTENSION), write_wav(resample(sound, _RATE)))


def exists(path: Path) -> bool:
    """Tell whether a sound is complete."""
    return path.with_suffix(_EXTENSION).exists()


def _replace(path: Path, body: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".making-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(body)
        Path(name).chmod(0o640)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
