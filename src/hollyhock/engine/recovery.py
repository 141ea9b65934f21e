"""Brings an engine to where the domain stands: snapshot, then the journal's tail, then what the reserve kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import msgspec
import structlog

from hollyhock.contracts.directory import Prompt
from hollyhock.contracts.errors import JournalBusy, JournalConflict, JournalFull
from hollyhock.contracts.journal import Entry
from hollyhock.contracts.ports import Journal, Reserve
from hollyhock.core.apply.fold import fold
from hollyhock.core.state import State
from hollyhock.engine.personal import PersonalStore

log = structlog.get_logger(__name__)

REMEMBERED = 2_000
"""Newest entries whose command ids are known again after a restart."""
_PAGE = 5_000


@dataclass
class Recovered:
    """Where the domain stands."""

    state: State
    personal: PersonalStore
    seq: int
    epoch: int
    events_since_snapshot: int = 0
    ids: dict[str, int] = field(default_factory=dict)
    """Command id to cursor, for the newest entries."""
    unsaved: list[Entry] = field(default_factory=list)
    """Facts of the reserve that the journal, still full, could not take yet."""

    def prompt(self, code: str) -> Prompt | None:
        """Return a prompt of the directory in force."""
        return self.state.book.prompts.get(code)

    def forget_old_ids(self) -> None:
        """Keep the newest command ids only."""
        if len(self.ids) > 2 * REMEMBERED:
            for old in list(self.ids)[:REMEMBERED]:
                del self.ids[old]


async def recover(journal: Journal, reserve: Reserve, scope: str) -> Recovered:
    """Fold the domain from what is durable. Decides nothing."""
    unsaved = await _empty_reserve(journal, reserve)
    snapshot = await journal.load_snapshot()
    state = _restored(snapshot.body if snapshot else b"")
    start = snapshot.seq if snapshot and state is not None else 0
    state = state or State()
    state.data.scope = scope
    found = Recovered(state=state, personal=PersonalStore(), seq=start, epoch=state.data.epoch)
    async for entry in _entries(journal, start):
        _take(found, entry)
    for entry in unsaved:
        _take(found, entry)
        found.personal.keep(entry.personal)
    found.unsaved = unsaved
    if start and not found.ids:
        found.ids = {e.id: e.seq for e in await journal.read(max(0, start - REMEMBERED), REMEMBERED)}
    found.personal.keep(await journal.personal(list(state.data.interactions)))
    return found


def _restored(body: bytes | bytearray) -> State | None:
    """Return the snapshot's state; None for none, or for one of another version, which the full journal replaces."""
    try:
        return State.restore(body) if body else None
    except msgspec.DecodeError:
        return None


def _take(found: Recovered, entry: Entry) -> None:
    fold(found.state, entry)
    found.seq, found.epoch = entry.seq, max(found.epoch, entry.epoch)
    found.events_since_snapshot += len(entry.events)
    found.ids[entry.id] = entry.seq
    found.forget_old_ids()


async def _entries(journal: Journal, after: int) -> AsyncIterator[Entry]:
    while page := await journal.read(after, _PAGE):
        for entry in page:
            yield entry
        after = page[-1].seq


async def _empty_reserve(journal: Journal, reserve: Reserve) -> list[Entry]:
    """Append to the journal what the reserve kept; return it when the journal is still full.

    What another owner has overtaken is dropped: it has compared its own picture with the switch since.
    """
    seq, _epoch = await journal.last()
    kept = [entry for entry in reserve.read() if entry.seq > seq]
    try:
        if kept:
            await journal.append(kept)
    except (JournalFull, JournalBusy):
        return kept
    except JournalConflict:
        log.warning("reserve_overtaken", entries=len(kept))
    reserve.clear()
    return []
