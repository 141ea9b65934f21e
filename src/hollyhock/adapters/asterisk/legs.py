"""What the adapter knows of each leg, so that every leg is announced once and ends once."""

from __future__ import annotations

from collections import OrderedDict

import msgspec

_REMEMBERED = 4096


class Leg(msgspec.Struct):
    """One living leg."""

    ours: bool
    started: bool = False
    cleared: bool = False
    """We ended it ourselves."""


class Legs:
    """The living legs and the latest ended ones."""

    def __init__(self) -> None:
        self._living: dict[str, Leg] = {}
        self._ended: OrderedDict[str, None] = OrderedDict()

    def begin(self, leg: str, *, ours: bool) -> Leg:
        """Return the leg, noting it if it is new; a leg that was cleared before it appeared stays known as such."""
        return self._living.setdefault(leg, Leg(ours))

    def get(self, leg: str) -> Leg | None:
        """Return a living leg."""
        return self._living.get(leg)

    def end(self, leg: str) -> Leg | None:
        """Return the leg at the first word of its end, None at each further one; an unknown leg is a customer's."""
        if leg in self._ended:
            return None
        self._ended[leg] = None
        if len(self._ended) > _REMEMBERED:
            self._ended.popitem(last=False)
        return self._living.pop(leg, None) or Leg(ours=False, started=True)

    def forget(self) -> None:
        """The switch is a new process: no leg of before exists."""
        self._living.clear()
