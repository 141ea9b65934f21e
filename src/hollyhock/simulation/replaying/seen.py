"""What the journal tells of each interaction: what happened, when, and how long each part took."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from statistics import median_low

import msgspec

from hollyhock.contracts import events as ev
from hollyhock.contracts.journal import Entry
from hollyhock.simulation.chance import ENDLESS_S, Times, beyond
from hollyhock.simulation.fitting import patience_of, work_of
from hollyhock.simulation.history import Past, pasts

Mark = tuple[str, str, str, int]
"""(type, agent, queue, moment) of an event: two histories of an interaction are the same while their marks are."""

_MARKED = (
    ev.Queued
    | ev.Dequeued
    | ev.OfferMade
    | ev.OfferAccepted
    | ev.OfferEnded
    | ev.Established
    | ev.ConnectionCleared
    | ev.WrapUpStarted
    | ev.WrapUpFinished
    | ev.InteractionClosed
)


def mark_of(event: ev.Event, at: int) -> Mark | None:
    """Return what an event is compared by; None for one that says nothing of routing."""
    if not isinstance(event, _MARKED):
        return None
    return type(event).__name__, getattr(event, "agent", ""), getattr(event, "queue", ""), at


class Seen(msgspec.Struct):
    """One interaction in the window."""

    marks: list[Mark] = []
    numbers: list[int] = []
    """The entries of the marks."""
    legs: list[str] = []
    """Ids of offers and legs that the engine gave, in order."""
    ring_ms: int | None = None
    offered: int | None = None


class Window:
    """All interactions of some entries, and the distributions that stand in for what nobody saw."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Read the entries."""
        kept = list(entries)
        self.of: dict[str, Seen] = {}
        for entry in kept:
            for event in entry.events:
                self._take(event, entry)
        self.pasts = pasts(kept)
        self.past: dict[str, Past] = {past.interaction: past for past in self.pasts}
        """The last stay in a line of each interaction."""
        rings = [seen.ring_ms for seen in self.of.values() if seen.ring_ms is not None]
        self.usual_ring_ms = median_low(rings) if rings else 3_000
        self._patience: dict[str, Times | None] = {}
        self._work: dict[tuple[str, str], Times] = {}

    def _take(self, event: ev.Event, entry: Entry) -> None:
        name = getattr(event, "interaction", "")
        if not name:
            return
        seen = self.of.setdefault(name, Seen())
        if (mark := mark_of(event, entry.at)) is not None:
            seen.marks.append(mark)
            seen.numbers.append(entry.seq)
        if leg := leg_of(event):
            seen.legs.append(leg)
        if isinstance(event, ev.OfferMade):
            seen.offered = entry.at
        elif isinstance(event, ev.OfferAccepted) and seen.offered is not None:
            seen.ring_ms = entry.at - seen.offered

    def draw_ms(self, queue: str, part: str, longer_than_ms: int, chance: Random) -> int:
        """Return a talk (``talk``) or an after-call work (``wrap``) that was seen to last for ``longer_than_ms``."""
        if (queue, part) not in self._work:
            mine = [past for past in self.pasts if past.queue == queue]
            self._work[queue, part] = work_of(mine, part) or work_of(self.pasts, part) or Times(kind="constant")
        times = self._work[queue, part]
        drawn = beyond(times, longer_than_ms, chance.random()) if times.curve else 0
        # Nothing lasted longer than the longest; a longer one that was under way ends now.
        return drawn if drawn < ENDLESS_S * 1000 else longer_than_ms

    def draw_patience_ms(self, queue: str, longer_than_ms: int, chance: Random) -> int:
        """Return how long somebody waits who was seen to wait for ``longer_than_ms`` without giving up."""
        if queue not in self._patience:
            self._patience[queue] = patience_of(past for past in self.pasts if past.queue == queue)
        times = self._patience[queue]
        return beyond(times, longer_than_ms, chance.random()) if times is not None else round(ENDLESS_S * 1000)


def leg_of(event: ev.Event) -> str:
    """Return the id that an event gives to a leg of ours."""
    if isinstance(event, ev.OfferMade):
        return event.offer
    return event.leg if isinstance(event, ev.Reattaching | ev.ReattachRenewed | ev.CustomerDialled) else ""
