"""What every journal holds to."""

import asyncio
from collections.abc import Callable

import pytest

from hollyhock.contracts.commands import AttachData
from hollyhock.contracts.errors import JournalConflict
from hollyhock.contracts.journal import Personal, Snapshot
from hollyhock.contracts.ports import Journal
from hollyhock.testing.builders import entries, entry

MakeJournal = Callable[[], Journal]


async def test_an_empty_journal(journal: Journal) -> None:
    assert await journal.last() == (0, 0)
    assert await journal.read(0) == []
    assert await journal.load_snapshot() is None
    await journal.append([])
    assert await journal.last() == (0, 0)


async def test_entries_come_back_as_they_were(journal: Journal) -> None:
    first = entry(1, command=AttachData(interaction="i", data={"语": "中文 \0 \ud83d\ude00"[:5]}))
    await journal.append([first, *entries(2, 5)])
    assert await journal.read(0) == [first, *entries(2, 5)]
    assert await journal.read(3) == entries(4, 5)
    assert await journal.read(1, limit=2) == entries(2, 3)
    assert await journal.last() == (5, 1)


async def test_opening_again_changes_nothing(journal: Journal, make_journal: MakeJournal) -> None:
    await journal.append(entries(1, 3))
    await journal.open()
    other = make_journal()
    await other.open()
    assert await other.read(0) == entries(1, 3)


async def test_many_open_an_empty_journal_at_once(make_journal: MakeJournal) -> None:
    several = [make_journal() for _ in range(8)]
    await asyncio.gather(*(one.open() for one in several))
    await several[0].append(entries(1, 1))
    assert await several[7].last() == (1, 1)


@pytest.mark.parametrize("first", [1, 3, 5])
async def test_a_number_out_of_turn_is_a_conflict(journal: Journal, first: int) -> None:
    await journal.append(entries(1, 3))
    with pytest.raises(JournalConflict):
        await journal.append(entries(first, first + 1))
    assert await journal.read(0) == entries(1, 3)


async def test_a_gap_within_a_batch_is_a_conflict(journal: Journal) -> None:
    with pytest.raises(JournalConflict):
        await journal.append([entry(1), entry(3)])
    assert await journal.last() == (0, 0)


async def test_an_older_epoch_is_a_conflict(journal: Journal) -> None:
    await journal.append(entries(1, 2, epoch=1))
    await journal.append(entries(3, 3, epoch=2))
    with pytest.raises(JournalConflict):
        await journal.append(entries(4, 4, epoch=1))
    with pytest.raises(JournalConflict):
        await journal.append([entry(4, epoch=2), entry(5, epoch=1)])
    assert await journal.last() == (3, 2)


async def test_of_two_owners_one_meets_a_conflict(journal: Journal, make_journal: MakeJournal) -> None:
    rival = make_journal()
    await rival.open()
    results = await asyncio.gather(
        journal.append(entries(1, 50, epoch=1)), rival.append(entries(1, 50, epoch=2)), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["JournalConflict", "NoneType"]
    assert len({one.epoch for one in await journal.read(0)}) == 1


async def test_the_journal_works_on_after_a_conflict(journal: Journal) -> None:
    await journal.append(entries(1, 1))
    with pytest.raises(JournalConflict):
        await journal.append(entries(1, 1))
    await journal.append(entries(2, 2))
    assert await journal.last() == (2, 1)


async def test_personal_values_stand_beside_the_entries(journal: Journal) -> None:
    ani, name = Personal("i1", "ani", "+8613800138000"), Personal("i2", "name", "王小明")
    await journal.append([entry(1, personal=(ani,)), entry(2, personal=(name,))])
    assert await journal.read(0) == entries(1, 2)
    assert await journal.personal(["i1"]) == [ani]
    assert sorted(one.value for one in await journal.personal(["i1", "i2", "i1", "nobody"])) == [ani.value, name.value]
    assert await journal.personal([]) == []


async def test_the_last_personal_value_of_a_name_counts(journal: Journal) -> None:
    old, new = Personal("i", "ani", "1"), Personal("i", "ani", "2")
    await journal.append([entry(1, personal=(old,)), entry(2, personal=(new,))])
    assert await journal.personal(["i"]) == [new]
    await journal.append([entry(3, personal=(old,))])
    assert await journal.personal(["i"]) == [old]


async def test_absurd_personal_values_are_kept(journal: Journal) -> None:
    absurd = "\0'; DROP TABLE entries; -- \N{PILE OF POO}" + "9" * 4096
    await journal.append([entry(1, personal=(Personal("i", "ani", absurd),))])
    assert (await journal.personal(["i"]))[0].value == absurd.replace("\0", "\ufffd")


async def test_a_refused_batch_leaves_no_personal_value(journal: Journal) -> None:
    with pytest.raises(JournalConflict):
        await journal.append([entry(7, personal=(Personal("i", "ani", "1"),))])
    assert await journal.personal(["i"]) == []


async def test_personal_values_of_many_interactions(journal: Journal) -> None:
    values = tuple(Personal(f"i{number}", "ani", str(number)) for number in range(2500))
    await journal.append([entry(1, personal=values)])
    found = await journal.personal(one.interaction for one in values)
    assert {one.value for one in found} == {one.value for one in values}


async def test_erasing_takes_one_interaction_only(journal: Journal) -> None:
    await journal.append([entry(1, personal=(Personal("i1", "ani", "1"), Personal("i2", "ani", "2")))])
    await journal.erase("i1")
    await journal.erase("nobody")
    assert await journal.personal(["i1", "i2"]) == [Personal("i2", "ani", "2")]
    assert await journal.read(0) == entries(1, 1)


async def test_the_newest_snapshot_counts(journal: Journal, make_journal: MakeJournal) -> None:
    await journal.append(entries(1, 10))
    await journal.save_snapshot(Snapshot(4, b"four"))
    await journal.save_snapshot(Snapshot(9, bytes(range(256)) * 4096))
    assert await make_journal().load_snapshot() == Snapshot(9, bytes(range(256)) * 4096)
    await journal.save_snapshot(Snapshot(10, b"in ", (bytearray(b"three "), b"pieces")))
    assert await make_journal().load_snapshot() == Snapshot(10, b"in three pieces")


async def test_a_snapshot_that_the_journal_does_not_reach_is_not_used(journal: Journal) -> None:
    await journal.append(entries(1, 2))
    await journal.save_snapshot(Snapshot(3, b"from a journal that was longer"))
    assert await journal.load_snapshot() is None


async def test_a_reader_does_not_hold_up_the_writer(journal: Journal, make_journal: MakeJournal) -> None:
    await journal.append(entries(1, 500))
    reader = make_journal()
    reading = asyncio.create_task(_read_for_ever(reader))
    for seq in range(501, 601):
        async with asyncio.timeout(5):
            await journal.append(entries(seq, seq))
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    assert [one.seq for one in await reader.read(0)] == list(range(1, 601))


async def test_appends_that_wait_together_keep_their_order(journal: Journal) -> None:
    await asyncio.gather(*(journal.append(entries(seq, seq)) for seq in range(1, 51)))
    assert await journal.read(0) == entries(1, 50)


async def _read_for_ever(reader: Journal) -> None:
    while True:
        await reader.read(0)
