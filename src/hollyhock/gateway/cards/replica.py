"""The gateway's one copy of all cards of a domain, and the memory of what changed lately."""

from collections import deque
from collections.abc import Iterable, Mapping

import msgspec

from hollyhock.contracts.views import (
    AgentCard,
    AnyCard,
    CardDelta,
    CardSnapshot,
    InteractionCard,
    QueueCard,
    SystemCard,
)

_REMEMBERED = 4096
"""Changes kept for desks that come back; at a hundred a second, some forty seconds."""


class Change(msgspec.Struct, frozen=True):
    """Which keys a step touched: ``shared`` ones everybody sees, ``private`` ones that depend on who looks."""

    cursor: int
    shared: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()
    """Agents and interactions, with those interactions whose agent has changed team."""
    reset: bool = False
    """The past does not lead here: every view begins afresh."""


class Replica:
    """All cards at a cursor. Changed only by snapshots and deltas of the engine."""

    def __init__(self, remembered: int = _REMEMBERED) -> None:
        """Begin empty and not loaded; ``remembered`` bounds the changes kept."""
        self.cursor = 0
        self.loaded = False
        self._cards: dict[str, AnyCard] = {}
        self._held: dict[str, set[str]] = {}
        self._past: deque[Change] = deque(maxlen=remembered)
        self._past_begins = 0

    @property
    def cards(self) -> Mapping[str, AnyCard]:
        """Every card by its key."""
        return self._cards

    def held_by(self, agent: str) -> set[str]:
        """Return the keys of the interactions that carry this agent."""
        return self._held.get(agent, set())

    def team_of(self, agent: str) -> str | None:
        """Return the team of an agent, None for one without a card."""
        card = self._cards.get(f"agent:{agent}")
        return card.team if isinstance(card, AgentCard) else None

    def load(self, snapshot: CardSnapshot) -> Change:
        """Become the snapshot; desks that saw the state before get the difference like any other change."""
        fresh = {card.key: card for card in snapshot.cards}
        goes_on = self.loaded and snapshot.cursor >= self.cursor
        put = [card for key, card in fresh.items() if self._cards.get(key) != card]
        drop = [key for key in self._cards if key not in fresh]
        change = self._step(snapshot.cursor, put, drop)
        if not goes_on:
            self._past.clear()
            self._past_begins = self.cursor
            self.loaded = True
            return Change(cursor=self.cursor, reset=True)
        self._remember(change)
        return change

    def apply(self, delta: CardDelta) -> Change | None:
        """Take a step; return None, unchanged, when steps before it are missing."""
        if delta.previous > self.cursor or not self.loaded:
            return None
        if delta.cursor <= self.cursor:
            return Change(cursor=self.cursor)
        change = self._step(delta.cursor, delta.put, delta.drop)
        self._remember(change)
        return change

    def changed_since(self, cursor: int) -> set[str] | None:
        """Return every key touched after ``cursor``; None when that is no longer (or not yet) known."""
        if not self._past_begins <= cursor <= self.cursor or not self.loaded:
            return None
        keys: set[str] = set()
        for change in reversed(self._past):
            if change.cursor <= cursor:
                break
            keys |= change.shared | change.private
        return keys

    def _remember(self, change: Change) -> None:
        if not (change.shared or change.private):
            return
        if len(self._past) == self._past.maxlen:
            self._past_begins = self._past[0].cursor
        self._past.append(change)

    def _step(self, cursor: int, put: Iterable[AnyCard], drop: Iterable[str]) -> Change:
        shared: set[str] = set()
        private: set[str] = set()
        for card in put:
            (shared if isinstance(card, QueueCard | SystemCard) else private).add(card.key)
            private |= self._replace(card.key, card)
        for key in drop:
            (shared if isinstance(self._cards.get(key), QueueCard | SystemCard) else private).add(key)
            private |= self._replace(key, None)
        self.cursor = cursor
        return Change(cursor=cursor, shared=frozenset(shared), private=frozenset(private))

    def _replace(self, key: str, card: AnyCard | None) -> set[str]:
        """Exchange one card; return the interactions that another eye may now see or no longer see."""
        before = self._cards.pop(key, None)
        if card is not None:
            self._cards[key] = card
        for agent in before.eyes if isinstance(before, InteractionCard) else ():
            self._held.get(agent, set()).discard(key)
        for agent in card.eyes if isinstance(card, InteractionCard) else ():
            self._held.setdefault(agent, set()).add(key)
        was = before if isinstance(before, AgentCard) else None
        now = card if isinstance(card, AgentCard) else None
        moved = now or was
        if moved is None or (was and now and was.team == now.team):
            return set()
        return set(self.held_by(moved.agent))
