"""Who is idle: per bench the free agents in the order in which they are chosen, and per class how many there are."""

from __future__ import annotations

from collections.abc import Iterator

from sortedcontainers import SortedList

from hollyhock.contracts.directory import Agent as Entry
from hollyhock.contracts.routing import Strategy
from hollyhock.core.book import Book, Seat
from hollyhock.core.data import Agent, Data
from hollyhock.core.strategies import moving

Chair = tuple[int, float, int, str]
"""(standing, moving, idle since, agent): the smaller is chosen first."""
Media = tuple[str, ...]
"""What an agent is free for, in sorted order."""

Counted = tuple[tuple[int, ...], bool, bool, bool]
"""Classes that an agent satisfies; whether logged on, in state Ready with nothing ringing, and in mode ready."""

_SLOT = {"callback": "voice"}
"""A medium that takes another one's place in an agent's capacity."""


class Benches:
    """Each agent sits once on each bench that they belong on, among those who are free for the same media."""

    def __init__(self) -> None:
        """Start empty."""
        self.everyone = 0
        """Agents logged on, whatever they serve."""
        self.logged_on: dict[int, int] = {}
        """Class to agents logged on."""
        self.ready: dict[int, int] = {}
        """Those in state Ready whom nothing rings at: who is being rung can take nobody else."""
        self.serving: dict[int, int] = {}
        """Those whose mode is ready, at work or not."""
        self.changed: set[int] = set()
        """Classes whose counts have changed."""
        self.free: dict[str, Media] = {}
        """Idle agents and what they are free for."""
        self._sitting: dict[int, dict[Media, SortedList[Chair]]] = {}
        self._chairs: dict[str, tuple[Media, tuple[float, ...], list[tuple[int, Chair]]]] = {}
        self._counted: dict[str, Counted] = {}

    def place(self, agent: Agent, data: Data, book: Book) -> bool:
        """Bring the benches in line with an agent's present data; tell whether the agent sits down anew."""
        code = agent.code
        self._count(agent, book)
        media = free_media(agent, data, book)
        old = self._chairs.get(code)
        moved: tuple[float, ...] = (agent.idle_since, agent.offered, agent.handled, agent.counted, agent.drawn)
        if old is not None:
            if old[0] == media and old[1] == moved:
                return False
            self._rise(code)
        seats = book.seats_of(code) if media else ()
        if not media:
            return False
        self.free[code] = media
        self._chairs[code] = (media, moved, self._sit(agent, seats, media, book))
        return True

    def _sit(self, agent: Agent, seats: tuple[Seat, ...], media: Media, book: Book) -> list[tuple[int, Chair]]:
        chairs = []
        orders: dict[Strategy, float] = {}
        for seat in seats:
            strategy = book.benches[seat.bench].strategy
            order = orders.get(strategy)
            if order is None:
                order = orders[strategy] = moving(agent, strategy)
            chair = (seat.standing, order, agent.idle_since, agent.code)
            bench = self._sitting.get(seat.bench)
            if bench is None:
                bench = self._sitting[seat.bench] = {}
            row = bench.get(media)
            if row is None:
                row = bench[media] = SortedList()
            row.add(chair)
            chairs.append((seat.bench, chair))
        return chairs

    def _rise(self, code: str) -> None:
        media, _, chairs = self._chairs.pop(code)
        del self.free[code]
        for number, chair in chairs:
            bench = self._sitting[number]
            row = bench[media]
            row.remove(chair)
            if not row:
                del bench[media]

    def forget(self, code: str) -> None:
        """Let an agent whose benches are no longer the same stand up; placing puts them where they belong."""
        if code in self._chairs:
            self._rise(code)
        old = self._counted.pop(code, None)
        if old is not None:
            self._tally(old, -1)

    def first(self, bench: int, medium: str) -> str | None:
        """Return who is chosen first on a bench for one more of a medium; None when nobody is free."""
        rows = self._sitting.get(bench)
        if not rows:
            return None
        best: Chair | None = None
        for media, row in rows.items():
            if medium in media and (best is None or row[0] < best):
                best = row[0]
        return best[3] if best is not None else None

    def in_order(self, bench: int, medium: str) -> Iterator[str]:
        """Yield who is free on a bench, first chosen first."""
        rows = [row for media, row in self._sitting.get(bench, {}).items() if medium in media]
        yield from (chair[3] for chair in sorted(chair for row in rows for chair in row[:_GROUP]))

    def seated(self) -> dict[int, dict[Media, list[Chair]]]:
        """Return who sits on each bench, in order, by what they are free for."""
        return {number: {media: list(row) for media, row in rows.items()} for number, rows in self._sitting.items()}

    def count(self, bench: int, medium: str) -> int:
        """Return how many are free on a bench for one more of a medium."""
        return sum(len(row) for media, row in self._sitting.get(bench, {}).items() if medium in media)

    def _count(self, agent: Agent, book: Book) -> None:
        old = self._counted.get(agent.code, _UNCOUNTED)
        now = (agent.logged_on, agent.state == "Ready" and not agent.offer, agent.logged_on and agent.ready)
        if old[1:] == now and (old[0] or not agent.logged_on):
            return
        self._tally(old, -1)
        new = self._counted[agent.code] = (book.classes_of(agent.code) if agent.logged_on else (), *now)
        self._tally(new, 1)

    def _tally(self, counted: Counted, step: int) -> None:
        classes, logged_on, ready, serving = counted
        self.everyone += step if logged_on else 0
        for number in classes:
            self.logged_on[number] = self.logged_on.get(number, 0) + step
            self.ready[number] = self.ready.get(number, 0) + (step if ready else 0)
            self.serving[number] = self.serving.get(number, 0) + (step if serving else 0)
        self.changed.update(classes)


_GROUP = 10
_UNCOUNTED: Counted = ((), False, False, False)


def free_media(agent: Agent, data: Data, book: Book) -> Media:
    """Return the media of which an agent can be offered one more now, in sorted order."""
    if not (agent.logged_on and agent.ready and agent.present) or agent.offer or agent.wraps:
        return ()
    entry = book.agents.get(agent.code)
    if entry is None:
        return ()
    held = [slot(data.interactions[i].medium) for i in agent.holds]
    free = []
    for medium in entry.capacity:
        if medium == "voice" and not agent.device_up:
            continue
        if has_room(entry, held, medium):
            free.append(medium)
    if "voice" in free:
        free.append("callback")
    return tuple(sorted(free))


def has_room(entry: Entry, held: list[str], medium: str) -> bool:
    """Tell whether the rules let an agent take one more of a medium beside what is held (media, as ``slot`` has it)."""
    allowed = entry.interrupts.get(medium, ())
    free = held.count(medium) < entry.capacity.get(medium, 0)
    return free and all(other == medium or other in allowed for other in held)


def slot(medium: str) -> str:
    """Return the medium whose capacity an interaction uses: a call back is a call."""
    return _SLOT.get(medium, medium)
