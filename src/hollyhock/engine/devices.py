"""Softphones' accounts on the switch: made for desks and visitors, made again when the switch has lost them."""

from __future__ import annotations

import structlog

from hollyhock.contracts.errors import HollyhockError, Unknown
from hollyhock.contracts.ports import Clock, Switch
from hollyhock.contracts.softphone import device_secret
from hollyhock.contracts.subjects import ProvisionDevice
from hollyhock.contracts.switch import PageWords
from hollyhock.core.state import State
from hollyhock.engine.owner import Owner

log = structlog.get_logger(__name__)

VISITOR_MS = 60_000
"""A visitor's account that has been without a call for so long is barred, and removed at the next look.

A call may begin while the switch is asked who has one. So nothing is removed on one answer: what is barred begins no
call any more, and one that had begun before is seen at the next look, and keeps its account.
"""
LOOK_MS = 15_000


class Devices:
    """Keeps nothing that an engine's death could lose.

    Agents' accounts follow from who is logged on. A visitor's account carries what the page said, on the switch; the
    gateway has it removed when the page's socket closes, and one whose gateway has died is found without a call.
    """

    def __init__(self, owner: Owner, switch: Switch, clock: Clock, key: str) -> None:
        """Take the switch; ``key`` is ``Secrets.token``, from which softphones' passwords are derived."""
        self._owner, self._switch, self._clock, self._key = owner, switch, clock, key
        self._idle_since: dict[str, int] = {}
        self._barred: set[str] = set()

    async def provide(self, wanted: ProvisionDevice) -> None:
        """Make an account, or remove it when the secret is empty; raise ``Unknown`` for an entry point not there."""
        if not wanted.secret:
            await self._switch.deprovision(wanted.device)
            return
        if not wanted.agent and wanted.entry_point not in self._owner.here.state.book.entry_points:
            raise Unknown(field="entry_point", what="entry point", name=wanted.entry_point)
        page = PageWords(data=wanted.data, personal=wanted.personal)
        await self._switch.provision(wanted.device, wanted.secret, wanted.agent or wanted.entry_point, page)

    async def provide_again(self) -> None:
        """Make the accounts of all who are logged on: the switch has come up, perhaps as a new process."""
        for device, agent in await self._owner.look(_agents_devices):
            try:
                await self._switch.provision(device, device_secret(self._key, device), agent)
            except HollyhockError as error:
                log.warning("provision_failed", agent=agent, why=error.code)

    async def run(self) -> None:
        """Remove visitors' accounts that nobody uses, until cancelled."""
        while True:
            await self._clock.wait_until(self._clock.now() + LOOK_MS)
            try:
                await self._remove_idle()
            except HollyhockError as error:
                log.warning("visitors_not_swept", why=error.code)

    async def _remove_idle(self) -> None:
        now = self._clock.now()
        idle = await self._switch.idle_visitors()
        self._idle_since = {device: self._idle_since.get(device, now) for device in idle}
        self._barred.intersection_update(idle)
        for device, since in self._idle_since.items():
            if device in self._barred:
                await self._switch.deprovision(device)
            elif now - since >= VISITOR_MS:
                await self._switch.bar(device)
                self._barred.add(device)


def _agents_devices(state: State, _cursor: int) -> list[tuple[str, str]]:
    return [(agent.device, agent.code) for agent in state.data.agents.values() if agent.logged_on and agent.device]
