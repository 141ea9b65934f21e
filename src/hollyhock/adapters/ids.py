"""Where fresh ids come from."""

import os

from hollyhock.contracts.ids import Scope, make_id
from hollyhock.contracts.ports import Clock


class RandomIds:
    """Implements ``IdSource`` with the operating system's randomness."""

    def __init__(self, scope: Scope, clock: Clock) -> None:
        """Make ids of ``scope``; ``clock`` makes them sortable by time."""
        self._scope, self._clock = scope, clock

    def new(self, kind: str) -> str:
        """Return a fresh id; ``kind`` as in ``ids.make_id``."""
        return make_id(self._scope, kind, self._clock.now(), os.urandom(6))
