"""A true journal agrees with itself, its snapshot and the records; where a false one parts is named."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.unit.records.helpers import ListJournal, drive, here

from hollyhock.adapters.journal.codec import entry_of
from hollyhock.apps.interactions import projecting
from hollyhock.apps.interactions.models import Interaction, Segment
from hollyhock.apps.tenancy.services import ensure
from hollyhock.cli.journal.commands import Verified, verify
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.journal import Entry, Snapshot
from hollyhock.core.apply.fold import fold
from hollyhock.core.state import State
from hollyhock.core.version import CORE

SCOPE = Scope("w")


class Kept(ListJournal):
    """With a snapshot."""

    snapshot: Snapshot | None = None

    async def load_snapshot(self) -> Snapshot | None:
        return self.snapshot


@pytest.fixture
def journal() -> Kept:
    ensure(SCOPE, "w", "w")
    path = Path(__file__).parents[1] / "core" / "golden" / f"core-{CORE}.jsonl"
    kept = Kept([entry_of(line, 1) for line in path.read_text().splitlines()])
    kept.snapshot = snapshot(kept.entries[:200])
    drive(projecting.catch_up(SCOPE, kept, here))  # type: ignore[arg-type]
    return kept


def snapshot(entries: list[Entry]) -> Snapshot:
    state = State()
    state.data.scope = str(SCOPE)
    for entry in entries:
        fold(state, entry)
    return Snapshot(entries[-1].seq, state.dump())


def verified(journal: Kept) -> Verified:
    return drive(verify(journal, SCOPE, here))  # type: ignore[arg-type,no-any-return]


def test_all_agree(journal: Kept) -> None:
    found = verified(journal)
    assert found.divergence is None
    assert (found.entries, found.decided, found.folded) == (len(journal.entries), len(journal.entries), 0)
    assert found.snapshot == 200
    assert found.contacts == Interaction.objects.count() > 50


def test_a_forged_event_is_named(journal: Kept) -> None:
    number = next(n for n, entry in enumerate(journal.entries) if n > 100 and len(entry.events) > 1)
    journal.entries[number] = msgspec.structs.replace(
        journal.entries[number], events=journal.entries[number].events[1:]
    )
    found = verified(journal).divergence
    assert found is not None
    assert found.seq == number + 1
    assert found.decided


def test_a_false_snapshot_is_named(journal: Kept) -> None:
    assert journal.snapshot is not None
    journal.snapshot = Snapshot(journal.snapshot.seq, snapshot(journal.entries[:150]).body)
    found = verified(journal).divergence
    assert found is not None
    assert (found.seq, found.what) == (200, "snapshot")


def test_a_row_that_was_changed_is_named(journal: Kept) -> None:
    row = Segment.objects.order_by("pk")[10]
    Segment.objects.filter(pk=row.pk).update(began=row.began - 1)
    found = verified(journal).divergence
    assert found is not None
    assert (found.what, found.stored) == ("records", (row.interaction_id,))
