"""The voice channel on a real switch; the test is the engine, SIPp the parties, tones the prompts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.adapters.clock import SystemClock
from hollyhock.adapters.ids import RandomIds
from hollyhock.channels.voice import VoiceChannel
from hollyhock.contracts.commands import AnyCommand, Arrive, Envelope
from hollyhock.contracts.directory import Directory, Trunk
from hollyhock.contracts.flow import Part
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.treatment import Gather, Treatment, Wanted, WantedLeg
from hollyhock.testing.asterisk import AsteriskServer
from hollyhock.testing.rtp import RtpPeer, make_tone, rtp_peer
from hollyhock.testing.sipp import Sipp, SippFleet
from hollyhock.testing.wait import until

TRUSTING = Directory(version=1, trunks=(Trunk(code="test", addresses=("127.0.0.1",)),))
PROMPTS = {"short": (400, 0.3), "long": (600, 30.0)}
"""Prompt to its tone: hertz, seconds."""

C = TypeVar("C", bound=AnyCommand)


class TonesSpeaker:
    """Says prompts as tones."""

    def __init__(self, folder: Path) -> None:
        self.media_of = {name: make_tone(folder / name, *tone) for name, tone in PROMPTS.items()}

    async def media(
        self, parts: Sequence[Part], language: str, values: Mapping[str, str], interaction: str
    ) -> list[str]:
        return [self.media_of[part.prompt or ""] for part in parts]

    async def forget(self, interaction: str) -> None:
        pass


class Anybody:
    """Takes every number."""

    def entry_point(self, dnis: str) -> str | None:
        return dnis

    def customer(self, personal: Mapping[str, str]) -> str:
        return "known" if personal else ""

    def may_call(self, number: str) -> bool:
        return bool(number)


class Stage:
    """A channel on the switch, and the facts that it told."""

    def __init__(self, server: AsteriskServer, fleet: SippFleet, speaker: TonesSpeaker) -> None:
        self.server, self.fleet, self.speaker = server, fleet, speaker
        self.told: list[Envelope] = []
        self.ear: RtpPeer
        self.agent: Sipp
        self.running: asyncio.Task[None] | None = None

    async def start(self, *wishes: Wanted) -> None:
        """Start a channel that has recovered these wishes."""
        clock, scope = SystemClock(), Scope("demo", "main")
        self.switch = AsteriskSwitch(self.server.settings, self.server.secrets, self.server.home, plain_devices=True)
        self.channel = VoiceChannel(
            switch=self.switch,
            speaker=self.speaker,
            clock=clock,
            ids=RandomIds(scope, clock),
            post=self._post,
            reception=Anybody(),
        )
        for wish in wishes:
            self.channel.want(wish)
        self.running = asyncio.create_task(self.channel.run())

    async def kill(self) -> None:
        """End the channel; calls stay on the switch."""
        if self.running is not None:
            self.running.cancel()
            await asyncio.gather(self.running, return_exceptions=True)
            await self.switch.close()
            self.running = None

    async def _post(self, envelope: Envelope) -> int:
        self.told.append(envelope)
        return len(self.told)

    async def hears(self, kind: type[C], is_it: Callable[[C], bool] = lambda _: True) -> C:
        """Take the first fact of a kind that is as asked, waiting for it."""
        found: list[Envelope] = []

        def look() -> bool:
            found[:] = [one for one in self.told if isinstance(one.command, kind) and is_it(one.command)]
            return bool(found)

        await until(look, f"{kind.__name__}; told: {[one.command for one in self.told]}", 10)
        self.told.remove(found[0])
        command = found[0].command
        assert isinstance(command, kind)
        return command

    async def customer(self, scenario: str = "caller_waits") -> tuple[Arrive, Sipp]:
        """Let a customer call."""
        caller = self.fleet.call(scenario, "1001", rtp_port=self.ear.port)
        return await self.hears(Arrive), caller

    async def sound(self, peer: RtpPeer, sipp: Sipp, pattern: str) -> None:
        """Let a party send and hear sound once its telephone says where to."""
        await until(lambda: sipp.says(pattern) is not None, f"SIPp says {pattern}")
        found = sipp.says(pattern)
        assert found is not None
        peer.to(int(found[1]))


def say(visit: int, *prompts: str) -> Treatment:
    return Treatment(visit=visit, kind="say", language="en", parts=tuple(Part(prompt=one) for one in prompts))


def gather(visit: int, *prompts: str) -> Treatment:
    asked = Gather(min_digits=1, max_digits=2, terminator="#", timeout_ms=1_000)
    return msgspec.structs.replace(say(visit, *prompts), kind="gather", gather=asked)


def voicemail(visit: int, *prompts: str) -> Treatment:
    return msgspec.structs.replace(say(visit, *prompts), kind="voicemail", max_ms=20_000)


MUSIC = Treatment(visit=0, kind="music", language="en")


def wanted(
    arrived: Arrive, treatment: Treatment | None, *legs: WantedLeg, record: bool = False, closed: bool = False
) -> Wanted:
    return Wanted(
        interaction=arrived.interaction,
        open=not closed,
        leg=arrived.leg,
        treatment=treatment,
        legs=legs,
        record=record,
    )


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskServer]:
    server = AsteriskServer(tmp_path_factory.mktemp("voice"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
async def ear() -> AsyncIterator[RtpPeer]:
    peer = await rtp_peer()
    yield peer
    await peer.close()


@pytest.fixture
async def agent_ear() -> AsyncIterator[RtpPeer]:
    peer = await rtp_peer()
    yield peer
    await peer.close()


@pytest.fixture
async def stage(server: AsteriskServer, tmp_path: Path, ear: RtpPeer) -> AsyncIterator[Stage]:
    fleet = SippFleet(server, tmp_path)
    stage = Stage(server, fleet, TonesSpeaker(tmp_path))
    stage.ear = ear
    await stage.start()
    await until(lambda: bool(stage.told), "the switch is up")
    await stage.switch.provisioner(_no_secret).provision_directory(TRUSTING)
    yield stage
    fleet.stop()
    for leg in (await stage.switch.snapshot()).legs:
        await stage.switch.clear(leg.leg)
    await stage.kill()


async def _no_secret(_: str) -> str:
    return ""
