"""Takes a snapshot now and then, in slices between batches, so that no decision waits for it."""

from __future__ import annotations

import structlog

from hollyhock.contracts.journal import Snapshot
from hollyhock.contracts.ports import Clock
from hollyhock.core.copying import Copy
from hollyhock.core.state import State
from hollyhock.engine.ledger import Ledger
from hollyhock.engine.recovery import Recovered

log = structlog.get_logger(__name__)

EVERY_EVENTS = 50_000
"""But not before as many events as interactions are open: reading the tail may take as long as reading the snapshot."""
EVERY_MS = 300_000
SLICE = 250
"""Entries encoded between two batches: half a millisecond."""


def events_between(state: State) -> int:
    """Return how many events are to lie between two snapshots."""
    return max(EVERY_EVENTS, len(state.data.interactions))


class Snapshots:
    """One snapshot at a time. One that fails is forgotten: recovery then only reads more, and the next one comes."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        """Count the time to the first one from now."""
        self._ledger, self._clock = ledger, clock
        self._last = clock.now()
        self._copy: Copy | None = None
        self._seq = 0

    @property
    def under_way(self) -> bool:
        """A snapshot is being taken, and wants the next slice."""
        return self._copy is not None

    def committed(self, here: Recovered) -> None:
        """Begin one if it is time; call when what ``here`` holds is durable."""
        now = self._clock.now()
        old = here.events_since_snapshot and now - self._last > EVERY_MS
        many = here.events_since_snapshot >= events_between(here.state)
        if self.under_way or self._ledger.full or not (old or many):
            return
        self._last, here.events_since_snapshot = now, 0
        self._seq, self._copy = here.seq, here.state.begin_copy()

    def step(self, here: Recovered) -> None:
        """Take one slice; after the last one the journal gets the whole."""
        copy = self._copy
        if copy is None:
            return
        if here.state.copy is not copy:
            log.info("snapshot_given_up", seq=self._seq)
            self._copy = None
        elif copy.step(SLICE):
            self._copy = None
            here.state.end_copy()
            if copy.whole:
                self._ledger.save_snapshot(Snapshot(self._seq, copy.parts[0], tuple(copy.parts[1:])))
