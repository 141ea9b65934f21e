"""All of the derived order, kept in line with the data as events are applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hollyhock.core.book import Book
from hollyhock.core.data import OWN, Agent, Interaction, Offer
from hollyhock.core.hours import is_open, next_change
from hollyhock.core.index.dues import Due, Dues
from hollyhock.core.index.idle import Benches
from hollyhock.core.index.lines import Lines, Pool, Waiting
from hollyhock.core.index.renewal import Changes
from hollyhock.core.promise import can_be_called
from hollyhock.core.strategies import AT_WORK, MARK_MS

if TYPE_CHECKING:
    from hollyhock.core.data import Data


class Index:
    """Ordered sets per pool and bench, so that a decision costs by classes touched, never by agents or waiting."""

    def __init__(self) -> None:
        """Start empty."""
        self.lines, self.benches, self.dues = Lines(), Benches(), Dues()
        self.now = 0
        self.devices: dict[str, str] = {}
        self.dirty: set[Pool] = set()
        """Pools that may have found somebody; at rest no pool has both sides."""
        self.touched_agents: set[str] = set()
        self.touched_interactions: set[str] = set()
        self.touched_queues: set[str] = set()
        self.touched_system = False
        self._devices: dict[str, str] = {}

    def rebuild(self, data: Data, book: Book) -> None:
        """Derive everything anew; all waiting pools become dirty. What was touched before stays touched."""
        agents, interactions, queues = self.touched_agents, self.touched_interactions, self.touched_queues
        self.__init__()  # type: ignore[misc]
        self.touched_agents, self.touched_interactions, self.touched_queues = agents, interactions, queues
        self.now, self.lines.closed = data.now, frozenset(data.closed)
        for agent in data.agents.values():
            self.place_agent(agent, data, book)
        for interaction in data.interactions.values():
            self.place_interaction(interaction, book)
        for offer in data.offers.values():
            self.place_offer(offer)
        for code, queue in book.queues.items():
            if queue.calendar:
                self._set_opening(code, data, book)
        self.touched_queues.update(book.queues)
        self.touched_system = True

    def renew(self, changed: Changes, data: Data, old: Book, book: Book) -> None:
        """Place anew what a newer directory changes; its book goes on with the numbers of the old one."""
        self.now, self.lines.closed = data.now, frozenset(data.closed)
        self.touched_queues |= changed.queues
        self.touched_agents |= changed.agents
        self.touched_system = True
        book.keep_seats(old, changed.agents)
        for code in changed.agents:
            self.benches.forget(code)
            if (agent := data.agents.get(code)) is not None:
                self.place_agent(agent, data, book)
        for code in changed.lines:
            self._place_line(code, data, book)
        for code in changed.queues:
            self._set_opening(code, data, book)
        for code in {*old.watching, *book.watching}:
            if old.watching.get(code) != book.watching.get(code):
                self._watch(code, book)

    def _place_line(self, queue: str, data: Data, book: Book) -> None:
        for place in list(self.lines.queues.get(queue, ())):
            self.place_interaction(data.interactions[place[3]], book)

    def forget_touched(self) -> None:
        """Begin to note anew what is touched."""
        self.touched_agents, self.touched_interactions, self.touched_queues = set(), set(), set()
        self.benches.changed = set()
        self.touched_system = False

    # --- agents -------------------------------------------------------------------------------------------------------

    def place_agent(self, agent: Agent, data: Data, book: Book) -> None:
        """Bring every set in line with an agent's present data."""
        code = agent.code
        self.touched_agents.add(code)
        nobody = self.benches.everyone == 0
        if self.benches.place(agent, data, book):
            self._wake(code, book)
        if nobody != (self.benches.everyone == 0):
            self.touched_queues.update(self.lines.queues)
        self._set_device(agent)
        grows = book.counts and agent.state in AT_WORK and code in self.benches.free
        self.dues.set(f"a {code}", _agent_dues(agent, grows=grows))

    def _wake(self, code: str, book: Book) -> None:
        media, hungry = self.benches.free[code], self.lines.hungry
        for seat in book.seats_of(code):
            pools = hungry.get(seat.bench)
            if pools:
                self.dirty.update(pool for pool in pools if pool[0] in media)
        self.dirty.update(pool for medium in media if (pool := (medium, code)) in self.lines.pools)

    def _set_device(self, agent: Agent) -> None:
        old = self._devices.get(agent.code, "")
        if old == agent.device:
            return
        if self.devices.get(old) == agent.code:
            del self.devices[old]
        if agent.device:
            self.devices[agent.device] = agent.code
        self._devices[agent.code] = agent.device

    # --- interactions -------------------------------------------------------------------------------------------------

    def place_interaction(self, it: Interaction, book: Book) -> None:
        """Bring every set in line with an interaction's present data."""
        self.touched_interactions.add(it.id)
        old = self.lines.of.get(it.id)
        new = self.lines.place(it, book)
        if new is not None and new.open:
            self.dirty.add(new.pool)
        if new is not None or (old is not None and it.id not in self.lines.of):
            self._line_changed(old, new, book)
        self.dues.set(it.id, _interaction_dues(it, book))

    def drop_interaction(self, identifier: str, book: Book) -> None:
        """Forget an interaction that has left the data."""
        self.touched_interactions.add(identifier)
        old = self.lines.remove(identifier, book)
        if old is not None:
            self._line_changed(old, None, book)
        self.dues.set(identifier, ())

    def _line_changed(self, old: Waiting | None, new: Waiting | None, book: Book) -> None:
        for queue in {place.queue for place in (old, new) if place is not None}:
            self.touched_queues.add(queue)
            if queue in book.watching:
                self._watch(queue, book)

    def _watch(self, queue: str, book: Book) -> None:
        """Wake those who may take from a reserve or borrow, now or when the oldest has waited long enough."""
        self.look_again(queue, book)
        oldest, specs = self.lines.oldest(queue), book.watching.get(queue, ())
        sources = [source for number in specs for source in book.specs[number].sources]
        limits = {source.limit_ms for source in sources if source.kind == "reserve" and source.queue == queue}
        moments = [oldest + limit for limit in sorted(limits)] if oldest is not None else []
        at_risk = tuple((moment, "risk", queue) for moment in moments if moment > self.now)
        self.dues.set(f"q {queue}", at_risk)

    def set_hours(self, queue: str, data: Data, book: Book) -> None:
        """Take note that a queue has opened or closed, and place those anew who wait in it."""
        self.lines.closed = frozenset(data.closed)
        self._place_line(queue, data, book)
        self.touched_queues.add(queue)
        self._set_opening(queue, data, book)

    def _set_opening(self, queue: str, data: Data, book: Book) -> None:
        entry = book.queues.get(queue)
        calendar = book.calendars.get(entry.calendar) if entry is not None else None
        if calendar is None:
            self.dues.set(f"h {queue}", ())
            return
        right = is_open(calendar, data.now) == (queue not in self.lines.closed)
        moment = next_change(calendar, data.now) if right else data.now
        self.dues.set(f"h {queue}", ((moment, "hours", queue),) if moment is not None else ())

    def look_again(self, queue: str, book: Book) -> None:
        """Let those be matched again whose further sources depend on a queue's line."""
        for number in book.watching.get(queue, ()):
            hungry = self.lines.hungry.get(book.specs[number].sources[0].bench, ())
            self.dirty.update(pool for pool in hungry if pool[1] == number)

    # --- offers -------------------------------------------------------------------------------------------------------

    def place_offer(self, offer: Offer) -> None:
        """Note an offer's deadline."""
        self.dues.set(offer.id, ((offer.deadline, "offer", offer.id),))

    def drop_offer(self, identifier: str) -> None:
        """Forget an offer that has ended."""
        self.dues.set(identifier, ())


def _agent_dues(agent: Agent, *, grows: bool) -> tuple[Due, ...]:
    if not grows and not agent.wraps and agent.gone_at is None and agent.lost_at is None:
        return ()
    dues = [(wrap.deadline, "wrap_up", f"{agent.code} {interaction}") for interaction, wrap in agent.wraps.items()]
    if agent.gone_at is not None:
        dues.append((agent.gone_at, "gone", agent.code))
    if agent.lost_at is not None:
        dues.append((agent.lost_at, "lost", agent.code))
    if grows:
        dues.append((agent.counted + MARK_MS, "count", agent.code))
    return tuple(dues)


def _interaction_dues(it: Interaction, book: Book) -> tuple[Due, ...]:
    if it.phase == "waiting":
        return _waiting_dues(it, book)
    if it.phase == "flow" and it.node_deadline is not None:
        return ((it.node_deadline, "farewell" if it.farewell else "look_up", it.id),)
    if it.phase == "dialling" and it.node_deadline is not None:
        return ((it.node_deadline, "dial", it.id),)
    if it.phase == "reattaching" and it.reattach_deadline is not None:
        return ((it.reattach_deadline, "reattach", it.id),)
    return ()


def _waiting_dues(it: Interaction, book: Book) -> tuple[Due, ...]:
    dues: list[Due] = []
    if it.announce_at is not None:
        dues.append((it.announce_at, "announce", it.id))
    if it.rests_until is not None:
        dues.append((it.rests_until, "rest", it.id))
    queue = book.queues.get(it.queue)
    if it.ring == OWN:
        # A kind of its own: the first ring's end may come at the same moment, and must come all the same.
        dues.append((it.own_until, "own", it.id))
    elif queue is not None and it.ring + 1 < len(queue.rings) and not it.offers and it.rests_until is None:
        following = queue.rings[it.ring + 1]
        ends = following.overflow
        # No end of a line loses a message or a call back that was promised; and a line that ends in one has no end for
        # those who cannot be called.
        lost = it.is_work and ends is not None and ends.kind != "queue"
        if not lost and (ends is None or ends.kind != "callback" or can_be_called(it, book)):
            dues.append((it.entered + following.after_ms, "ring", it.id))
    return tuple(dues)
