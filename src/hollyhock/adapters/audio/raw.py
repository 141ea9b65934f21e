"""Raw recordings: 16-bit signed little-endian samples, left (customer) and right interleaved, no header."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

RATE = 8_000
"""Samples per second and channel, as the switch writes ``.raw``."""
FRAME = 4
"""Bytes of one moment: two channels of two bytes."""
STEPS = 800
"""Steps of a waveform: more than a screen's width shows."""
_LOUDEST = 32_768


def whole(size: int) -> int:
    """Return the bytes of whole frames: a killed switch may leave a torn last one."""
    return size - size % FRAME


def duration_ms(size: int) -> int:
    """Return how long a raw file of this size plays."""
    return whole(size) * 1000 // (RATE * FRAME)


def wav_head(size: int) -> bytes:
    """Return the RIFF/WAVE header with which a raw file of this size plays in any browser."""
    data = whole(size)
    form = struct.pack("<HHIIHH", 1, 2, RATE, RATE * FRAME, FRAME, 16)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + data)
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + form
        + b"data"
        + struct.pack("<I", data)
    )


def peaks(path: Path) -> bytes:
    """Return the loudest sample of each step, one byte each, all of the left channel and then all of the right."""
    frames = whole(path.stat().st_size) // FRAME
    steps = min(STEPS, frames)
    sides = (bytearray(), bytearray())
    with path.open("rb") as file:
        for samples in _chunks(file, frames, steps):
            for side, channel in zip(sides, (samples[0::2], samples[1::2]), strict=True):
                high, low = max(channel), min(channel)
                side.append(min(255, max(high, -low) * 255 // _LOUDEST))
    return bytes(sides[0] + sides[1])


def _chunks(file: BinaryIO, frames: int, steps: int) -> Iterator[array[int]]:
    """Yield the samples of each step; the steps differ in length by one frame at most."""
    for step in range(steps):
        length = (step + 1) * frames // steps - step * frames // steps
        samples = array("h")
        samples.frombytes(file.read(length * FRAME))
        if sys.byteorder == "big":
            samples.byteswap()
        yield samples
