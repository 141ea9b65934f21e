"""A voice channel on a switch in memory, with a test in the engine's place."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence

import msgspec
import pytest

from hollyhock.channels.voice import VoiceChannel
from hollyhock.contracts.commands import AnyCommand, Arrive, Envelope
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.flow import Part
from hollyhock.contracts.treatment import Gather, Treatment, Wanted, WantedLeg
from hollyhock.testing.clock import FakeClock, settle
from hollyhock.testing.fake_switch import FakeSwitch
from hollyhock.testing.ids import CountedIds


class FakeSpeaker:
    """Says each prompt as a sound of its name; ``slow`` makes it wait for ``ready``."""

    def __init__(self) -> None:
        self.slow = False
        self.ready = asyncio.Event()
        self.error: HollyhockError | None = None
        self.forgotten: list[str] = []

    async def media(
        self, parts: Sequence[Part], language: str, values: Mapping[str, str], interaction: str
    ) -> list[str]:
        if self.slow:
            await self.ready.wait()
        if self.error is not None:
            raise self.error
        return [f"{language}/{part.prompt or values[part.value or '']}" for part in parts]

    async def forget(self, interaction: str) -> None:
        self.forgotten.append(interaction)


class FakeReception:
    """Knows one number and one page."""

    def entry_point(self, dnis: str) -> str | None:
        return {"1001": "hotline", "web": "web"}.get(dnis)

    def customer(self, personal: Mapping[str, str]) -> str:
        return "known" if personal else ""

    def may_call(self, number: str) -> bool:
        return number.startswith("138")


class Centre:
    """Everything a test of the channel touches."""

    def __init__(self) -> None:
        self.switch, self.clock, self.speaker = FakeSwitch(), FakeClock(), FakeSpeaker()
        self.posted: list[Envelope] = []
        self.refusing: HollyhockError | None = None
        self.channel = self.new_channel()
        self.running: asyncio.Task[None] | None = None

    def new_channel(self) -> VoiceChannel:
        return VoiceChannel(
            switch=self.switch,
            speaker=self.speaker,
            clock=self.clock,
            ids=CountedIds(),
            post=self.post,
            reception=FakeReception(),
        )

    async def post(self, envelope: Envelope) -> int:
        if self.refusing is not None:
            raise self.refusing
        self.posted.append(envelope)
        return len(self.posted)

    async def start(self) -> None:
        self.running = asyncio.create_task(self.channel.run())
        await settle()

    async def stop(self) -> None:
        """Kill this engine; what the switch has stays."""
        if self.running is not None:
            self.running.cancel()
            await asyncio.gather(self.running, return_exceptions=True)
            self.running = None
            await self.switch.close()

    @property
    def commands(self) -> list[AnyCommand]:
        return [envelope.command for envelope in self.posted]

    def take(self) -> list[AnyCommand]:
        """Return the facts posted since the last time."""
        commands = self.commands
        self.posted.clear()
        return commands

    async def customer(self, leg: str = "customer", **kwargs: str) -> str:
        """Let a customer call and return the interaction."""
        self.switch.arrive(leg, **kwargs)
        await settle()
        arrived = self.posted[-1].command
        assert isinstance(arrived, Arrive)
        self.posted.clear()
        return arrived.interaction

    async def want(self, wanted: Wanted) -> None:
        self.channel.want(wanted)
        await settle()


def say(visit: int, *prompts: str) -> Treatment:
    return Treatment(visit=visit, kind="say", language="en", parts=tuple(Part(prompt=one) for one in prompts))


def gather(visit: int, *prompts: str, **options: int | str) -> Treatment:
    asked = msgspec.convert({"min_digits": 1, "max_digits": 1, **options}, Gather)
    return msgspec.structs.replace(say(visit, *prompts), kind="gather", gather=asked)


def voicemail(visit: int, *prompts: str) -> Treatment:
    return msgspec.structs.replace(say(visit, *prompts), kind="voicemail", max_ms=60_000)


def music(visit: int = 0, name: str = "default") -> Treatment:
    return Treatment(visit=visit, kind="music", language="en", music=name)


def wanted(
    interaction: str,
    treatment: Treatment | None = None,
    *legs: WantedLeg,
    leg: str = "customer",
    closed: bool = False,
    record: bool = False,
) -> Wanted:
    return Wanted(interaction=interaction, open=not closed, leg=leg, treatment=treatment, legs=legs, record=record)


def agent_leg(leg: str = "leg1", *, connected: bool = False, auto_answer: bool = False) -> WantedLeg:
    return WantedLeg(leg=leg, agent="1001", device="phone", caller="123", connected=connected, auto_answer=auto_answer)


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    one = Centre()
    one.switch.registered.add("phone")
    await one.start()
    one.posted.clear()
    yield one
    await one.stop()
    assert one.switch.misuse == []
