"""The bus and the journal that a home's settings ask for."""

from __future__ import annotations

from pathlib import Path

from hollyhock.adapters.bus import MemoryBus, NatsBus
from hollyhock.contracts.ports import Bus, Journal
from hollyhock.contracts.settings import Secrets, Settings


def bus_of(settings: Settings, secrets: Secrets, name: str) -> Bus:
    """Return the bus, not connected yet; ``name`` is shown in its monitoring."""
    if settings.bus == "memory":
        return MemoryBus()
    return NatsBus(f"nats://127.0.0.1:{settings.ports.bus}", secrets.bus, name)


def journal_of(home: Path, settings: Settings) -> Journal:
    """Return the journal, not opened yet."""
    # A process loads the driver of its own database only: it shows in the time of a start.
    if not settings.journal:
        from hollyhock.adapters.journal.sqlite_journal import SqliteJournal

        return SqliteJournal(home / "journal.sqlite3")
    from hollyhock.adapters.journal.postgres_journal import PostgresJournal

    return PostgresJournal(settings.journal, f"journal_{settings.tenant}_{settings.domain}")
