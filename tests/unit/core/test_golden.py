"""Journals of every core that was ever released fold to what they folded to then; what this one decided, it decides."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from hollyhock.adapters.journal.codec import entry_of
from hollyhock.contracts.journal import Entry, Snapshot
from hollyhock.core.apply.fold import fold
from hollyhock.core.data import Data
from hollyhock.core.state import State
from hollyhock.core.verifying import Verifier
from hollyhock.core.version import CORE, STATE
from hollyhock.testing.walk.golden import Ends, ends_of

GOLDEN = sorted((Path(__file__).parent / "golden").glob("core-*.jsonl"))
JOURNAL_VERSION = 1
"""That they were all written with."""
SHAPES = {2: "5460", 3: "c03b"}
"""State version to the digest of its structs' fields."""


def entries(path: Path) -> list[Entry]:
    return [entry_of(line, JOURNAL_VERSION) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_old_journals_fold_to_what_they_folded_to(path: Path) -> None:
    ends = msgspec.json.decode(path.with_suffix(".json").read_bytes(), type=Ends)
    verifier = Verifier("t.main" if path.stem == "core-1" else "w.main")
    state = State()
    state.data.scope = verifier.state.data.scope
    for entry in entries(path):
        fold(state, entry)
        assert (divergence := verifier.take(entry)) is None, divergence
    assert ends_of(state) == ends_of(verifier.state) == ends


def test_there_is_a_journal_of_each_core() -> None:
    assert [path.stem for path in GOLDEN] == [f"core-{number}" for number in range(1, CORE + 1)]


def test_a_divergence_is_named() -> None:
    verifier, path = Verifier("w.main"), GOLDEN[-1]
    forged = [e for e in entries(path) if len(e.events) > 2]
    for entry in entries(path):
        if entry.seq == forged[0].seq:
            found = verifier.take(msgspec.structs.replace(entry, events=entry.events[:-1]))
            assert found is not None
            assert (found.seq, found.what, len(found.decided)) == (entry.seq, type(entry.command).__name__, 1)
            return
        assert verifier.take(entry) is None


@pytest.mark.parametrize("change", [{"seq": 5_000}, {"at": 0}, {"epoch": 0}])
def test_an_entry_that_is_missing_or_out_of_order_is_named(change: dict[str, int]) -> None:
    verifier, kept = Verifier("w.main"), entries(GOLDEN[-1])[:20]
    assert [verifier.take(entry) for entry in kept[:-1]] == [None] * 19
    found = verifier.take(msgspec.structs.replace(kept[-1], **change))
    assert found is not None
    assert (found.seq, found.what) == (change.get("seq", 20), "sequence")


def test_a_snapshot_is_compared_and_one_of_another_shape_left_alone() -> None:
    verifier = Verifier("w.main")
    for entry in entries(GOLDEN[-1]):
        verifier.take(entry)
    right = verifier.state.dump()
    assert verifier.compare(Snapshot(9, right)) is None
    assert verifier.compare(Snapshot(9, b"state 1\n")) is None
    verifier.state.data.counter += 1
    assert verifier.compare(Snapshot(9, right)) is not None


def test_the_shape_of_snapshots_has_a_version() -> None:
    """When this fails, raise ``STATE`` and note the new digest: old snapshots are left alone from then on."""
    assert SHAPES[STATE] == _digest()


def _digest() -> str:
    from hashlib import sha256

    schema = msgspec.json.schema(Data)
    fields = {name: sorted(one.get("properties", ())) for name, one in sorted(schema["$defs"].items())}
    return sha256(msgspec.json.encode(fields)).hexdigest()[:4]
