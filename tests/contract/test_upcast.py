"""Old journals replay."""

import msgspec
import pytest

from hollyhock.adapters.journal.codec import body_of, entry_of
from hollyhock.adapters.journal.upcast import UPCASTERS, VERSION, Fields
from hollyhock.contracts.errors import JournalBroken
from hollyhock.testing.builders import entry


def _from_first(fields: Fields) -> Fields:
    return {**fields, "actor": fields["who"]}


def _from_second(fields: Fields) -> Fields:
    return {**fields, "actor": f"agent:{fields['actor']}"}


def test_an_old_entry_passes_every_step() -> None:
    fields = msgspec.json.decode(body_of(entry(1)))
    fields["who"] = "1001"
    del fields["actor"]
    old = msgspec.json.encode(fields).decode()
    assert entry_of(old, 1, {1: _from_first, 2: _from_second}, 3).actor == "agent:1001"


def test_an_entry_of_a_newer_release_is_not_guessed_at() -> None:
    with pytest.raises(JournalBroken, match="newer"):
        entry_of(body_of(entry(1)), VERSION + 1)


def test_a_damaged_entry_is_told() -> None:
    with pytest.raises(JournalBroken):
        entry_of("{}", VERSION)


def test_there_is_a_step_from_every_version() -> None:
    assert sorted(UPCASTERS) == list(range(1, VERSION))
