"""A file whose blocks are already there: it takes facts while the journal's disk is full."""

import errno
import os
import zlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from hollyhock.contracts.errors import JournalBroken, JournalFull
from hollyhock.contracts.journal import Entry

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Entry)
_GENERATION = 8
"""Bytes of the file's head: a number that each clearing raises. Records of another generation do not count."""
_HEAD = 8
"""Bytes before a record's body: length (4) and checksum (4), big-endian."""


class FileReserve:
    """Implements ``Reserve``. Written once in full when made, so that later writes need no new block."""

    def __init__(self, path: Path, size: int = 4 * 1024 * 1024) -> None:
        """Make or reopen ``path`` with ``size`` bytes; raise ``JournalFull`` or ``JournalBroken``."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            there = os.fstat(self._file).st_size
            if there < size:
                _write(self._file, bytes(size - there), there)
                os.fsync(self._file)
        except OSError as error:
            raise _error(error) from error
        self._size = size
        self._scan()

    def write(self, entries: Sequence[Entry]) -> None:
        """Make entries durable here; raise ``JournalFull`` when even the reserve is used up."""
        records = b"".join(self._record(_ENCODER.encode(entry)) for entry in entries)
        if self._end + len(records) > self._size:
            raise JournalFull
        self._put(records, self._end)
        self._end += len(records)

    def read(self) -> list[Entry]:
        """Return what is kept, in order; a torn last record is left out."""
        return self._scan()

    def clear(self) -> None:
        """Forget everything after it has been appended to the journal."""
        self._put((self._generation + 1).to_bytes(_GENERATION, "big"), 0)
        self._scan()

    def close(self) -> None:
        """Release the file."""
        os.close(self._file)

    def _put(self, content: bytes, offset: int) -> None:
        try:
            _write(self._file, content, offset)
            os.fdatasync(self._file)
        except OSError as error:
            raise _error(error) from error

    def _record(self, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + self._checksum(body).to_bytes(4, "big") + body

    def _checksum(self, body: bytes) -> int:
        return zlib.crc32(body, self._generation & 0xFFFFFFFF)

    def _scan(self) -> list[Entry]:
        content = os.pread(self._file, self._size, 0)
        self._generation = int.from_bytes(content[:_GENERATION], "big")
        self._end = _GENERATION
        entries = []
        while (record := self._record_at(content, self._end)) is not None:
            entries.append(_DECODER.decode(record))
            self._end += _HEAD + len(record)
        return entries

    def _record_at(self, content: bytes, at: int) -> bytes | None:
        length = int.from_bytes(content[at : at + 4], "big")
        body = content[at + _HEAD : at + _HEAD + length]
        checksum = int.from_bytes(content[at + 4 : at + _HEAD], "big")
        whole = length > 0 and len(body) == length and self._checksum(body) == checksum
        return body if whole else None


def _write(file: int, content: bytes, offset: int) -> None:
    if os.pwrite(file, content, offset) < len(content):
        raise OSError(errno.ENOSPC, "short write")


def _error(error: OSError) -> JournalFull | JournalBroken:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return JournalFull()
    return JournalBroken(detail=errno.errorcode.get(error.errno or 0, "OSError"))
