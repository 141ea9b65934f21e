"""A busy centre: callers who come all the time, and agents who do more than talk."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

from hollyhock.contracts.commands import HoldCall, RetrieveCall
from hollyhock.contracts.errors import HollyhockError
from hollyhock.testing.real_centre import RealCentre
from hollyhock.testing.sipp import Sipp
from hollyhock.testing.wait import until

AGAIN_S = 0.2
RELOADS = 0.3
"""Share of what agents do that is a reload of the desk."""
BUSY = {"105": 200, "107": 600, "111": 1_200}
"""Agents for ``sales`` who answer soon: after so many milliseconds."""
IDLE = "102"
"""Somebody for ``help`` who is there but never ready, so that its callers wait."""


async def busy(centre: RealCentre) -> None:
    """Log the agents in."""
    for code, answers in BUSY.items():
        await centre.agent(code, answer_ms=answers)
    await centre.agent(IDLE, ready=False)


class Traffic:
    """Callers who stay some seconds and hang up themselves; nobody else may end their call.

    Their agents put them on hold now and then, take them back, and reload their desks in the middle of calls.
    ``direct`` is the number that leads to ``sales`` at once; every third caller dials the other one.
    """

    def __init__(
        self, centre: RealCentre, seed: int, *, stay: tuple[int, int] = (1_500, 9_000), direct: str = "1002"
    ) -> None:
        self.centre, self.dice = centre, random.Random(seed)
        self.callers: list[Sipp] = []
        """Who came, but for those whom ``lose`` has taken away."""
        self.wish = ""
        """The state that a call shall come to next, ``held`` or ``reattaching``; otherwise agents act by chance."""
        self.stuck: list[str] = []
        """Agents whose telephone did not come back after a reload."""
        self._stay, self._numbers = stay, (direct, direct, "1001")
        self._gate = asyncio.Lock()
        self._coming = asyncio.create_task(self._come())
        self._fussing = asyncio.create_task(self._fuss())

    async def _come(self) -> None:
        while True:
            async with self._gate:
                stays, dnis = self.dice.randint(*self._stay), self.dice.choice(self._numbers)
                self.callers.append(await asyncio.to_thread(self._call, dnis, stays))
            await asyncio.sleep(self.dice.uniform(0.2, 0.9))

    async def _fuss(self) -> None:
        while True:
            await asyncio.sleep(self.dice.uniform(0.1, 0.2) if self.wish else self.dice.uniform(0.3, 1.0))
            # The engine may be away or the call over just now: then the agent has nothing to do.
            with suppress(HollyhockError, LookupError):
                await self._do_something()

    async def _do_something(self) -> None:
        calls = [card for card in await self.centre.calls("connected", "held") if card.agent in BUSY]
        if not calls:
            return
        card = self.dice.choice(calls)
        if card.phase == "held":
            await self.centre.ask(RetrieveCall(agent=card.agent, interaction=card.interaction))
        elif self.wish == "reattaching" or (not self.wish and self.dice.random() < RELOADS):
            await self._reload(card.agent)
        else:
            await self.centre.ask(HoldCall(agent=card.agent, interaction=card.interaction))

    async def _reload(self, agent: str) -> None:
        """Reload a desk; a page that is refused or hears nothing tries again, as pages do."""
        while True:
            try:
                return await self.centre.reload(agent)
            except TimeoutError:
                self.stuck.append(agent)
            except (HollyhockError, LookupError):
                await asyncio.sleep(AGAIN_S)

    def _call(self, dnis: str, stays: int) -> Sipp:
        return self.centre.fleet.call("caller_hangs_up", dnis, milliseconds=stays)

    def look(self) -> None:
        """Raise what has ended those who come, or what their agents do: nothing would happen any more."""
        for task in (self._coming, self._fussing):
            if task.done() and not task.cancelled():
                task.result()

    async def pause(self) -> None:
        """Let nobody come and no agent do anything: the switch is going to die."""
        await self._gate.acquire()
        self._fussing.cancel()
        await asyncio.gather(self._fussing, return_exceptions=True)

    def lose(self) -> None:
        """Take away those whose call went with the switch, and desks that were just leaving it."""
        self.centre.fleet.end_registrations()
        lost = [caller for caller in self.callers if not caller.ended()]
        for caller in lost:
            caller.stop()
        self.callers = [caller for caller in self.callers if caller not in lost]

    def go_on(self) -> None:
        """Let everybody come and act again."""
        self._gate.release()
        self._fussing = asyncio.create_task(self._fuss())

    async def end(self) -> None:
        """Let nobody come any more and wait until all have hung up."""
        for task in (self._coming, self._fussing):
            task.cancel()
        await asyncio.gather(self._coming, self._fussing, return_exceptions=True)
        await until(lambda: all(caller.ended() for caller in self.callers), "all callers have hung up", 60)

    def dropped(self) -> int:
        """Return how many calls somebody else ended."""
        return sum(not caller.succeeded() for caller in self.callers)
