"""Sound files as the switch plays them: at each path a ``.wav`` of 8 kHz (browsers too) and a ``.wav16`` of 16 kHz."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hollyhock.adapters.speech.resample import resample
from hollyhock.adapters.speech.sound import Sound, write_wav

NARROW, WIDE = (".wav", 8_000), (".wav16", 16_000)
"""Extension and sample rate: for calls over trunks, and for those over WebRTC."""


def write_sound(path: Path, sound: Sound, *, wide: bool = True) -> None:
    """Write a sound at ``path`` (any extension is replaced); whoever plays it never sees half a file.

    ``wide=False`` leaves out the 16 kHz form, for sounds that are made while somebody waits.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # The narrow one is written last: where it is, the sound is complete.
    for extension, rate in (WIDE, NARROW) if wide else (NARROW,):
        _replace(path.with_suffix(extension), write_wav(resample(sound, rate)))


def exists(path: Path) -> bool:
    """Tell whether a sound is complete."""
    return path.with_suffix(NARROW[0]).exists()


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
