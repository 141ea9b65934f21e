"""Kills the projector at seeded lines, with ``kill -9`` from within; afterwards the records are those of one clean run.

Run by ``test_projector_kills.py`` in a process of its own, because it forks: ``kill_projector.py SEED POINTS``. The
journal is a real one. Prints how many kills hit.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections.abc import Callable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "hollyhock.testing.django_settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import django

django.setup()

# ruff: noqa: E402 - the models need Django to be set up
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.models import Model

from hollyhock.adapters.journal.sqlite_journal import SqliteJournal
from hollyhock.apps.interactions import projecting
from hollyhock.apps.interactions.models import AgentStay, Interaction, Offer, Participant, Segment, TimelineEntry
from hollyhock.apps.recordings.models import Recording
from hollyhock.apps.tenancy.services import ensure
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.journal import Entry
from hollyhock.testing.deadly import DeadlyLines, killed_in_child
from hollyhock.testing.histories import History

SCOPE = Scope("demo")
TABLES: tuple[type[Model], ...] = (
    Interaction,
    Segment,
    Offer,
    Participant,
    TimelineEntry,
    AgentStay,
    Recording,
)
_TRACED = ("/apps/interactions/", "/apps/recordings/services", "/django/db/transaction.py", "/core/kpi/fold.py")


async def here(work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    return work(*args, **kwargs)


async def with_journal(work: Callable[[SqliteJournal], Any]) -> Any:
    journal = SqliteJournal(settings.HOLLYHOCK_HOME / "journal.sqlite3")
    await journal.open()
    try:
        return await work(journal)
    finally:
        await journal.close()


def append(entries: list[Entry]) -> None:
    asyncio.run(with_journal(lambda journal: journal.append(entries)))


def catch_up() -> int:
    try:
        return int(asyncio.run(with_journal(lambda journal: projecting.catch_up(SCOPE, journal, here))))
    finally:
        connections.close_all()


def dump() -> dict[str, list[str]]:
    found = {}
    for table in TABLES:
        names = [f.attname for f in table._meta.concrete_fields if f.name != "id" or table is Interaction]
        found[table.__name__] = sorted(map(repr, table._default_manager.values_list(*names)))
    connections.close_all()
    return found


def main() -> None:
    seed, points = int(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(seed)
    projecting.BATCH = 8
    call_command("migrate", verbosity=0)
    ensure(SCOPE, "演示", "Demo")
    connections.close_all()
    history = History(random.Random(seed), 1_700_000_000_000)
    written, hits, lines = 0, 0, 0
    for _point in range(points):
        entries = history.run(25)
        append(entries[written:])
        written = len(entries)
        hits += killed_in_child(_TRACED, chance.randint(1, lines or 2_000), catch_up)
        counter = DeadlyLines(_TRACED)
        counter.run(catch_up)
        lines = max(lines, counter.seen)
    assert catch_up() == written
    found = dump()
    projecting.clear(SCOPE)
    Recording.objects.all().delete()
    connections.close_all()
    projecting.BATCH = 10_000
    assert catch_up() == written
    clean = dump()
    for name, rows in clean.items():
        assert found[name] == rows, name
    print(hits)


if __name__ == "__main__":
    main()
