"""The engine's process: ``python -m hollyhock.bootstrap.engine``; its home is ``HOLLYHOCK_HOME``."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path

import structlog
import uvloop

from hollyhock.adapters.asterisk.config import SwitchLayout
from hollyhock.adapters.asterisk.standby import StandbyMessages
from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.adapters.clock import SystemClock
from hollyhock.adapters.ids import RandomIds
from hollyhock.adapters.journal import FileReserve
from hollyhock.adapters.ownership import FileOwnership
from hollyhock.adapters.records import BusConnectors, BusDirectorySource, BusTrunkSecrets
from hollyhock.adapters.settings import home, load_secrets, load_settings
from hollyhock.adapters.speech.engine import load_engine
from hollyhock.adapters.speech.speaker import CallSpeaker
from hollyhock.adapters.watchdog import Watchdog
from hollyhock.bootstrap.carriers import bus_of, journal_of
from hollyhock.bootstrap.channels import make_channels
from hollyhock.bootstrap.logs import log_json
from hollyhock.bootstrap.page import EnginePage
from hollyhock.bootstrap.standby import StandbyImport
from hollyhock.channels.base import ChannelContext
from hollyhock.contracts.errors import JournalConflict
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.parts import PartsLayout
from hollyhock.contracts.ports import Ownership
from hollyhock.contracts.settings import Settings
from hollyhock.engine.devices import Devices
from hollyhock.engine.engine import Engine, Surroundings
from hollyhock.engine.fence import Fence
from hollyhock.engine.garbage import Garbage
from hollyhock.engine.owner import Identity, Owner
from hollyhock.engine.provisions import Provisions
from hollyhock.engine.reception import Reception

log = structlog.get_logger(__name__)

TAKEN_OVER = 75
"""Exit status when another engine owns the domain: the supervisor starts this one again, as a stand-by."""


async def run(folder: Path) -> None:
    """Wait for the domain, own it, work until told to stop."""
    settings, secrets = load_settings(folder), load_secrets(folder)
    scope, clock = Scope(settings.tenant, settings.domain), SystemClock()
    ids = RandomIds(scope, clock)
    journal, bus = journal_of(folder, settings), bus_of(settings, secrets, "engine")
    await journal.open()
    await bus.connect()
    page = EnginePage(settings.ports.engine_health)
    if not await _owned(ownership_of(folder, settings, scope), page):
        return
    owner = Owner(
        Identity(str(scope), f"{os.uname().nodename}:{os.getpid()}"),
        journal=journal,
        reserve=FileReserve(folder / "journal.reserve"),
        clock=clock,
        ids=ids,
    )
    await owner.claim()
    owner.listen(Garbage().committed)
    fence = Fence(clock, journal, lambda: owner.here.epoch)
    switch = AsteriskSwitch(settings, secrets, folder, plain_devices=settings.plain_softphones, gate=fence.check)
    devices = Devices(owner, switch, clock, secrets.token)
    # Not ``owner.here.prompt``: what is here changes with a recovery.
    speaker = CallSpeaker(folder, load_engine(_parts(folder, settings)), lambda code: owner.here.prompt(code))  # noqa: PLW0108
    await speaker.tidy()
    channels = make_channels(
        lambda medium: ChannelContext(
            scope=scope,
            switch=switch,
            speaker=speaker,
            clock=clock,
            ids=ids,
            post=owner.post,
            reception=Reception(owner, medium, secrets.token),
        )
    )
    layout = SwitchLayout(folder)
    standby = StandbyImport(owner, StandbyMessages(layout.standby, layout.voicemail), scope, switch.standby_ended)
    engine = Engine(
        owner,
        Surroundings(
            scope=scope,
            clock=clock,
            bus=bus,
            connectors=BusConnectors(bus, scope),
            directory=BusDirectorySource(bus, scope),
            channels=channels,
            devices=devices,
            fence=fence,
            provisions=Provisions(switch.provisioner(BusTrunkSecrets(bus, scope).secret_of), clock),
            jobs={"standby": standby.run(), "watchdog": Watchdog().run()},
        ),
    )
    await _work(engine, page)


async def _owned(ownership: Ownership, page: EnginePage) -> bool:
    """Wait for the domain; a stand-by has a page that says so. Return False when told to stop while waiting."""
    if await ownership.acquire():
        return True
    log.info("standing_by")
    waiting = asyncio.create_task(ownership.wait(), name="ownership")
    await asyncio.wait((waiting, page.open()), return_when=asyncio.FIRST_COMPLETED)
    if not waiting.done():
        waiting.cancel()
        return False
    await waiting
    return True


def ownership_of(folder: Path, settings: Settings, scope: Scope) -> Ownership:
    """Return the lock that says which engine may try to own the domain."""
    if settings.journal:
        from hollyhock.adapters.postgres_ownership import PostgresOwnership

        return PostgresOwnership(settings.journal, str(scope))
    return FileOwnership(folder / "run" / "engine.lock")


def _parts(folder: Path, settings: Settings) -> PartsLayout:
    return PartsLayout(home=str(folder), settings=settings, machine=os.uname().machine)


async def _work(engine: Engine, page: EnginePage) -> None:
    """Run the engine and its health page; the first to end ends the other."""
    working = asyncio.create_task(engine.run(), name="engine")
    await asyncio.wait((working, page.works(engine.metrics.stand)), return_when=asyncio.FIRST_COMPLETED)
    await page.close()
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working


def main() -> None:
    """Run the process."""
    log_json()
    try:
        uvloop.run(run(home()))
    except* JournalConflict:
        log.warning("taken_over")
        sys.exit(TAKEN_OVER)


if __name__ == "__main__":
    main()
