"""What the speaker makes is what a caller hears from the real switch."""

from __future__ import annotations

import wave
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.adapters.speech.engine import load_engine
from hollyhock.adapters.speech.speaker import CallSpeaker
from hollyhock.adapters.speech.studio import Studio
from hollyhock.contracts.directory import Directory, Prompt, Trunk
from hollyhock.contracts.flow import Part
from hollyhock.contracts.switch import CustomerArrived, PlayEnded
from hollyhock.testing.asterisk import AsteriskServer, Listener
from hollyhock.testing.parts import fetched_parts
from hollyhock.testing.rtp import RATE, rtp_peer
from hollyhock.testing.sipp import SippFleet

TRUSTING = Directory(version=1, trunks=(Trunk(code="test", addresses=("127.0.0.1",)),))
"""SIPp's calls come from loopback."""
_FRAME = RATE // 50
_LOUD = 200
"""A frame whose loudest sample is above this is no silence."""


async def no_secret(_: str) -> str:
    return ""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[AsteriskServer]:
    server = AsteriskServer(tmp_path / "home")
    server.start()
    yield server
    server.kill()


@pytest.fixture
async def switch(server: AsteriskServer) -> AsyncIterator[AsteriskSwitch]:
    switch = AsteriskSwitch(server.settings, server.secrets, server.home, plain_devices=True)
    await switch.connect()
    await switch.provisioner(no_secret).provision_directory(TRUSTING)
    yield switch
    await switch.close()


async def test_prompt_amount_and_name_are_heard_and_the_name_is_gone_afterwards(
    server: AsteriskServer, switch: AsteriskSwitch, tmp_path: Path
) -> None:
    engine = load_engine(fetched_parts())
    Studio(engine).speak("您的话费余额为", "zh-Hans", server.home / "sounds" / "prompts" / "balance_is")
    prompt = Prompt(code="balance_is", audio={"zh-Hans": "prompts/balance_is"})
    speaker = CallSpeaker(server.home, engine, {"balance_is": prompt}.get)
    parts = (Part(read="text", value="name"), Part(prompt="balance_is"), Part(read="amount", value="balance"))
    media = await speaker.media(parts, "zh-Hans", {"name": "李雷", "balance": "4567"}, "demo.main.i1")
    fleet, listener, ear = SippFleet(server, tmp_path), Listener(switch), await rtp_peer()
    fleet.call("caller_waits", "1001", rtp_port=ear.port)
    leg = (await listener.next(CustomerArrived)).leg
    await switch.answer(leg)
    await switch.play(leg, "play-1", media)
    ended = await listener.next(PlayEnded, seconds=30)
    assert ended == PlayEnded(leg=leg, play="play-1", ok=True)
    made = [sample for sound in media for sample in _samples(sound)]
    assert len(media) == 6
    assert _loud_frames(made) > 50
    assert abs(_loud_frames(ear.heard) - _loud_frames(made)) < 0.1 * _loud_frames(made)
    await speaker.forget("demo.main.i1")
    assert not (server.home / "sounds" / "call" / "demo.main.i1").exists()
    await switch.clear(leg)
    await listener.close()
    await ear.close()
    fleet.stop()


def _samples(uri: str) -> list[int]:
    with wave.open(f"{uri.removeprefix('sound:')}.wav") as sound:
        return list(memoryview(sound.readframes(sound.getnframes())).cast("h"))


def _loud_frames(samples: list[int]) -> int:
    """Count the frames of 20 ms that are no silence."""
    frames = (samples[start : start + _FRAME] for start in range(0, len(samples), _FRAME))
    return sum(max(map(abs, frame)) > _LOUD for frame in frames)
