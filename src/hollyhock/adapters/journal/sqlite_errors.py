"""Tells SQLite's failures apart as the journal's four errors."""

import os
import sqlite3
from pathlib import Path

from hollyhock.contracts.errors import HollyhockError, JournalBroken, JournalBusy, JournalConflict, JournalFull

_ROOM = 64 * 1024
"""A disk with less room than this is full: growing the shared-memory file alone takes 32 KiB."""


def journal_error(error: sqlite3.Error, folder: Path) -> HollyhockError:
    """Return which of the four errors ``error`` is; ``folder`` is where the database stands.

    SQLite calls some full disks an input/output error (a file that cannot be lengthened or synced), so those look at
    the room that is left.
    """
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_FULL:
        return JournalFull()
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return JournalBusy()
    if primary == sqlite3.SQLITE_CONSTRAINT:
        return JournalConflict()
    if primary in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN} and _full(folder):
        return JournalFull()
    return JournalBroken(detail=getattr(error, "sqlite_errorname", type(error).__name__))


def _full(folder: Path) -> bool:
    try:
        room = os.statvfs(folder)
    except OSError:
        return False
    return room.f_bavail * room.f_frsize < _ROOM
