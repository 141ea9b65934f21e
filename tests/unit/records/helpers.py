"""What several tests of the records need: a journal in memory, dumps of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model

from hollyhock.apps.interactions import projecting
from hollyhock.apps.interactions.models import AgentStay, Interaction, Offer, Participant, Segment, TimelineEntry
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.journal import Entry, Personal

SCOPE = Scope("demo")
TABLES: tuple[type[Model], ...] = (Interaction, Segment, Offer, Participant, TimelineEntry, AgentStay)


class ListJournal:
    """The reading half of a journal, over a list."""

    def __init__(self, entries: Sequence[Entry] = (), values: Iterable[Personal] = ()) -> None:
        self.entries = list(entries)
        self.values = list(values)

    async def read(self, after: int, limit: int = 1000) -> list[Entry]:
        return [entry for entry in self.entries if entry.seq > after][:limit]

    async def personal(self, interactions: Iterable[str]) -> list[Personal]:
        wanted = set(interactions)
        return [value for value in self.values if value.interaction in wanted]

    async def last(self) -> tuple[int, int]:
        return (self.entries[-1].seq if self.entries else 0, 1)

    async def erase(self, interaction: str) -> None:
        self.values = [value for value in self.values if value.interaction != interaction]


async def here(work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Run the work in place: what a worker's own thread is in production."""
    return work(*args, **kwargs)


def catch_up(journal: ListJournal) -> int:
    """Project everything, on this thread and in its transaction."""
    return int(drive(projecting.catch_up(SCOPE, journal, here)))  # type: ignore[arg-type]


def rebuild(journal: ListJournal) -> int:
    """Make everything anew."""
    return int(drive(projecting.rebuild(SCOPE, journal, here)))  # type: ignore[arg-type]


def drive(work: Any) -> Any:
    """Run a coroutine that never really waits without a loop, so that Django's check for one stays quiet."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("the fakes never wait")


def dump(*, tables: Sequence[type[Model]] = TABLES) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of the tables without the numbers that databases give out."""
    found = {}
    for table in tables:
        names = [field.attname for field in table._meta.concrete_fields if field.name != "id" or table is Interaction]
        found[table.__name__] = sorted(map(repr, table._default_manager.values_list(*names)))
    return found  # type: ignore[return-value]
