"""Reads the length of an Opus file from its Ogg pages (RFC 3533, RFC 7845)."""

from __future__ import annotations

import struct
from pathlib import Path

_RATE = 48_000
"""Opus counts granules at 48 kHz whatever was encoded."""
_LAST = 4
"""Bit of a page's flags: the stream ends with it."""
_LONGEST_PAGE = 65_307


def duration_ms(path: Path) -> int | None:
    """Return how long a complete Opus file plays; None for one that is torn, empty or something else."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(512)
        file.seek(max(0, size - _LONGEST_PAGE))
        tail = file.read()
    head = start.find(b"OpusHead")
    last = tail.rfind(b"OggS")
    if not start.startswith(b"OggS") or head < 0 or last < 0 or len(tail) < last + 27:
        return None
    skip: int = struct.unpack_from("<H", start, head + 10)[0]
    flags: int = tail[last + 5]
    granule: int = struct.unpack_from("<q", tail, last + 6)[0]
    segments: int = tail[last + 26]
    lacing = tail[last + 27 : last + 27 + segments]
    if not flags & _LAST or len(lacing) < segments or len(tail) != last + 27 + segments + sum(lacing):
        return None
    return max(0, granule - skip) * 1000 // _RATE
