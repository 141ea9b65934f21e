"""What is measured: the production core with the encoding of its journal entries, each command timed."""

from array import array
from time import perf_counter_ns

from hollyhock.adapters.journal.codec import body_of
from hollyhock.contracts import commands as c
from hollyhock.contracts.events import AnyEvent
from hollyhock.contracts.journal import Entry
from hollyhock.core.machine import decide
from hollyhock.core.state import State
from hollyhock.engine.garbage import Garbage
from hollyhock.engine.snapshots import SLICE, events_between

_BATCH = 64
"""Commands per group commit: after each one the engine has shown what changed and begins to note anew."""


class Core:
    """Handles commands as the engine does between its mailbox and its disk, garbage collection included."""

    def __init__(self) -> None:
        """Begin with an empty domain."""
        self.state = State()
        self.state.data.scope = "bench.main"
        self.times = array("q")
        """Nanoseconds of each command handled."""
        self.bytes = 0
        """Written to the journal."""
        self._garbage = Garbage()
        self.keeps_snapshots = False
        """Whether snapshots are taken; their slices are then inside the times."""
        self.snapshots = 0
        """That were taken."""
        self._seq = self._events = 0

    def give(self, command: c.AnyCommand, now: int) -> tuple[AnyEvent, ...]:
        """Decide one command and encode its entry, timed."""
        began = perf_counter_ns()
        self._seq += 1
        name = f"c{self._seq}"
        events = decide(self.state, c.Envelope(id=name, actor="bench", command=command), now)
        self._events += len(events)
        body = ""
        if events:
            at = self.state.data.now
            body = body_of(Entry(seq=self._seq, epoch=1, at=at, id=name, actor="bench", command=command, events=events))
        if self._seq % _BATCH == 0:
            self.state.index.forget_touched()
            self._snapshot()
        self._garbage.decided(1)
        self.times.append(perf_counter_ns() - began)
        self.bytes += len(body)
        return events

    def _snapshot(self) -> None:
        """Take a snapshot now and then as the engine does: noted at once, encoded in slices between batches."""
        copy = self.state.copy
        if copy is None and self.keeps_snapshots and self._events >= events_between(self.state):
            self._events = 0
            self.state.begin_copy()
        elif copy is not None and copy.step(SLICE):
            self.snapshots += copy.whole
            self.state.end_copy()

    def due(self) -> int | None:
        """Return the next deadline."""
        return self.state.next_due()
