"""A busy centre, and what must be true of it afterwards."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import suppress

from hollyhock.contracts import events as e
from hollyhock.contracts.commands import HoldCall, RetrieveCall
from hollyhock.contracts.errors import HollyhockError
from hollyhock.testing.real_centre import RealCentre
from hollyhock.testing.sipp import Sipp
from hollyhock.testing.wait import until

RELOADS = 0.3
"""Share of what agents do that is a reload of the desk."""


class Traffic:
    """Callers who come all the time, stay some seconds and hang up themselves; nobody else may end their call.

    Their agents put them on hold now and then, take them back, and reload their desks in the middle of calls.
    """

    def __init__(self, centre: RealCentre, seed: int) -> None:
        self.centre, self.dice = centre, random.Random(seed)
        self.callers: list[Sipp] = []
        self._working = [asyncio.create_task(self._come()), asyncio.create_task(self._fuss())]

    async def _come(self) -> None:
        while True:
            stays = self.dice.randint(1_500, 9_000)
            dnis = self.dice.choice(["1002", "1002", "1001"])
            self.callers.append(await asyncio.to_thread(self._call, dnis, stays))
            await asyncio.sleep(self.dice.uniform(0.2, 0.9))

    async def _fuss(self) -> None:
        while True:
            await asyncio.sleep(self.dice.uniform(0.3, 1.0))
            # The engine may be away or the call over just now: then the agent has nothing to do.
            with suppress(HollyhockError, LookupError, TimeoutError):
                await self._do_something()

    async def _do_something(self) -> None:
        calls = [card for card in await self.centre.calls("connected", "held") if card.agent in self.centre.desks]
        if not calls:
            return
        card = self.dice.choice(calls)
        if card.phase == "held":
            await self.centre.ask(RetrieveCall(agent=card.agent, interaction=card.interaction))
        elif self.dice.random() < RELOADS:
            await self.centre.reload(card.agent)
        else:
            await self.centre.ask(HoldCall(agent=card.agent, interaction=card.interaction))

    def _call(self, dnis: str, stays: int) -> Sipp:
        return self.centre.fleet.call("caller_hangs_up", dnis, milliseconds=stays)

    async def end(self) -> None:
        """Let nobody come any more and wait until all have hung up."""
        for task in self._working:
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)
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
