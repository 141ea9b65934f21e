"""Desks' presence as a lease: gateways beat for the desks they have; a desk that nobody beats for is gone."""

from __future__ import annotations

import asyncio

from hollyhock.contracts.commands import AgentPresence
from hollyhock.contracts.ports import Clock
from hollyhock.contracts.subjects import PresenceBeat
from hollyhock.core.state import State
from hollyhock.engine.owner import Owner

LEASE_MS = 15_000
_LOOK_MS = 5_000


class Presence:
    """Keeps the time of each session's last beat; only changes become facts in the journal."""

    def __init__(self, owner: Owner, clock: Clock) -> None:
        """Grant everybody a whole lease from now, so that a restart of the engine sends nobody away."""
        self._owner, self._clock = owner, clock
        self._began = clock.now()
        self._seen: dict[tuple[str, str], int] = {}
        self._tasks: set[asyncio.Task[int]] = set()

    async def beat(self, beat: PresenceBeat) -> None:
        """Take a gateway's beat."""
        now = self._clock.now()
        for session in beat.sessions.items():
            self._seen[session] = now
        for code, session_id in await self._owner.look(_absent):
            if self._seen.get((code, session_id)) == now:
                self._note(code, session_id, present=True)

    async def run(self) -> None:
        """Notice leases that have ended, until cancelled."""
        while True:
            await self._clock.wait_until(self._clock.now() + _LOOK_MS)
            limit = self._clock.now() - LEASE_MS
            present = await self._owner.look(_present)
            for session in present:
                if self._seen.get(session, self._began) < limit:
                    self._note(*session, present=False)
            self._seen = {session: at for session, at in self._seen.items() if at >= limit}

    def _note(self, code: str, session: str, *, present: bool) -> None:
        fact = AgentPresence(agent=code, session=session, present=present)
        task = asyncio.create_task(self._owner.post(self._owner.tell(fact)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _present(state: State, _cursor: int) -> list[tuple[str, str]]:
    return [(agent.code, agent.session) for agent in state.data.agents.values() if agent.logged_on and agent.present]


def _absent(state: State, _cursor: int) -> list[tuple[str, str]]:
    return [
        (agent.code, agent.session) for agent in state.data.agents.values() if agent.logged_on and not agent.present
    ]
