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
        self._seq = 0

    def give(self, command: c.AnyCommand, now: int) -> tuple[AnyEvent, ...]:
        """Decide one command and encode its entry, timed."""
        began = perf_counter_ns()
        self._seq += 1
        name = f"c{self._seq}"
        events = decide(self.state, c.Envelope(id=name, actor="bench", command=command), now)
        body = ""
        if events:
            at = self.state.data.now
            body = body_of(Entry(seq=self._seq, epoch=1, at=at, id=name, actor="bench", command=command, events=events))
        if self._seq % _BATCH == 0:
            self.state.index.forget_touched()
        self._garbage.decided(1)
        self.times.append(perf_counter_ns() - began)
        self.bytes += len(body)
        return events

    def due(self) -> int | None:
        """Return the next deadline."""
        return self.state.next_due()
