"""A snapshot as a file beside the database, so that writing megabytes never holds up an append."""

import os
import zlib
from pathlib import Path

from hollyhock.contracts.journal import Snapshot

_HEAD = 12
"""Bytes before the body: cursor (8), checksum of the body (4), big-endian."""


def save(path: Path, snapshot: Snapshot) -> None:
    """Replace the file at once and durably; raise ``OSError``."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        file.write(snapshot.seq.to_bytes(8, "big") + _checksum(snapshot).to_bytes(4, "big"))
        for piece in (snapshot.body, *snapshot.more):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _checksum(snapshot: Snapshot) -> int:
    found = 0
    for piece in (snapshot.body, *snapshot.more):
        found = zlib.crc32(piece, found)
    return found


def load(path: Path) -> Snapshot | None:
    """Return the snapshot, or None when there is none or it is damaged: the journal then replays from its start."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    body = content[_HEAD:]
    if len(content) < _HEAD or zlib.crc32(body) != int.from_bytes(content[8:_HEAD], "big"):
        return None
    return Snapshot(int.from_bytes(content[:8], "big"), body)
