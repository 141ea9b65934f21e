"""The journal on SQLite or PostgreSQL, and the reserve for when its disk is full."""

from hollyhock.adapters.journal.postgres_journal import PostgresJournal
from hollyhock.adapters.journal.reserve import FileReserve
from hollyhock.adapters.journal.sqlite_journal import SqliteJournal

__all__ = ["FileReserve", "PostgresJournal", "SqliteJournal"]
