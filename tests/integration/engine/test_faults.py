"""What must hold when things break, at seeded random points of a busy centre (more of them in the nightly profile)."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter

from hollyhock.contracts import events as e
from hollyhock.core.apply.fold import fold
from hollyhock.core.state import State
from hollyhock.testing.real_centre import RealCentre
from hollyhock.testing.sipp import Sipp
from hollyhock.testing.wait import until

POINTS = int(os.environ.get("HOLLYHOCK_FAULT_POINTS", "30"))
BACK_WITHIN_S = 5.0


class Traffic:
    """Callers who come all the time, stay some seconds and hang up themselves; nobody else may end their call."""

    def __init__(self, centre: RealCentre, seed: int) -> None:
        self.centre, self.dice = centre, random.Random(seed)
        self.callers: list[Sipp] = []
        self._coming = asyncio.create_task(self._come())

    async def _come(self) -> None:
        while True:
            stays = self.dice.randint(1_500, 9_000)
            dnis = self.dice.choice(["1002", "1002", "1001"])
            self.callers.append(await asyncio.to_thread(self._call, dnis, stays))
            await asyncio.sleep(self.dice.uniform(0.2, 0.9))

    def _call(self, dnis: str, stays: int) -> Sipp:
        return self.centre.fleet.call("caller_hangs_up", dnis, milliseconds=stays)

    async def end(self) -> None:
        """Let nobody come any more and wait until all have hung up."""
        self._coming.cancel()
        await asyncio.wait({self._coming})
        await until(lambda: all(caller.ended() for caller in self.callers), "all callers have hung up", 60)

    def dropped(self) -> int:
        """Return how many calls somebody else ended."""
        return sum(not caller.succeeded() for caller in self.callers)


async def busy(centre: RealCentre) -> None:
    """Log in agents who answer soon."""
    for code, answers in (("101", 200), ("103", 600), ("105", 1_200)):
        await centre.agent(code, answer_ms=answers)


async def nothing_is_wrong(centre: RealCentre) -> None:
    """Check the journal: no interaction lost, none with two agents, each offer ended, fold equals the live cards."""
    events = await centre.events()
    arrived = [x.interaction for x in events if isinstance(x, e.InteractionArrived)]
    closed = Counter(x.interaction for x in events if isinstance(x, e.InteractionClosed))
    assert set(arrived) == set(closed)
    assert set(closed.values()) == {1}
    assert len(set(arrived)) == len(arrived)
    offers: dict[str, str] = {}
    for event in events:
        if isinstance(event, e.OfferMade):
            assert event.interaction not in offers, "an interaction was offered to two agents at once"
            assert event.agent not in offers.values(), "an agent was rung twice at once"
            offers[event.interaction] = event.agent
        elif isinstance(event, e.OfferEnded | e.OfferAccepted):
            assert offers.pop(event.interaction) == event.agent
    assert offers == {}


async def everybody_is_free(centre: RealCentre) -> None:
    for code in centre.desks:
        card = await centre.agent_card(code)
        assert (card.state, card.holds) == ("Ready", ()), card


async def test_killing_the_engine_drops_no_call_and_loses_nothing(centre: RealCentre) -> None:
    await busy(centre)
    traffic = Traffic(centre, seed=1)
    dice = random.Random(2)
    slowest = 0.0
    for _ in range(POINTS):
        await asyncio.sleep(dice.uniform(0.1, 1.5))
        before = {c.interaction: c for c in await centre.calls("waiting", "offered")}
        centre.kill(centre.engines[-1])
        killed = time.monotonic()
        centre.start_engine()
        await centre.engine_up(BACK_WITHIN_S)
        slowest = max(slowest, time.monotonic() - killed)
        for card in await centre.calls("waiting", "offered"):
            if card.interaction in before and card.queue == before[card.interaction].queue:
                assert card.queued_since == before[card.interaction].queued_since
    await traffic.end()
    await centre.calls_are(30, connected=0, waiting=0, offered=0, flow=0, wrapping_up=0)
    assert slowest < BACK_WITHIN_S
    assert traffic.dropped() == 0
    assert len(traffic.callers) > POINTS / 2
    await nothing_is_wrong(centre)
    await everybody_is_free(centre)
    live = await centre.cards()
    state = State()
    state.data.scope = str(centre.scope)
    for entry in await centre.entries():
        fold(state, entry)
    assert {a.code for a in state.data.agents.values() if a.state == "Ready"} == set(centre.desks)
    assert live
