"""What is due when: every deadline of the domain, in order."""

from __future__ import annotations

from sortedcontainers import SortedList

from hollyhock.core.index.shards import Shards

Due = tuple[int, str, str]
"""(moment, kind, key)."""


class Dues:
    """Deadlines by owner: setting an owner's deadlines replaces those that it had."""

    def __init__(self) -> None:
        """Start empty."""
        self.line: SortedList[Due] = SortedList()
        self._of: Shards[tuple[Due, ...]] = Shards()

    def set(self, owner: str, dues: tuple[Due, ...]) -> None:
        """Replace an owner's deadlines."""
        old = self._of.get(owner) or ()
        if old == dues:
            return
        for due in old:
            self.line.discard(due)
        self.line.update(dues)
        if dues:
            self._of[owner] = dues
        else:
            self._of.pop(owner)

    def of(self, owner: str) -> tuple[Due, ...]:
        """Return an owner's deadlines."""
        return self._of.get(owner) or ()

    def first(self) -> Due | None:
        """Return the earliest."""
        return self.line[0] if self.line else None

    def drop(self, due: Due) -> None:
        """Forget one that has come, whoever owns it."""
        self.line.discard(due)
