"""Derived order: who waits, who is idle, what is due. Rebuilt from data at any time; never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sortedcontainers import SortedList

from hollyhock.core.book import Book, SkillClass

if TYPE_CHECKING:
    from hollyhock.core.data import Agent, Data, Interaction, Offer

Pool = tuple[str, SkillClass]
"""Medium and class: what waits in a pool can be served by exactly who idles in it."""
Place = tuple[int, int, int, str]
"""(-priority, since, order, interaction): smaller is served first."""
Due = tuple[int, str, str]
"""(moment, kind, key)."""


class _Waiting(NamedTuple):
    """Where an interaction stands in the ordered sets."""

    pool: Pool
    place: Place
    queue: str
    entered: int
    open: bool
    """No offer is out for it: it may be matched."""


class Index:
    """Ordered sets per pool, so that a decision costs by pools touched, never by agents or waiting."""

    def __init__(self) -> None:
        """Start empty."""
        self.waiting: dict[Pool, SortedList[Place]] = {}
        self.idle: dict[Pool, SortedList[tuple[int, str]]] = {}
        self.lines: dict[str, SortedList[Place]] = {}
        self.entered: dict[str, SortedList[tuple[int, str]]] = {}
        self.due: SortedList[Due] = SortedList()
        self.everyone = 0
        """Agents logged on, whatever they serve."""
        self.logged_on: dict[SkillClass, int] = {}
        self.ready: dict[SkillClass, int] = {}
        self.legs: dict[str, str] = {}
        self.devices: dict[str, str] = {}
        self.dirty: set[Pool] = set()
        self.touched_agents: set[str] = set()
        self.touched_interactions: set[str] = set()
        self.touched_queues: set[str] = set()
        self.changed_classes: set[SkillClass] = set()
        self.touched_system = False
        self._idles: dict[str, tuple[int, tuple[Pool, ...]]] = {}
        self._waits: dict[str, _Waiting] = {}
        self._dues: dict[tuple[str, str], tuple[Due, ...]] = {}
        self._counted: dict[str, tuple[tuple[SkillClass, ...], bool, bool]] = {}
        self._devices: dict[str, str] = {}
        self._legs: dict[str, tuple[str, ...]] = {}

    def rebuild(self, data: Data, book: Book) -> None:
        """Derive everything anew; all waiting pools become dirty. What was touched before stays touched."""
        agents, interactions, queues = self.touched_agents, self.touched_interactions, self.touched_queues
        self.__init__()  # type: ignore[misc]
        self.touched_agents, self.touched_interactions, self.touched_queues = agents, interactions, queues
        for agent in data.agents.values():
            self.place_agent(agent, data, book)
        for interaction in data.interactions.values():
            self.place_interaction(interaction, book)
        for offer in data.offers.values():
            self.place_offer(offer)
        self.touched_queues.update(book.queues)
        self.touched_system = True

    def forget_touched(self) -> None:
        """Begin to note anew what is touched."""
        self.touched_agents, self.touched_interactions, self.touched_queues = set(), set(), set()
        self.changed_classes = set()
        self.touched_system = False

    # --- agents -------------------------------------------------------------------------------------------------------

    def place_agent(self, agent: Agent, data: Data, book: Book) -> None:
        """Bring every set in line with an agent's present data."""
        code = agent.code
        self.touched_agents.add(code)
        served = book.served_by(code) if agent.logged_on else ()
        pools = tuple((medium, c) for medium in free_media(agent, data, book) for c in served)
        old = self._idles.pop(code, None)
        if old is not None and old != (agent.idle_since, pools):
            for pool in old[1]:
                self.idle[pool].discard((old[0], code))
        if pools:
            if old != (agent.idle_since, pools):
                for pool in pools:
                    self.idle.setdefault(pool, SortedList()).add((agent.idle_since, code))
                    self.dirty.add(pool)
            self._idles[code] = (agent.idle_since, pools)
        self._count(agent, served)
        self._set_device(agent)
        self._set_dues(("agent", code), _agent_dues(agent))

    def _count(self, agent: Agent, served: tuple[SkillClass, ...]) -> None:
        new = (served, agent.state == "Ready", agent.logged_on)
        old = self._counted.get(agent.code, ((), False, False))
        if new == old:
            return
        nobody = self.everyone == 0
        self.everyone += new[2] - old[2]
        if nobody != (self.everyone == 0):
            self.touched_queues.update(self.lines)
        for classes, ready, step in ((*old[:2], -1), (*new[:2], 1)):
            for c in classes:
                self.logged_on[c] = self.logged_on.get(c, 0) + step
                self.ready[c] = self.ready.get(c, 0) + (step if ready else 0)
        self._counted[agent.code] = new
        self.changed_classes.update(old[0], new[0])

    def _set_device(self, agent: Agent) -> None:
        old = self._devices.pop(agent.code, "")
        if self.devices.get(old) == agent.code:
            del self.devices[old]
        if agent.device:
            self.devices[agent.device] = agent.code
            self._devices[agent.code] = agent.device

    # --- interactions -------------------------------------------------------------------------------------------------

    def place_interaction(self, it: Interaction, book: Book) -> None:
        """Bring every set in line with an interaction's present data."""
        self.touched_interactions.add(it.id)
        self._place_waiting(it, book)
        self._set_dues(("interaction", it.id), _interaction_dues(it, book))
        self._set_legs(it)

    def drop_interaction(self, identifier: str) -> None:
        """Forget an interaction that has left the data."""
        self.touched_interactions.add(identifier)
        self._remove_waiting(identifier)
        self._set_dues(("interaction", identifier), ())
        for leg in self._legs.pop(identifier, ()):
            self.legs.pop(leg, None)

    def _place_waiting(self, it: Interaction, book: Book) -> None:
        new = None
        if it.phase == "waiting":
            pool = (it.medium, book.ring_class(it.queue, it.ring))
            new = _Waiting(pool, (-it.priority, it.since, it.order, it.id), it.queue, it.entered, not it.offer)
        if new == self._waits.get(it.id):
            return
        self._remove_waiting(it.id)
        if new is not None:
            self._add_waiting(it.id, new)

    def _add_waiting(self, identifier: str, new: _Waiting) -> None:
        if new.open:
            self.waiting.setdefault(new.pool, SortedList()).add(new.place)
            self.dirty.add(new.pool)
        self.lines.setdefault(new.queue, SortedList()).add(new.place)
        self.entered.setdefault(new.queue, SortedList()).add((new.entered, identifier))
        self._waits[identifier] = new
        self.touched_queues.add(new.queue)

    def _remove_waiting(self, identifier: str) -> None:
        old = self._waits.pop(identifier, None)
        if old is None:
            return
        if old.open:
            self.waiting[old.pool].discard(old.place)
        self.lines[old.queue].discard(old.place)
        self.entered[old.queue].discard((old.entered, identifier))
        self.touched_queues.add(old.queue)

    def _set_legs(self, it: Interaction) -> None:
        for leg in self._legs.pop(it.id, ()):
            self.legs.pop(leg, None)
        legs = tuple(leg for leg in (it.leg, it.agent_leg, it.offer) if leg and it.phase != "closed")
        for leg in legs:
            self.legs[leg] = it.id
        self._legs[it.id] = legs

    def position(self, it: Interaction) -> int:
        """Return an interaction's place in its queue, 1 = next."""
        return self.lines[it.queue].bisect_left((-it.priority, it.since, it.order, it.id)) + 1

    # --- offers -------------------------------------------------------------------------------------------------------

    def place_offer(self, offer: Offer) -> None:
        """Note an offer's deadline."""
        self._set_dues(("offer", offer.id), ((offer.deadline, "offer", offer.id),))

    def drop_offer(self, identifier: str) -> None:
        """Forget an offer that has ended."""
        self._set_dues(("offer", identifier), ())

    # --- deadlines ----------------------------------------------------------------------------------------------------

    def _set_dues(self, owner: tuple[str, str], dues: tuple[Due, ...]) -> None:
        old = self._dues.pop(owner, ())
        if old != dues:
            for due in old:
                self.due.discard(due)
            self.due.update(dues)
        if dues:
            self._dues[owner] = dues


def free_media(agent: Agent, data: Data, book: Book) -> list[str]:
    """Return the media of which the agent can be offered one more now."""
    entry = book.agents.get(agent.code)
    if entry is None or not (agent.logged_on and agent.ready and agent.present) or agent.offer or agent.wraps:
        return []
    held = [data.interactions[i].medium for i in agent.holds]
    free = []
    for medium, capacity in sorted(entry.capacity.items()):
        alone = all(other == medium for other in held)
        reachable = medium != "voice" or agent.device_up
        if alone and reachable and len(held) < capacity:
            free.append(medium)
    return free


def _agent_dues(agent: Agent) -> tuple[Due, ...]:
    dues = [(wrap.deadline, "wrap_up", f"{agent.code} {interaction}") for interaction, wrap in agent.wraps.items()]
    if agent.gone_at is not None:
        dues.append((agent.gone_at, "gone", agent.code))
    if agent.lost_at is not None:
        dues.append((agent.lost_at, "lost", agent.code))
    return tuple(dues)


def _interaction_dues(it: Interaction, book: Book) -> tuple[Due, ...]:
    dues: list[Due] = []
    if it.phase == "flow" and it.node_deadline is not None:
        dues.append((it.node_deadline, "look_up", it.id))
    if it.phase == "waiting":
        if it.announce_at is not None:
            dues.append((it.announce_at, "announce", it.id))
        queue = book.queues.get(it.queue)
        if queue is not None and it.ring + 1 < len(queue.rings):
            dues.append((it.entered + queue.rings[it.ring + 1].after_ms, "ring", it.id))
    if it.phase == "reattaching" and it.reattach_deadline is not None:
        dues.append((it.reattach_deadline, "reattach", it.id))
    return tuple(dues)
