"""The switches under contract, and parties who call and are called on each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.contracts.directory import Directory, Trunk
from hollyhock.contracts.ports import Switch
from hollyhock.contracts.switch import AnySwitchEvent, CustomerArrived, DeviceState
from hollyhock.testing.asterisk import AsteriskServer
from hollyhock.testing.fake_switch import FakeSwitch
from hollyhock.testing.rtp import RtpPeer, make_tone, rtp_peer
from hollyhock.testing.sipp import Sipp, SippFleet
from hollyhock.testing.wait import until

E = TypeVar("E")


class Parties(Protocol):
    """Customers and agents."""

    async def call(self) -> None:
        """Let a customer dial 1001."""

    async def softphone(self, device: str) -> None:
        """Register a softphone that answers."""

    async def speak(self) -> None:
        """Let the customer make a sound from now on."""

    def recorded(self, sound: str) -> bool:
        """Say whether something of this message has been recorded."""


class Trial:
    """A switch, its parties, and everything that it told."""

    def __init__(self, switch: Switch, parties: Parties, sound: str) -> None:
        self.switch, self.parties, self.sound = switch, parties, sound
        self.told: list[AnySwitchEvent] = []
        self._reading = asyncio.create_task(self._read())

    async def hears(self, kind: type[E], **fields: object) -> E:
        """Take the first event of a kind with these fields, waiting for it."""
        found: list[E] = []

        def look() -> bool:
            mine = [one for one in self.told if isinstance(one, kind)]
            found[:] = [one for one in mine if all(getattr(one, name) == value for name, value in fields.items())]
            return bool(found)

        await until(look, f"{kind.__name__} {fields}; told: {self.told}", 10)
        self.told = [one for one in self.told if one is not found[0]]
        return found[0]

    async def customer(self) -> str:
        """Return the leg of a customer who has been answered."""
        await self.parties.call()
        leg = (await self.hears(CustomerArrived, dnis="1001")).leg
        await self.switch.answer(leg)
        return leg

    async def agent(self, leg: str, device: str) -> None:
        """Make a call to a softphone that is registered first."""
        await self.parties.softphone(device)
        await self.hears(DeviceState, device=device, up=True)
        await self.switch.make_call(leg, device, caller="138", auto_answer=False, ring_ms=10_000)

    async def close(self) -> None:
        """Clear what is left and stop reading."""
        for leg in (await self.switch.snapshot()).legs:
            await self.switch.clear(leg.leg)
        self._reading.cancel()
        await asyncio.wait({self._reading})
        await self.switch.close()

    async def _read(self) -> None:
        async for event in self.switch.events():
            self.told.append(event)


class FakeParties:
    """Parties of the switch in memory."""

    def __init__(self, switch: FakeSwitch) -> None:
        self._switch, self._number = switch, 0

    async def call(self) -> None:
        self._number += 1
        self._switch.arrive(f"customer{self._number}", ani="138")

    async def softphone(self, device: str) -> None:
        self._switch.answering.add(device)
        self._switch.register(device)

    async def speak(self) -> None:
        pass

    def recorded(self, sound: str) -> bool:
        return any(leg.message == sound for leg in self._switch.legs.values())


class SippParties:
    """Parties of a real switch."""

    def __init__(self, switch: AsteriskSwitch, server: AsteriskServer, fleet: SippFleet, mouth: RtpPeer) -> None:
        self._switch, self._server, self._fleet, self._mouth = switch, server, fleet, mouth
        self._caller: Sipp

    async def call(self) -> None:
        self._caller = self._fleet.call("caller_waits", "1001", rtp_port=self._mouth.port)

    async def softphone(self, device: str) -> None:
        await self._switch.provision(device, "secret", "1001")
        agent = self._fleet.agent("agent_answers")
        await asyncio.to_thread(self._fleet.register, device, "secret", agent.port)

    async def speak(self) -> None:
        await until(lambda: self._caller.says(r"up (\d+)") is not None, "the customer knows where to send sound")
        found = self._caller.says(r"up (\d+)")
        assert found is not None
        self._mouth.to(int(found[1]))
        self._mouth.say(500)

    def recorded(self, sound: str) -> bool:
        path = self._server.home / "voicemail" / sound
        return path.exists() and path.stat().st_size > 8_000


@asynccontextmanager
async def fake_trial(folder: Path) -> AsyncIterator[Trial]:
    switch = FakeSwitch()
    await switch.connect()
    trial = Trial(switch, FakeParties(switch), make_tone(folder / "tone", 400, 0.5))
    yield trial
    await trial.close()


@asynccontextmanager
async def asterisk_trial(server: AsteriskServer, folder: Path) -> AsyncIterator[Trial]:
    switch = AsteriskSwitch(server.settings, server.secrets, server.home, plain_devices=True)
    fleet = SippFleet(server, folder)
    await switch.connect()
    trusting = Directory(version=1, trunks=(Trunk(code="test", addresses=("127.0.0.1",)),))
    await switch.provisioner(_no_secret).provision_directory(trusting)
    mouth = await rtp_peer()
    trial = Trial(switch, SippParties(switch, server, fleet, mouth), make_tone(folder / "tone", 400, 0.5))
    yield trial
    await trial.close()
    await mouth.close()
    fleet.stop()


async def _no_secret(_: str) -> str:
    return ""
