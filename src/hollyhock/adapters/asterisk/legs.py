"""What the adapter knows of each leg, so that every leg is announced once and ends once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

import msgspec

from hollyhock.contracts.switch import SILENT, PageWords

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
        self._said: OrderedDict[str, PageWords] = OrderedDict()

    def begin(self, leg: str, *, ours: bool) -> Leg:
        """Return the leg, noting it if it is new; one that has this name again lives anew."""
        self._ended.pop(leg, None)
        return self._living.setdefault(leg, Leg(ours))

    def ended(self, leg: str) -> bool:
        """Return whether the end of this leg has been told: the switch may still be clearing it away."""
        return leg in self._ended

    def living(self) -> set[str]:
        """Return the names of the living legs."""
        return set(self._living)

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

    def say(self, leg: str, page: PageWords) -> None:
        """Note what the page of a visitor said whose leg is about to be claimed."""
        self._said[leg] = page
        if len(self._said) > _REMEMBERED:
            self._said.popitem(last=False)

    def heard(self, leg: str) -> PageWords:
        """Return, once, what the page of a leg that starts has said."""
        return self._said.pop(leg, SILENT)

    def forget(self, legs: Iterable[str]) -> None:
        """Drop legs that the switch has no more; their end was missed and will not be told."""
        for leg in legs:
            self._living.pop(leg, None)
