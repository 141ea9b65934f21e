"""What follows a durable batch: channels told, connectors asked, cards that add up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest

from hollyhock.adapters.bus import MemoryBus
from hollyhock.contracts import commands as c
from hollyhock.contracts import subjects
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.routing import SourceLimit
from hollyhock.contracts.treatment import LookUpWanted, Wanted
from hollyhock.contracts.views import AnyCard, CardDelta, CardSnapshot
from hollyhock.engine.effects import Effects
from hollyhock.engine.lookups import LookUps
from hollyhock.engine.presence import LEASE_MS, Presence
from hollyhock.testing.centre import small_centre
from hollyhock.testing.clock import settle
from hollyhock.testing.wait import until

from .conftest import Bench

SCOPE = Scope("t", "main")
CALL = "t.main.i1"


class Voice:
    medium = "voice"

    def __init__(self) -> None:
        self.wanted: dict[str, Wanted] = {}

    def want(self, wanted: Wanted) -> None:
        self.wanted[wanted.interaction] = wanted

    async def run(self) -> None:
        raise NotImplementedError


class Billing:
    def __init__(self) -> None:
        self.asked: list[LookUpWanted] = []
        self.answer: asyncio.Future[tuple[dict[str, str], dict[str, str]] | None] = asyncio.Future()

    async def look_up(self, wanted: LookUpWanted) -> tuple[dict[str, str], dict[str, str]] | None:
        self.asked.append(wanted)
        return await self.answer


class Shell:
    def __init__(self, bench: Bench) -> None:
        self.bench, self.bus, self.voice, self.billing = bench, MemoryBus(), Voice(), Billing()
        lookups = LookUps(bench.owner, self.billing)
        self.effects = Effects(SCOPE, bench.owner, self.bus, {"voice": self.voice}, lookups)
        bench.owner.listen(self.effects.committed)
        self.deltas: list[CardDelta] = []

    async def start(self) -> None:
        await self.bus.connect()

        async def hear(message: bytes) -> None:
            self.deltas.append(msgspec.json.decode(message, type=CardDelta))

        await self.bus.subscribe(subjects.cards(SCOPE), hear)
        self.running = asyncio.create_task(self.effects.run())
        await self.bench.open_centre()

    async def cards(self) -> tuple[int, dict[str, AnyCard]]:
        found = msgspec.json.decode(await self.effects.snapshot(), type=CardSnapshot)
        return found.cursor, {card.key: card for card in found.cards}


@pytest.fixture
async def shell(bench: Bench) -> AsyncIterator[Shell]:
    made = Shell(bench)
    await made.start()
    yield made
    made.running.cancel()


async def test_an_old_snapshot_and_the_deltas_equal_a_fresh_one(shell: Shell) -> None:
    await shell.bench.ready_agent("103")
    cursor, cards = await shell.cards()
    await settle()
    shell.deltas.clear()
    await shell.bench.give(c.Arrive(interaction=CALL, medium="voice", entry_point="direct", leg="x"), ani="+861000")
    await shell.bench.give(c.LegUp(interaction=CALL, leg=shell.bench.owner.here.state.agent("103").offer))
    await shell.bench.give(c.Arrive(interaction="t.main.i2", medium="voice", entry_point="direct", leg="y"))
    await shell.bench.give(c.CustomerLeft(interaction=CALL))
    await shell.bench.give(c.CustomerLeft(interaction="t.main.i2"))
    await shell.bench.give(c.FinishWrapUp(agent="103", interaction=CALL))
    fresh_cursor, fresh = await shell.cards()
    await until(lambda: bool(shell.deltas) and shell.deltas[-1].cursor == fresh_cursor, "all deltas published")
    for delta in shell.deltas:
        assert delta.previous == cursor
        cursor = delta.cursor
        cards.update({card.key: card for card in delta.put})
        for key in delta.drop:
            del cards[key]
    assert (cursor, cards) == (fresh_cursor, fresh)
    assert shell.bench.owner.here.personal.of(CALL) == {}


async def test_the_channel_is_told_what_a_call_wants_and_when_it_wants_nothing(shell: Shell) -> None:
    await shell.bench.give(c.Arrive(interaction=CALL, medium="voice", entry_point="direct", leg="x"))
    told = shell.voice.wanted[CALL]
    assert told.open
    assert told.treatment is not None
    assert told.treatment.kind == "music"
    await shell.bench.give(c.CustomerLeft(interaction=CALL))
    assert not shell.voice.wanted[CALL].open
    shell.voice.wanted.clear()
    await shell.bench.give(c.Arrive(interaction="t.main.i2", medium="voice", entry_point="direct", leg="y"))
    shell.voice.wanted.clear()
    await shell.effects.again()
    assert list(shell.voice.wanted) == ["t.main.i2"]


async def test_a_connector_is_asked_once_and_a_late_answer_is_attached(shell: Shell) -> None:
    give = shell.bench.give
    await shell.bench.ready_agent("102")
    await give(c.Arrive(interaction=CALL, medium="voice", entry_point="line", leg="x"), ani="+861000")
    await give(c.StepDone(interaction=CALL, visit=1, outcome="played"))
    await give(c.StepDone(interaction=CALL, visit=3, outcome="digits", digits="1"))
    await settle()
    assert [(a.connector, a.ask) for a in shell.billing.asked] == [("billing", {"number": "+861000"})]
    await shell.bench.clock.advance(301)
    it = shell.bench.owner.here.state.data.interactions[CALL]
    await until(lambda: it.queue == "help", "budget used up: on to the queue")
    shell.billing.answer.set_result(({"tariff": "gold"}, {"balance": "1234"}))
    await until(lambda: it.data.get("tariff") == "gold", "late answer attached")
    assert shell.bench.owner.here.personal.of(CALL)["balance"] == "1234"
    assert it.queue == "help"


async def test_a_desk_without_beats_is_gone_and_one_that_beats_again_is_back(shell: Shell) -> None:
    await shell.bench.ready_agent("102")
    presence = Presence(shell.bench.owner, shell.bench.clock)
    running = asyncio.create_task(presence.run())
    agent = shell.bench.owner.here.state.agent("102")
    beat = subjects.PresenceBeat(gateway="g", sessions={"102": "s102"})
    await presence.beat(beat)
    await shell.bench.clock.advance(LEASE_MS - 100)
    await presence.beat(beat)
    await shell.bench.clock.advance(LEASE_MS - 100)
    assert agent.present
    for _ in range(3):
        await shell.bench.clock.advance(5_000)
    await until(lambda: not agent.present, "lease ended")
    assert (agent.ready, agent.reason) == (False, "gone")
    await presence.beat(beat)
    await until(lambda: agent.present and agent.ready, "back, and ready as before")
    running.cancel()


async def test_who_is_refused_on_arrival_is_told_so(shell: Shell) -> None:
    """Arrived and closed in one entry: there is never a card, but there is a leg."""
    directory = small_centre(version=9)
    points = tuple(
        msgspec.structs.replace(point, limit=SourceLimit(arrivals=1, within_ms=60_000))
        for point in directory.entry_points
    )
    await shell.bench.give(c.PublishDirectory(directory=msgspec.structs.replace(directory, entry_points=points)))
    for name in ("t.main.i8", "t.main.i9"):
        await shell.bench.give(c.Arrive(interaction=name, medium="voice", entry_point="direct", leg=name, customer="x"))
    assert shell.voice.wanted["t.main.i8"].open
    refused = shell.voice.wanted["t.main.i9"]
    assert (refused.open, refused.cause) == (False, "busy")
