"""A model of Asterisk 22's app_queue (``apps/app_queue.c``): a linear list per queue, looked through by each caller."""

from bench.routing.peer import Peer

POLL_MS = 1_000
"""RECHECK: how often each caller looks whether it is their turn."""


class LinearScan(Peer):
    """``join_queue`` and ``leave_queue`` walk the list, ``is_our_turn`` counts members and walks up to the caller,
    ``try_calling`` weighs every member, and a change of a device's state walks the members of all queues
    (``extension_state_cb``, ``update_status``). ``autofill=yes``, ``strategy=leastrecent``, ``retry=1``.
    """

    def __init__(self) -> None:
        """Begin with nobody."""
        super().__init__()
        self._lines: dict[str, list[str]] = {}
        self._last: dict[str, int] = {}
        self._polled = 0

    def join(self, name: str, queue: str) -> None:
        """Walk to the end; all have the same priority."""
        line = self._lines.setdefault(queue, [])
        place = 0
        for _ in line:
            place += 1
        line.insert(place, name)

    def leave(self, name: str, queue: str) -> None:
        """Walk to the caller."""
        line = self._lines[queue]
        for place, other in enumerate(line):
            if other == name:
                del line[place]
                return

    def changed(self, agent: str) -> None:
        """Walk all members of all queues for those of this device."""
        self._last[agent] = self.now
        for members in self.members.values():
            for member in members:
                if member == agent:
                    break

    def catch_up(self, now: int) -> None:
        """Let each caller look, once for each second that has passed."""
        self._polled = self._polled or now
        while self._polled + POLL_MS <= now:
            self._polled += POLL_MS
            for queue, line in self._lines.items():
                for name in list(line):
                    if name not in self.offered and self._is_our_turn(name, line, self.members[queue]):
                        self._try_calling(name, self.members[queue])

    def _is_our_turn(self, name: str, line: list[str], members: list[str]) -> bool:
        available = sum(1 for member in members if self.free(member))
        place = 0
        for other in line:
            if other == name:
                break
            place += other not in self.offered
        return place < available

    def _try_calling(self, name: str, members: list[str]) -> None:
        weighed = [(self._last.get(member, 0), member) for member in members if self.free(member)]
        if weighed:
            self.offer(name, min(weighed)[1])
