"""Garbage is collected in small steps between decisions: the half million who wait are never walked over."""

from __future__ import annotations

import gc

from hollyhock.engine.owner import Committed

_EVERY = 500
"""Decisions between two steps: what they leave behind is looked through in a few milliseconds."""
_WHOLE_MS = 3_600_000
"""Between two collections of everything, which only happen while nobody is there to notice."""


class Garbage:
    """Takes over from the interpreter's own collector, which would stop everything for seconds in a rush.

    Objects die when nothing refers to them, whatever this does; only those that refer to each other in a circle need a
    collector. A step looks at what is new and then exempts what has survived (``gc.freeze``) from every later step.
    """

    def __init__(self) -> None:
        """Collect once, exempt all that is there, and switch the interpreter's own collector off."""
        self._decisions = 0
        self._whole_at: int | None = None
        gc.disable()
        self._collect_all()

    def decided(self, decisions: int) -> None:
        """Take a step now and then."""
        self._decisions += decisions
        if self._decisions >= _EVERY:
            self._decisions = 0
            gc.collect(0)
            gc.freeze()

    def committed(self, batch: Committed) -> None:
        """Take a step between two batches."""
        self.decided(len(batch.entries))
        if not batch.state.data.interactions:
            self.idle(batch.state.data.now)

    def idle(self, now: int) -> None:
        """Nobody is there at ``now`` (epoch milliseconds): look through everything, if that is long ago."""
        if self._whole_at is None or now - self._whole_at >= _WHOLE_MS:
            self._whole_at = now
            self._collect_all()

    @staticmethod
    def _collect_all() -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
