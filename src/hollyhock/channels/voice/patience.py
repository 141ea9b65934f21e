"""How often and how fast a failed action is tried again."""

from hollyhock.channels.voice.actions import (
    Action,
    Clear,
    DropBridge,
    Leave,
    Music,
    Record,
    RingBack,
    StopPlay,
    StopRecord,
)

_PAUSES_MS = (100, 300, 1_000)
_LONGEST_MS = 5_000
_FOR_EVER = (Clear, Leave, DropBridge, Music, RingBack, StopPlay, Record, StopRecord)
"""What no fact could make up for: somebody not heard, not recorded, not let go. The rest is given up and reported."""


class Patience:
    """Keeps which actions failed and until when they rest."""

    def __init__(self) -> None:
        """Begin without failures."""
        self._failures: dict[Action, int] = {}
        self._until: dict[Action, int] = {}

    def rests(self, action: Action, now: int) -> bool:
        """Say whether it is too early to try again."""
        return self._until.get(action, now) > now

    def succeeded(self, action: Action) -> None:
        """Forget failures."""
        self._failures.pop(action, None)
        self._until.pop(action, None)

    def failed(self, action: Action, now: int, *, lasting: bool) -> int | None:
        """Return when to try again, or None when that is hopeless: tried often enough, or a ``lasting`` failure."""
        times = self._failures[action] = self._failures.get(action, 0) + 1
        hopeless = lasting or times > len(_PAUSES_MS)
        if hopeless and not isinstance(action, _FOR_EVER):
            self.succeeded(action)
            return None
        self._until[action] = now + (_LONGEST_MS if hopeless else _PAUSES_MS[times - 1])
        return self._until[action]
