"""An engine at work: everything around one owner, started in the order that recovery needs."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass

import structlog

from hollyhock.contracts.commands import MediaPresence
from hollyhock.contracts.events import DirectoryPublished, JournalPressure, SwitchPresence
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.ports import Bus, Channel, Clock, Connectors, DirectorySource
from hollyhock.engine.alarms import Alarms
from hollyhock.engine.devices import Devices
from hollyhock.engine.directory import DirectoryPuller
from hollyhock.engine.doors import Doors
from hollyhock.engine.effects import Effects
from hollyhock.engine.fence import Fence
from hollyhock.engine.lookups import LookUps
from hollyhock.engine.metrics import Metrics
from hollyhock.engine.owner import Committed, Owner
from hollyhock.engine.presence import Presence
from hollyhock.engine.provisions import Provisions

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What an engine works with; made by the composition root."""

    scope: Scope
    clock: Clock
    bus: Bus
    connectors: Connectors
    directory: DirectorySource
    channels: Mapping[str, Channel]
    devices: Devices
    fence: Fence
    provisions: Provisions
    jobs: Mapping[str, Coroutine[None, None, None]]
    """Further work beside the owner."""


class Engine:
    """Runs one domain: ``owner`` must have claimed it already."""

    def __init__(self, owner: Owner, around: Surroundings) -> None:
        """Wire the parts together; nothing runs yet."""
        self._owner, self._around = owner, around
        scope = around.scope
        lookups = LookUps(owner, around.connectors)
        self._effects = Effects(scope, owner, around.bus, around.channels, lookups)
        self._presence = Presence(owner, around.clock)
        self._puller = DirectoryPuller(owner, around.directory, around.clock)
        self._doors = Doors(scope, owner, self._effects, self._presence, around.devices)
        self._alarms = Alarms(scope, around.bus)
        self.metrics = Metrics()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Work until cancelled; raise ``JournalConflict`` when another engine has taken over."""
        around = self._around
        self._owner.listen(self.metrics.committed)
        self._owner.listen(self._effects.committed)
        self._owner.listen(self._react)
        around.fence.after_pause(self._effects.again)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._owner.run(), name="owner")
            # Until the channels have compared the switch with the state, nobody is rung.
            await self._owner.post(self._owner.tell(MediaPresence(up=False)))
            await self._effects.again()
            self._directory_changed()
            for name, work in self._parts().items():
                group.create_task(work, name=name)
            await self._doors.open(around.bus, self._puller)
            log.info("engine_running", scope=str(around.scope), epoch=self._owner.here.epoch)

    def _parts(self) -> dict[str, Coroutine[None, None, None]]:
        parts = {f"channel {medium}": channel.run() for medium, channel in self._around.channels.items()}
        return {
            **parts,
            "effects": self._effects.run(),
            "presence": self._presence.run(),
            "devices": self._around.devices.run(),
            "directory": self._puller.run(),
            "fence": self._around.fence.run(),
            "provisions": self._around.provisions.run(),
            **self._around.jobs,
        }

    def _react(self, batch: Committed) -> None:
        for event in (event for entry in batch.entries for event in entry.events):
            match event:
                case SwitchPresence(up=True):
                    self._spawn(self._around.devices.provide_again())
                    self._directory_changed()
                case DirectoryPublished():
                    self._directory_changed()
                case JournalPressure(full=full):
                    self._spawn(self._alarms.journal_full(raised=full))
                case _:
                    pass

    def _directory_changed(self) -> None:
        self._around.provisions.want(self._owner.here.state.data.directory)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
