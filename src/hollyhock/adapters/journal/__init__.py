"""The journal on SQLite, and the reserve for a full disk. That on PostgreSQL loads a driver, so it is named in full."""

from hollyhock.adapters.journal.reserve import FileReserve
from hollyhock.adapters.journal.sqlite_journal import SqliteJournal

__all__ = ["FileReserve", "SqliteJournal"]
