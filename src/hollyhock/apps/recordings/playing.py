"""Playing a sound over HTTP with byte ranges (RFC 9110, section 14)."""

from __future__ import annotations

import re
from pathlib import Path

from django.http import HttpResponse

from hollyhock.contracts.archive import Sound

LARGEST = 1 << 20
"""Bytes of one partial answer: players ask again for the rest."""
_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")


def play(sound: Sound, asked: str) -> HttpResponse:
    """Return the answer to a ``Range`` header: 206 with at most ``LARGEST`` bytes, 416, or the whole without one."""
    common = {"Accept-Ranges": "bytes", "Cache-Control": "private, no-store"}
    wanted = _range(asked, sound.size)
    if wanted is None:
        return HttpResponse(_read(sound, 0, sound.size), content_type=sound.kind, headers=common)
    start, end = wanted
    if start >= end:
        return HttpResponse(status=416, headers=common | {"Content-Range": f"bytes */{sound.size}"})
    end = min(end, start + LARGEST)
    headers = common | {"Content-Range": f"bytes {start}-{end - 1}/{sound.size}"}
    return HttpResponse(_read(sound, start, end), status=206, content_type=sound.kind, headers=headers)


def begins(asked: str) -> bool:
    """Return whether the request plays from the beginning."""
    found = _RANGE.match(asked)
    return found is None or found[1] == "0"


def _range(asked: str, size: int) -> tuple[int, int] | None:
    """Return start and end; an empty stretch when it cannot be met, None for no (or several) ranges."""
    found = _RANGE.match(asked)
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    start = int(found[1])
    end = min(size, int(found[2]) + 1) if found[2] else size
    return (start, end) if start < end else (size, size)


def _read(sound: Sound, start: int, end: int) -> bytes:
    found = sound.head[start:end]
    if end > len(sound.head):
        with Path(sound.path).open("rb") as file:
            file.seek(max(0, start - len(sound.head)))
            found += file.read(end - max(start, len(sound.head)))
    return found
