"""Sounds of our own: a calm loop for waiting and the tone before a message."""

from __future__ import annotations

import array
import math
import wave
from collections.abc import Callable
from pathlib import Path

RATE = 8000
"""Samples a second, 16 bits, one channel."""
_CHORDS = ((220.00, 277.18, 329.63), (196.00, 246.94, 293.66), (174.61, 220.00, 261.63), (196.00, 246.94, 329.63))
"""Three soft voices each, in hertz."""
_CHORD_S = 4
_TONE_HZ, _TONE_S = 1000, 0.3


def make_sounds(tone: Path, music: Path) -> None:
    """Write the tone (``tone`` + ``.wav``) and the waiting loop (in folder ``music``) unless they are there."""
    _once(tone.with_suffix(".wav"), _tone)
    _once(music / "calm.wav", _loop)


def wave_ms(path: Path) -> int:
    """Return the length of a .wav in milliseconds; 0 when it is missing, empty or not whole."""
    try:
        with wave.open(str(path), "rb") as sound:
            return sound.getnframes() * 1000 // sound.getframerate()
    except (OSError, wave.Error, EOFError):
        return 0


def _once(path: Path, make: Callable[[], array.array[int]]) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with wave.open(str(unfinished), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(make().tobytes())
    unfinished.replace(path)


def _tone() -> array.array[int]:
    step = 2 * math.pi * _TONE_HZ / RATE
    return array.array("h", (int(8000 * math.sin(step * i)) for i in range(int(RATE * _TONE_S))))


def _loop() -> array.array[int]:
    out = array.array("h")
    for chord in _CHORDS:
        steps = [2 * math.pi * hertz / RATE for hertz in chord]
        total = RATE * _CHORD_S
        for i in range(total):
            swell = math.sin(math.pi * i / total)
            out.append(int(1500 * swell * sum(math.sin(step * i) for step in steps)))
    return out
