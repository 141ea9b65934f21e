"""Softphones' accounts on the switch: made for desks and visitors, made again when the switch has lost them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import structlog

from hollyhock.contracts.errors import HollyhockError, Unknown
from hollyhock.contracts.ports import Clock, Switch
from hollyhock.contracts.softphone import device_secret
from hollyhock.contracts.subjects import ProvisionDevice
from hollyhock.core.state import State
from hollyhock.engine.owner import Owner

log = structlog.get_logger(__name__)

VISITOR_MS = 60_000
"""A visitor's account that no call has used for so long is removed."""


class Devices:
    """Knows what visitors' pages said; agents' accounts follow from who is logged on and are kept nowhere."""

    def __init__(self, owner: Owner, switch: Switch, clock: Clock, key: str) -> None:
        """Take the switch; ``key`` is ``Secrets.token``, from which softphones' passwords are derived."""
        self._owner, self._switch, self._clock, self._key = owner, switch, clock, key
        self._visitors: dict[str, ProvisionDevice] = {}
        self._called: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def provide(self, wanted: ProvisionDevice) -> None:
        """Make an account, or remove it when the secret is empty; raise ``Unknown`` for an entry point not there."""
        if not wanted.secret:
            self._visitors.pop(wanted.device, None)
            self._called.discard(wanted.device)
            await self._switch.deprovision(wanted.device)
            return
        if not wanted.agent:
            if wanted.entry_point not in self._owner.here.state.book.entry_points:
                raise Unknown(field="entry_point", what="entry point", name=wanted.entry_point)
            self._visitors[wanted.device] = wanted
            self._spawn(self._forget_later(wanted.device))
        await self._switch.provision(wanted.device, wanted.secret, wanted.agent or wanted.entry_point)

    def visitor(self, device: str) -> ProvisionDevice | None:
        """Return what is known of the page behind a visitor's softphone, which has called."""
        found = self._visitors.get(device)
        if found is not None:
            self._called.add(device)
        return found

    async def provide_again(self) -> None:
        """Make the accounts of all who are logged on: the switch has come up, perhaps as a new process."""
        for device, agent in await self._owner.look(_agents_devices):
            try:
                await self._switch.provision(device, device_secret(self._key, device), agent)
            except HollyhockError as error:
                log.warning("provision_failed", agent=agent, why=error.code)

    async def _forget_later(self, device: str) -> None:
        await self._clock.wait_until(self._clock.now() + VISITOR_MS)
        if self._visitors.pop(device, None) is None or device in self._called:
            # Removed already, or in a call: then the gateway has it removed when the softphone's socket closes.
            return
        try:
            await self._switch.deprovision(device)
        except HollyhockError as error:
            log.warning("deprovision_failed", why=error.code)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _agents_devices(state: State, _cursor: int) -> list[tuple[str, str]]:
    return [(agent.device, agent.code) for agent in state.data.agents.values() if agent.logged_on and agent.device]
