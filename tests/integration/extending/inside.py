"""An engine's whole inside on a switch in memory, with whatever channels the path has."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from hollyhock.adapters.bus import MemoryBus
from hollyhock.adapters.clock import SystemClock
from hollyhock.adapters.ids import RandomIds
from hollyhock.adapters.journal import FileReserve, SqliteJournal
from hollyhock.adapters.records import BusConnectors
from hollyhock.bootstrap.channels import make_channels
from hollyhock.channels.base import ChannelContext
from hollyhock.contracts import commands as c
from hollyhock.contracts import subjects
from hollyhock.contracts.directory import Directory, EntryPoint
from hollyhock.contracts.flow import Flow, Part, Say, ToQueue
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.views import CardSnapshot, InteractionCard
from hollyhock.engine.devices import Devices
from hollyhock.engine.engine import Engine, Surroundings
from hollyhock.engine.fence import Fence
from hollyhock.engine.owner import Identity, Owner
from hollyhock.engine.provisions import Provisions
from hollyhock.engine.reception import Reception
from hollyhock.testing.centre import small_centre
from hollyhock.testing.fake_switch import FakeSwitch
from hollyhock.testing.wait import until

SCOPE = Scope("t", "main")


def directory_with(medium: str) -> Directory:
    """Return the small centre with an entry point of one more medium, whose agents take it."""
    centre = small_centre(version=1, wrap_up_ms=0)
    greet = Flow(
        code="greet",
        languages=("en",),
        start="hello",
        nodes={"hello": Say(say=(Part(prompt="welcome"),), next="sales"), "sales": ToQueue(queue="sales")},
    )
    return msgspec.structs.replace(
        centre,
        agents=tuple(msgspec.structs.replace(one, capacity={"voice": 1, medium: 1}) for one in centre.agents),
        entry_points=(*centre.entry_points, EntryPoint(code="room", medium=medium, address="lobby", flow="greet")),
        flows=(*centre.flows, greet),
    )


class Inside:
    """An engine as its composition root wires it, on memory."""

    def __init__(self, folder: Path, directory: Directory) -> None:
        self.switch, self.bus, self.directory = FakeSwitch(), MemoryBus(), directory
        self._folder, self._clock = folder, SystemClock()
        self._ids = RandomIds(SCOPE, self._clock)

    async def start(self) -> None:
        clock, ids = self._clock, self._ids
        self._journal = SqliteJournal(self._folder / "journal.sqlite3")
        await self._journal.open()
        await self.bus.connect()
        self._reserve = FileReserve(self._folder / "reserve")
        self.owner = Owner(
            Identity(str(SCOPE), "test"), journal=self._journal, reserve=self._reserve, clock=clock, ids=ids
        )
        await self.owner.claim()
        self._devices = devices = Devices(self.owner, self.switch, clock, "key")
        self.channels = make_channels(self.context)
        engine = Engine(
            self.owner,
            Surroundings(
                scope=SCOPE,
                clock=clock,
                bus=self.bus,
                connectors=BusConnectors(self.bus, SCOPE),
                directory=self,
                channels=self.channels,
                devices=devices,
                fence=Fence(clock, self._journal, lambda: self.owner.here.epoch),
                provisions=Provisions(self, clock),
                jobs={},
            ),
        )
        self._running = asyncio.create_task(engine.run())
        await until(lambda: self.owner.here.state.data.directory.version == 1, "the directory is there")
        await until(lambda: self.owner.here.state.data.switch_up, "the switch is there")

    def context(self, medium: str) -> ChannelContext:
        return ChannelContext(
            scope=SCOPE,
            switch=self.switch,
            speaker=_Silent(),
            clock=self._clock,
            ids=self._ids,
            post=self.owner.post,
            reception=Reception(self.owner, medium, "a key"),
        )

    async def stop(self) -> None:
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        await self.bus.close()
        await self._journal.close()
        self._reserve.close()

    async def give(self, command: c.AnyCommand) -> None:
        """Send a command over the bus, as the gateway does."""
        envelope = self.owner.tell(command, "agent:103")
        answer = await self.bus.request(subjects.commands(SCOPE), msgspec.json.encode(envelope), 5_000)
        reply = msgspec.json.decode(answer, type=c.Reply)
        assert reply.problem is None, reply.problem

    async def card(self, interaction: str) -> InteractionCard:
        """Return an interaction as desks see it now."""
        answer = await self.bus.request(subjects.cards_snapshot(SCOPE), b"", 5_000)
        cards = msgspec.json.decode(answer, type=CardSnapshot).cards
        (found,) = [one for one in cards if isinstance(one, InteractionCard) and one.interaction == interaction]
        return found

    # --- the ports that only this test needs ---

    async def pull(self, above: int) -> Directory | None:
        return self.directory if self.directory.version > above else None

    async def provision_directory(self, directory: Directory) -> None:
        """The switch in memory needs nothing."""


class _Silent:
    async def media(
        self, parts: Sequence[Part], language: str, values: Mapping[str, str], interaction: str
    ) -> list[str]:
        return ["sound:nothing"]

    async def forget(self, interaction: str) -> None:
        """Nothing is kept."""
