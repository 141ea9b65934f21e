"""What a desk watches is asked at once, again when something there changed, and told only when it reads anew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from hollyhock.contracts.desk_socket import ToDesk, Watch, Watched
from hollyhock.contracts.directory import Names
from hollyhock.contracts.views import CardSnapshot, InteractionCard
from hollyhock.contracts.waiting import MOST_LINES, Waiting, WaitingAnswer, WaitingAsk, Why
from hollyhock.gateway.cards.replica import Change, Replica
from hollyhock.gateway.desk.watching import Watching
from hollyhock.testing.wait import until


def row(position: int = 1, queue: str = "q") -> Waiting:
    return Waiting(
        interaction="i1",
        queue=queue,
        medium="voice",
        language="en",
        position=position,
        entered=0,
        since=0,
        priority=5,
        ring=0,
        why=Why(reason="all_busy"),
        says=Names("忙", "busy"),
    )


class Engine:
    """Answers what the test says; None = does not answer."""

    def __init__(self) -> None:
        self.answer: WaitingAnswer | None = WaitingAnswer((row(),))
        self.asked: list[WaitingAsk] = []

    async def waiting(self, ask: WaitingAsk) -> WaitingAnswer | None:
        self.asked.append(ask)
        return self.answer


class Desk:
    def __init__(self) -> None:
        self.engine, self.told = Engine(), list[ToDesk]()
        asking: Any = self.engine
        self.replica = Replica()
        card = InteractionCard(
            key="interaction:i1",
            interaction="i1",
            medium="voice",
            phase="waiting",
            phase_since=0,
            arrived=0,
            entry_point="e",
            language="en",
            queue="far",
        )
        self.replica.load(CardSnapshot(cursor=1, now=0, cards=(card,)))
        self.watching = Watching(asking, self.replica, self.told.append)


@pytest.fixture
async def desk(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    for name in ("_PAUSE_S", "_AGAIN_S"):
        monkeypatch.setattr(f"hollyhock.gateway.desk.watching.{name}", 0)
    made = Desk()
    running = asyncio.create_task(made.watching.run())
    yield made
    running.cancel()


async def asked(desk: Desk, times: int) -> None:
    await until(lambda: len(desk.engine.asked) >= times, f"asked {times} times")
    await asyncio.sleep(0)
    assert len(desk.engine.asked) == times


async def test_nothing_is_asked_until_something_is_watched(desk: Desk) -> None:
    desk.watching.mark(Change(cursor=2, shared=frozenset({"queue:q", "system"}), reset=True))
    await asyncio.sleep(0)
    assert desk.engine.asked == []
    desk.watching.watch(Watch(queues=("q",)))
    await asked(desk, 1)
    assert desk.engine.asked == [WaitingAsk(queues=("q",))]
    assert desk.told == [Watched(rows=(row(),))]


async def test_only_what_concerns_the_watched_rows_is_asked_again(desk: Desk) -> None:
    desk.watching.watch(Watch(queues=("q",)))
    await asked(desk, 1)
    desk.watching.mark(Change(cursor=2, shared=frozenset({"queue:other"}), private=frozenset({"agent:1"})))
    await asyncio.sleep(0)
    await asked(desk, 1)
    desk.watching.mark(Change(cursor=3, shared=frozenset({"queue:q"})))
    await asked(desk, 2)
    assert len(desk.told) == 1, "it reads the same"
    desk.engine.answer = WaitingAnswer((row(2),))
    desk.watching.mark(Change(cursor=4, shared=frozenset({"system"})))
    await asked(desk, 3)
    assert desk.told[1:] == [Watched(rows=(row(2),))]


async def test_a_single_interaction_is_watched_with_its_queue(desk: Desk) -> None:
    desk.watching.watch(Watch(interactions=("i1",)))
    await asked(desk, 1)
    desk.watching.mark(Change(cursor=2, shared=frozenset({"queue:far"})))
    await asked(desk, 2)
    desk.watching.mark(Change(cursor=3, private=frozenset({"interaction:i1"})))
    await asked(desk, 3)


async def test_an_engine_that_is_away_is_asked_until_it_answers(desk: Desk) -> None:
    answer, desk.engine.answer = desk.engine.answer, None
    desk.watching.watch(Watch(queues=("q",)))
    await until(lambda: len(desk.engine.asked) > 3, "asked again")
    assert desk.told == []
    desk.engine.answer = answer
    await until(lambda: bool(desk.told), "told")


async def test_a_screen_that_wants_everything_gets_what_fits_one(desk: Desk) -> None:
    desk.watching.watch(Watch(queues=tuple(str(number) for number in range(500))))
    await asked(desk, 1)
    assert len(desk.engine.asked[0].queues) == MOST_LINES
