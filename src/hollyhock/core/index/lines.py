"""Who waits: per queue in order of place, and per pool those who can be served by exactly the same agents."""

from __future__ import annotations

from typing import NamedTuple

from sortedcontainers import SortedList

from hollyhock.core.book import Book
from hollyhock.core.data import OWN, Interaction
from hollyhock.core.index.shards import Shards
from hollyhock.core.ranking import Place, place_of

Pool = tuple[str, int | str]
"""Medium, and the number of the spec or the code of the agent whom alone it waits for."""


class Waiting(NamedTuple):
    """Where an interaction stands."""

    pool: Pool
    place: Place
    queue: str
    entered: int
    ring: int
    open: bool
    """It may be matched: no offer is out for it and its queue is open."""
    customer: str
    ticket: bool
    """A call back with nobody on the line."""
    rests: bool
    """One that was not reached, and is not offered for a while."""


class Lines:
    """Ordered sets of who waits."""

    def __init__(self) -> None:
        """Start empty."""
        self.pools: dict[Pool, SortedList[Place]] = {}
        """Those without an offer, by pool; no pool is empty."""
        self.queues: dict[str, SortedList[Place]] = {}
        self.entered: dict[str, SortedList[tuple[int, str]]] = {}
        """Queue to since when who could be served waits there."""
        self.hungry: dict[int, set[Pool]] = {}
        """Bench to the pools that wait for somebody on it."""
        self.resting: dict[str, SortedList[Place]] = {}
        """Of ``queues``, those who stand in nobody's way for a while."""
        self.rings: dict[str, dict[int, int]] = {}
        """Queue to ring to how many have come to it."""
        self.closed: frozenset[str] = frozenset()
        """Queues from which nobody is offered now."""
        self.of: Shards[Waiting] = Shards()
        self.places: dict[tuple[str, str, str], int] = {}
        """(queue, medium, customer) to how many of the customer's interactions wait there."""
        self.tickets: dict[tuple[str, str], tuple[str, ...]] = {}
        """(queue, customer) to the call backs that were promised to the customer, the oldest first."""

    def place(self, it: Interaction, book: Book) -> Waiting | None:
        """Bring the lines in line with an interaction's present data; return where it stands now if that is new."""
        new = self._standing(it, book) if it.phase == "waiting" else None
        old = self.of.get(it.id)
        if new == old:
            return None
        if old is not None:
            self.remove(it.id, book)
        if new is not None:
            self._add(it.id, new, book)
        return new

    def _standing(self, it: Interaction, book: Book) -> Waiting:
        spec: int | str = it.own if it.ring == OWN else book.spec_of(it.queue, it.ring, it.data)
        free = not it.offers and it.queue not in self.closed and it.rests_until is None
        place = place_of(it, book.queues.get(it.queue))
        medium = "voice" if it.is_call else it.medium
        rests = it.rests_until is not None
        who = it.customer, it.is_ticket, rests
        return Waiting((medium, spec), place, it.queue, it.entered, it.ring, free, *who)

    def _add(self, identifier: str, new: Waiting, book: Book) -> None:
        if new.open:
            line = self.pools.get(new.pool)
            if line is None:
                line = self.pools[new.pool] = SortedList()
                for bench in _benches(new.pool, book):
                    self.hungry.setdefault(bench, set()).add(new.pool)
            line.add(new.place)
        _into(self.queues, new.queue).add(new.place)
        if new.rests:
            _into(self.resting, new.queue).add(new.place)
        else:
            _into(self.entered, new.queue).add((new.entered, identifier))
        rings = self.rings.setdefault(new.queue, {})
        rings[new.ring] = rings.get(new.ring, 0) + 1
        if new.customer:
            key = (new.queue, new.pool[0], new.customer)
            self.places[key] = self.places.get(key, 0) + 1
            if new.ticket:
                held = self.tickets.get((new.queue, new.customer), ())
                self.tickets[new.queue, new.customer] = tuple(sorted((*held, identifier)))
        self.of[identifier] = new

    def remove(self, identifier: str, book: Book) -> Waiting | None:
        """Take an interaction out of every line; return where it stood."""
        old = self.of.pop(identifier)
        if old is None:
            return None
        if old.open:
            line = self.pools[old.pool]
            line.remove(old.place)
            if not line:
                del self.pools[old.pool]
                for bench in _benches(old.pool, book):
                    self.hungry[bench].discard(old.pool)
        self.queues[old.queue].remove(old.place)
        if old.rests:
            self.resting[old.queue].remove(old.place)
        else:
            self.entered[old.queue].remove((old.entered, identifier))
        self.rings[old.queue][old.ring] -= 1
        if old.customer:
            key = (old.queue, old.pool[0], old.customer)
            self.places[key] -= 1
            if not self.places[key]:
                del self.places[key]
            if old.ticket:
                held = tuple(one for one in self.tickets.pop((old.queue, old.customer)) if one != identifier)
                if held:
                    self.tickets[old.queue, old.customer] = held
        return old

    def oldest(self, queue: str) -> int | None:
        """Return when the one who has waited longest entered a queue; None when nobody waits who could be served."""
        entered = self.entered.get(queue)
        return entered[0][0] if entered else None

    def count(self, queue: str) -> int:
        """Return how many wait in a queue."""
        line = self.queues.get(queue)
        return len(line) if line else 0

    def present(self, queue: str) -> int:
        """Return how many of those who wait in a queue could be served now."""
        return self.count(queue) - len(self.resting.get(queue, ()))

    def first(self, queue: str) -> Place | None:
        """Return the first in a queue: of those who could be served, else of those who rest; None when it is empty."""
        line, resting = self.queues.get(queue), self.resting.get(queue) or ()
        if not line:
            return None
        return next((place for place in line if place not in resting), line[0])

    def position(self, it: Interaction) -> int:
        """Return an interaction's place in its queue, 1 = next; who rests is in nobody's way."""
        place = self.of[it.id].place
        resting = self.resting.get(it.queue)
        return int(self.queues[it.queue].index(place)) + 1 - (int(resting.bisect_left(place)) if resting else 0)


def _benches(pool: Pool, book: Book) -> tuple[int, ...]:
    number = pool[1]
    return tuple(source.bench for source in book.specs[number].sources) if isinstance(number, int) else ()


def _into(lines: dict[str, SortedList], queue: str) -> SortedList:  # type: ignore[type-arg]
    line = lines.get(queue)
    if line is None:
        line = lines[queue] = SortedList()
    return line
