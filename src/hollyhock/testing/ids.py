"""Ids that a test can foresee."""

from itertools import count

from hollyhock.contracts.ids import Scope, make_id


class CountedIds:
    """Implements ``IdSource``: well-formed ids that count up and repeat with every run."""

    def __init__(self, scope: Scope | None = None) -> None:
        """Make ids of ``scope``, by default ``test.main``."""
        self._scope = scope or Scope("test")
        self._numbers = count(1)

    def new(self, kind: str) -> str:
        """Return the next id; ``kind`` as in ``ids.make_id``."""
        return make_id(self._scope, kind, 0, next(self._numbers).to_bytes(6, "big"))
