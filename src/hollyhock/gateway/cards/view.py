"""One desk's part of the cards, sent as a whole once and as changes from then on."""

from hollyhock.contracts.desk_socket import Cards
from hollyhock.contracts.views import AnyCard
from hollyhock.gateway.cards.replica import Change, Replica
from hollyhock.gateway.cards.sight import Sight

_MOST_RESUMED = 2000
"""Keys to look at on resuming; above that a fresh start is cheaper."""


class View:
    """Keeps what a desk holds equal to what it may see: old view + changes = fresh view.

    Steps of the engine only mark keys; ``flush`` looks at the marked keys as they are by then. So a slow desk costs
    memory for keys, never for queued cards, and gets the newest state when it reads again.
    """

    def __init__(self, replica: Replica, sight: Sight) -> None:
        """Look at ``replica`` with the eyes of ``sight``."""
        self._replica, self._sight = replica, sight
        self._cursor = 0
        self._keys: set[str] = set()
        self._marked: set[str] = set()
        self._whole = True
        self.urgent = False
        """Something of this desk's own waits to be sent."""

    @property
    def waiting(self) -> bool:
        """Return whether there may be something to send."""
        return self._whole or bool(self._marked)

    def resume(self, cursor: int) -> bool:
        """Go on from what the desk held at ``cursor``; False when only a fresh start is possible."""
        changed = self._replica.changed_since(cursor)
        if changed is None or len(changed) > _MOST_RESUMED:
            return False
        self._cursor = cursor
        # What it held then is not known any more: what it may not see now is dropped by key, seen or not.
        self._keys = {key for key in self._replica.cards if self._shown(key)} | changed
        self._marked = changed
        self._whole = False
        return True

    def look_with(self, sight: Sight) -> None:
        """Take a renewed ticket's eyes; a different sight starts afresh."""
        if sight != self._sight:
            self._sight = sight
            self._whole = self.urgent = True

    def mark(self, change: Change) -> None:
        """Note a step of the replica."""
        if change.reset:
            self._whole = self.urgent = True
            return
        own = self._own(change.private)
        self._marked |= change.shared
        self._marked |= change.private if self._sight.floor else own
        self.urgent = self.urgent or bool(own)

    def flush(self, now: int) -> Cards | None:
        """Return what the desk must be told to be up to date, None when nothing that it sees has changed."""
        whole, marked = self._whole, self._replica.cards.keys() if self._whole else self._marked
        put: list[AnyCard] = []
        drop: list[str] = []
        previous = self._cursor
        held = set() if whole else self._keys
        for key in marked:
            card = self._shown(key)
            if card is not None:
                put.append(card)
                held.add(key)
            elif key in held:
                drop.append(key)
                held.discard(key)
        self._keys, self._marked, self._whole, self.urgent = held, set(), False, False
        if not (whole or put or drop):
            return None
        self._cursor = self._replica.cursor
        return Cards(
            fresh=whole, previous=previous, cursor=self._cursor, now=now, put=tuple(put), drop=tuple(sorted(drop))
        )

    def sees(self, key: str) -> AnyCard | None:
        """Return a card as this desk may see it now."""
        return self._shown(key)

    def _shown(self, key: str) -> AnyCard | None:
        card = self._replica.cards.get(key)
        return self._sight.shown(card, self._replica.team_of) if card is not None else None

    def _own(self, keys: frozenset[str]) -> set[str]:
        agent = self._sight.agent
        mine = self._replica.held_by(agent) if agent else set()
        held = self._keys if not self._sight.floor else set()
        return {key for key in keys if key in mine or key in held or key == f"agent:{agent}"}
