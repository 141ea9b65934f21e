"""Random points at which a fault strikes: seeded, and spread over every state that a call can be in."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator

from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.views import InteractionCard
from hollyhock.testing.profile import FAULT_POINTS

from .traffic import Traffic

STATES = ("flow", "waiting", "offered", "connected", "held", "wrapping_up", "reattaching")
_SOON_S = 0.12
"""A point comes up to so long after its state was seen, so that it falls before, within and after the next change."""


class Moments:
    """Iterate over it: each round aims at one state of a call in turn and yields the calls of that moment."""

    def __init__(self, traffic: Traffic, seed: int, points: int = FAULT_POINTS) -> None:
        self.centre, self.traffic, self.points = traffic.centre, traffic, points
        self.struck: Counter[str] = Counter()
        """In how many points there was a call in a state."""
        self._dice = random.Random(seed)

    async def __aiter__(self) -> AsyncIterator[list[InteractionCard]]:
        aims: list[str] = []
        for _ in range(self.points):
            aims = aims or self._dice.sample(STATES, len(STATES))
            self.traffic.wish = aims[-1] if aims[-1] in {"held", "reattaching"} else ""
            await self._seen(aims.pop())
            await asyncio.sleep(self._dice.uniform(0, _SOON_S))
            calls = await self._calls()
            self.struck.update({card.phase for card in calls})
            yield calls

    def everywhere(self) -> bool:
        """Return whether every state was struck by half of the points that aimed at it, at least."""
        return all(self.struck[state] >= self.points // len(STATES) / 2 for state in STATES)

    async def _seen(self, state: str) -> None:
        async def look() -> bool:
            self.traffic.look()
            try:
                return any(card.phase == state for card in await self._calls())
            except HollyhockError:
                return False

        await self.centre.until(look, f"a call that is {state}", 30)

    async def _calls(self) -> list[InteractionCard]:
        return [card for card in await self.centre.calls() if card.medium == "voice"]
