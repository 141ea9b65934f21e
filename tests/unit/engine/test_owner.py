"""The owner: durable before answered, whole after a restart, alive with a full journal, gone when another owns."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from hollyhock.contracts import commands as c
from hollyhock.contracts.errors import JournalConflict, JournalFull, Refused
from hollyhock.contracts.journal import Entry, Snapshot
from hollyhock.core.apply.fold import fold
from hollyhock.core.state import State
from hollyhock.engine import snapshots
from hollyhock.engine.owner import Owner
from hollyhock.testing.centre import small_centre
from hollyhock.testing.clock import settle
from hollyhock.testing.wait import until

from .conftest import Bench

CALL = "t.main.i1"


def call(number: int) -> c.Arrive:
    return c.Arrive(interaction=f"t.main.i{number}", medium="voice", entry_point="direct", leg=f"leg{number}")


def plain(state: State) -> dict[str, object]:
    body: dict[str, object] = msgspec.msgpack.decode(state.dump().partition(b"\n")[2])
    return body | {"now": 0, "epoch": 0}


def copying(bench: Bench) -> bool:
    return bench.owner.here.state.copy is not None


async def folded(bench: Bench) -> dict[str, object]:
    state = State()
    state.data.scope = "t.main"
    for entry in await bench.journal.read(0, 10_000):
        fold(state, entry)
    return plain(state)


async def test_a_command_is_answered_with_its_durable_cursor(bench: Bench) -> None:
    await bench.open_centre()
    cursor = await bench.give(call(1), ani="+861000")
    entries = await bench.journal.read(0)
    assert entries[-1].seq == cursor
    assert b"+861000" not in msgspec.json.encode(entries)
    assert [(p.name, p.value) for p in await bench.journal.personal([CALL])] == [("ani", "+861000")]


async def test_a_refusal_changes_nothing(bench: Bench) -> None:
    await bench.open_centre()
    before = await bench.journal.last()
    with pytest.raises(Refused):
        await bench.give(c.SetReady(agent="101"))
    assert await bench.journal.last() == before


async def test_a_repeated_id_is_done_once_even_across_a_restart(bench: Bench) -> None:
    await bench.open_centre()
    envelope = bench.owner.tell(call(1), "test")
    first = await bench.owner.post(envelope)
    assert await bench.owner.post(envelope) == first
    await bench.kill()
    await bench.start()
    assert await bench.owner.post(envelope) == first
    assert list(bench.owner.here.state.data.interactions) == [CALL]


async def test_what_comes_together_is_written_together(bench: Bench) -> None:
    await bench.open_centre()
    before = bench.journal.appends
    await asyncio.gather(*(bench.give(call(n)) for n in range(50)))
    assert bench.journal.appends - before <= 2


async def test_a_new_owner_stands_where_the_killed_one_stood(bench: Bench) -> None:
    await bench.open_centre()
    await bench.ready_agent("101")
    await bench.give(call(1), ani="+861000")
    await bench.give(call(2))
    before = plain(bench.owner.here.state)
    await bench.kill()
    await bench.start()
    assert plain(bench.owner.here.state) == before
    assert bench.owner.here.personal.of(CALL) == {"ani": "+861000"}


async def test_a_snapshot_and_its_tail_equal_the_whole_journal(bench: Bench) -> None:
    await bench.open_centre()
    await bench.give(call(1), ani="+861000")
    await bench.clock.advance(301_000)
    await bench.give(call(2))
    for _ in range(200):
        if await bench.journal.load_snapshot():
            break
        await asyncio.sleep(0.005)
    snapshot = await bench.journal.load_snapshot()
    assert snapshot is not None
    await bench.give(call(3))
    before = plain(bench.owner.here.state)
    await bench.kill()
    await bench.start()
    assert plain(bench.owner.here.state) == before == await folded(bench)


async def test_a_snapshot_holds_up_nobody_and_holds_what_was_when_it_began(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "SLICE", 1)
    await bench.open_centre()
    await asyncio.gather(*(bench.give(call(number)) for number in range(100)))
    await bench.clock.advance(301_000)
    await bench.give(call(100))
    during = 0
    while copying(bench):
        await bench.give(call(101 + during))
        await bench.give(c.CustomerLeft(interaction=f"t.main.i{during}"))
        during += 1
    assert during > 3, "commands were decided between slices"
    await until((bench.folder / "journal.sqlite3.snapshot").exists, "the snapshot is kept")
    snapshot = await bench.journal.load_snapshot()
    assert snapshot is not None
    assert snapshot.seq < (await bench.journal.last())[0] - during
    state = State()
    state.data.scope = "t.main"
    for entry in await bench.journal.read(0, snapshot.seq):
        fold(state, entry)
    assert plain(State.restore(snapshot.body)) == plain(state)


async def test_a_snapshot_that_a_directory_overtakes_is_given_up_and_the_next_one_comes(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "SLICE", 1)
    await bench.open_centre()
    await bench.clock.advance(301_000)
    await bench.give(call(1))
    assert copying(bench)
    await bench.give(c.PublishDirectory(directory=msgspec.structs.replace(small_centre(), version=9)))
    assert not copying(bench)
    await bench.give(call(2))
    assert await bench.journal.load_snapshot() is None
    await bench.clock.advance(301_000)
    await bench.give(call(3))
    await until((bench.folder / "journal.sqlite3.snapshot").exists, "the next one is kept")


async def test_a_snapshot_that_cannot_be_kept_hurts_nobody(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = asyncio.Event()

    async def full(_snapshot: Snapshot) -> None:
        failed.set()
        raise JournalFull

    monkeypatch.setattr(bench.journal, "save_snapshot", full)
    await bench.open_centre()
    await bench.clock.advance(301_000)
    await bench.give(call(1))
    async with asyncio.timeout(5):
        await failed.wait()
    await bench.give(call(2))
    before = plain(bench.owner.here.state)
    await bench.kill()
    await bench.start()
    assert plain(bench.owner.here.state) == before


async def test_a_deadline_is_met_without_a_command(bench: Bench) -> None:
    await bench.open_centre()
    await bench.ready_agent("103")
    await bench.give(call(1))
    assert bench.owner.here.state.agent("103").offer
    await bench.clock.advance(15_001)
    await until(lambda: not bench.owner.here.state.data.offers, "offer expired")
    agent = bench.owner.here.state.agent("103")
    assert (agent.ready, agent.reason) == (False, "no_answer")
    assert bench.owner.here.state.data.interactions[CALL].phase == "waiting"


async def test_with_a_full_journal_facts_are_kept_and_commands_refused(bench: Bench) -> None:
    await bench.open_centre()
    await bench.ready_agent("103")
    await bench.give(call(1))
    offer = bench.owner.here.state.agent("103").offer
    await bench.give(c.LegUp(interaction=CALL, leg=offer))
    bench.journal.full = True
    with pytest.raises(JournalFull):
        await bench.give(c.HoldCall(agent="103", interaction=CALL))
    await bench.give(call(2))
    await bench.give(c.CustomerLeft(interaction=CALL))
    with pytest.raises(JournalFull):
        await bench.give(c.SetReady(agent="103"))
    live = plain(bench.owner.here.state)
    assert not bench.owner.here.state.agent("103").holds

    await bench.kill()  # full and killed: the reserve has the facts
    await bench.start(disk_full=True)
    assert plain(bench.owner.here.state) == live
    bench.journal.full = False

    await bench.clock.advance(1_100)
    await bench.give(call(3))
    await until(lambda: not bench.owner.here.state.data.journal_full, "journal takes everything again")
    await bench.give(c.SetNotReady(agent="103", reason="lunch"))
    assert await folded(bench) == plain(bench.owner.here.state)


async def test_an_owner_that_meets_another_sends_nothing_more(bench: Bench) -> None:
    await bench.open_centre()
    first, first_run = bench.owner, bench.running
    seen: list[Entry] = []
    first.listen(lambda batch: seen.extend(batch.entries))
    second = await bench.start()
    assert isinstance(second, Owner)
    with pytest.raises(JournalConflict):
        await first.post(first.tell(call(1)))
    with pytest.raises(JournalConflict):
        await first_run
    assert seen == []
    await second.post(second.tell(call(2)))
    await settle()
    assert list(second.here.state.data.interactions) == ["t.main.i2"]


async def test_an_owner_whose_journal_fails_does_not_go_on_in_anothers_name(bench: Bench) -> None:
    await bench.open_centre()
    first, first_run, journal, reserve = bench.owner, bench.running, bench.journal, bench.reserve
    second = await bench.start()
    journal.full = True
    with pytest.raises(JournalConflict):
        async with asyncio.timeout(5):
            await first.post(first.tell(call(1)))
    with pytest.raises(JournalConflict):
        await first_run
    assert reserve.read() == [], "not even there"
    journal.full = False
    await second.post(second.tell(call(2)))
    assert list(second.here.state.data.interactions) == ["t.main.i2"]


async def test_what_an_owner_kept_while_another_took_over_keeps_nobody_from_starting(bench: Bench) -> None:
    await bench.open_centre()
    first = bench.owner
    bench.journal.full = True
    for number in (1, 2, 3):
        await first.post(first.tell(call(number)))
    await bench.kill()
    other = Bench(bench.folder / "elsewhere", bench.path, starts=10)
    await other.start()
    await other.kill()
    await bench.start()
    assert bench.reserve.read() == []
    await bench.give(call(4))
    assert list(bench.owner.here.state.data.interactions) == ["t.main.i4"]
