"""What the speaker makes is what a caller hears from the real switch."""

from __future__ import annotations

import asyncio
import socket
import wave
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from hollyhock.adapters.asterisk.config import Trunk
from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.adapters.speech.engine import load_engine
from hollyhock.adapters.speech.speaker import CallSpeaker
from hollyhock.adapters.speech.studio import Studio
from hollyhock.contracts.directory import Prompt
from hollyhock.contracts.flow import Part
from hollyhock.contracts.switch import CustomerArrived, PlayEnded
from hollyhock.testing.asterisk import AsteriskServer, Listener
from hollyhock.testing.parts import fetched_parts
from hollyhock.testing.sipp import SippFleet

_HEADER = 12
"""Bytes of an RTP header (RFC 3550)."""


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
    fleet, heard = SippFleet(server, tmp_path), Listener(switch)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", 0))
        ear.setblocking(False)
        await switch.upsert_trunk(Trunk(code="test", addresses=("127.0.0.1",)))
        fleet.call("caller_waits", "1001", rtp_port=ear.getsockname()[1])
        leg = (await heard.next(CustomerArrived)).leg
        await switch.answer(leg)
        packets: list[bytes] = []
        loop = asyncio.get_running_loop()
        loop.add_reader(ear, lambda: packets.append(ear.recv(2_048)))
        await switch.play(leg, "play-1", media)
        ended = await heard.next(PlayEnded, seconds=30)
        loop.remove_reader(ear)
    assert ended == PlayEnded(leg=leg, play="play-1", ok=True)
    expected_ms = sum(_length_ms(server.home / "sounds" / f"{sound}.wav") for sound in media)
    spoken_ms = 20 * sum(1 for packet in packets if _is_loud(packet[_HEADER:]))
    assert len(media) == 6
    assert expected_ms * 0.4 < spoken_ms <= expected_ms + 200
    await speaker.forget("demo.main.i1")
    assert not (server.home / "sounds" / "call" / "demo.main.i1").exists()
    await switch.clear(leg)
    await heard.close()
    fleet.stop()


def _length_ms(path: Path) -> int:
    with wave.open(str(path)) as sound:
        frames, rate = sound.getnframes(), sound.getframerate()
    return int(frames * 1000 / rate)


def _is_loud(payload: bytes) -> bool:
    """A-law (ITU-T G.711) inverts every other bit; bits 4-6 then hold the magnitude's segment, 0 being near silence."""
    return any(((byte ^ 0x55) >> 4) & 0x7 >= 2 for byte in payload)
