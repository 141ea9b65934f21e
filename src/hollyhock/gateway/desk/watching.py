"""What one desk watches: lines and interactions on its screen, asked anew when something there has changed."""

import asyncio
from collections.abc import Callable

from hollyhock.contracts.desk_socket import ToDesk, Watch, Watched
from hollyhock.contracts.views import InteractionCard
from hollyhock.contracts.waiting import MOST_LINES, MOST_ROWS, Waiting, WaitingAsk
from hollyhock.gateway.cards.replica import Change, Replica
from hollyhock.gateway.desk.asking import Asking

_PAUSE_S = 0.5
"""Between two questions: changes that come together are answered together."""
_AGAIN_S = 1.0
"""Between two questions to an engine that does not answer."""


class Watching:
    """Asks the engine at once and after each change that concerns a watched row; tells the desk when it reads anew.

    Whatever can change why somebody waits touches the card of the queue (the line, the agents whom any ring of it asks
    for, the calendar) or the domain's. So nothing is asked while nothing happens, and a desk costs the engine two
    looks a second at most, whatever the length of its lines.
    """

    def __init__(self, asking: Asking, replica: Replica, put: Callable[[ToDesk], None]) -> None:
        """Watch nothing yet."""
        self._asking, self._replica, self._put = asking, replica, put
        self._wanted = WaitingAsk()
        self._keys: set[str] = set()
        self._told: tuple[Waiting, ...] | None = None
        self._stale = asyncio.Event()

    def watch(self, frame: Watch) -> None:
        """Watch these instead of what was watched; they are told even if they read the same."""
        queues, interactions = frame.queues[:MOST_LINES], frame.interactions[:MOST_ROWS]
        self._wanted, self._told = WaitingAsk(queues=queues, interactions=interactions), None
        self._keys = {"system", *(f"queue:{code}" for code in queues), *(f"interaction:{i}" for i in interactions)}
        self._stale.set()

    def mark(self, change: Change) -> None:
        """Note a step of the replica."""
        if self._wanted == WaitingAsk():
            return
        if change.reset or self._keys & (change.shared | change.private) or self._lines() & change.shared:
            self._stale.set()

    async def run(self) -> None:
        """Keep the desk up to date until cancelled."""
        while True:
            await self._stale.wait()
            self._stale.clear()
            await asyncio.sleep(_PAUSE_S if await self._look() else _AGAIN_S)

    async def _look(self) -> bool:
        """Return whether the engine answered."""
        wanted = self._wanted
        answer = await self._asking.waiting(wanted)
        if answer is None:
            self._stale.set()
            return False
        if wanted == self._wanted and answer.rows != self._told:
            self._told = answer.rows
            self._put(Watched(rows=answer.rows))
        return True

    def _lines(self) -> set[str]:
        """Return the keys of the queues in which single interactions are watched."""
        cards = (self._replica.cards.get(f"interaction:{i}") for i in self._wanted.interactions)
        return {f"queue:{card.queue}" for card in cards if isinstance(card, InteractionCard) and card.queue}
