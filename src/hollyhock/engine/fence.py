"""Keeps an engine that was stopped for a while from acting on an old picture: two owners must never both act."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from hollyhock.contracts.errors import JournalConflict
from hollyhock.contracts.ports import Clock, Journal

BEAT_MS = 250
STALE_MS = 1_000


class Fence:
    """Passes while the process runs without long pauses; after one, only when the journal still names this owner."""

    def __init__(self, clock: Clock, journal: Journal, epoch: Callable[[], int]) -> None:
        """Take the journal that knows the present owner's epoch; ``epoch`` returns our own."""
        self._clock, self._journal, self._epoch = clock, journal, epoch
        self._seen = clock.now()
        self._after_pause: list[Callable[[], Awaitable[None]]] = []

    def after_pause(self, again: Callable[[], Awaitable[None]]) -> None:
        """Call this after a pause that this owner survived."""
        self._after_pause.append(again)

    async def check(self) -> None:
        """Return at once, or after asking the journal; raise ``JournalConflict`` when another engine is the owner."""
        while (asked := self._clock.now()) - self._seen > STALE_MS:
            _seq, epoch = await self._journal.last()
            if epoch > self._epoch():
                raise JournalConflict
            # Not the time of the answer: there may have been another pause since the journal knew it.
            self._seen = asked

    async def run(self) -> None:
        """Beat until cancelled; raise ``JournalConflict`` when a pause has cost the ownership."""
        while True:
            # Not ``_seen``: a call to the switch that came first after the pause has renewed that already.
            began = self._clock.now()
            await self._clock.wait_until(began + BEAT_MS)
            awake = self._clock.now()
            await self.check()
            if awake - began <= STALE_MS:
                self._seen = awake
                continue
            for again in self._after_pause:
                await again()
