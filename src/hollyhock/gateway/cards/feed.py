"""Keeps the replica equal to the engine's cards: a snapshot, then deltas, and anew when one is missing."""

import asyncio
from collections.abc import Callable

import msgspec
import structlog

from hollyhock.contracts import subjects
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.ports import Bus
from hollyhock.contracts.views import CardDelta, CardSnapshot
from hollyhock.gateway.cards.replica import Change, Replica

_log = structlog.get_logger()
_QUIET_S = 10.0
"""After so long without a delta the snapshot is asked anew: the last delta may have been lost."""
_AGAIN_S = 0.5
_BUDGET_MS = 5_000
_MOST_KEPT = 1000


class Feed:
    """Reads the cards of one domain from the bus into a replica."""

    def __init__(self, bus: Bus, scope: Scope, replica: Replica, changed: Callable[[Change], None]) -> None:
        """Tell ``changed`` of each step of the replica."""
        self._bus, self._scope, self._replica, self._changed = bus, scope, replica, changed
        self._ask = asyncio.Event()
        self._ask.set()
        self._kept: list[CardDelta] = []
        self._heard = False
        self.fresh = False
        """The engine's last snapshot was had and nothing is known to be missing."""

    async def start(self) -> None:
        """Subscribe; ``run`` does the rest."""
        await self._bus.subscribe(subjects.cards(self._scope), self._on_delta)

    async def run(self) -> None:
        """Keep the replica up to date until cancelled."""
        while True:
            if self._ask.is_set() and not await self._load():
                await asyncio.sleep(_AGAIN_S)
                continue
            self._heard = False
            try:
                async with asyncio.timeout(_QUIET_S):
                    await self._ask.wait()
            except TimeoutError:
                if not self._heard:
                    self._ask.set()

    async def _on_delta(self, message: bytes) -> None:
        delta = msgspec.json.decode(message, type=CardDelta)
        self._heard = True
        if self._ask.is_set():
            self._kept = [*self._kept[-_MOST_KEPT:], delta]
            return
        self._take(delta)

    def _take(self, delta: CardDelta) -> None:
        change = self._replica.apply(delta)
        if change is None:
            _log.info("cards_gap", cursor=self._replica.cursor, previous=delta.previous)
            self.fresh = False
            self._ask.set()
            self._kept = [delta]
        elif change.private or change.shared:
            self._changed(change)

    async def _load(self) -> bool:
        try:
            body = await self._bus.request(subjects.cards_snapshot(self._scope), b"", _BUDGET_MS)
            snapshot = msgspec.json.decode(body, type=CardSnapshot)
        except (HollyhockError, msgspec.DecodeError) as error:
            if self.fresh:
                _log.warning("cards_unavailable", error=type(error).__name__)
            self.fresh = False
            return False
        self._ask.clear()
        self.fresh = True
        self._changed(self._replica.load(snapshot))
        kept, self._kept = self._kept, []
        for delta in kept:
            if not self._ask.is_set():
                self._take(delta)
        return True
