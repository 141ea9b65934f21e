"""What callers hear and say: sounds, music, keys, talk, recordings, messages."""

from __future__ import annotations

import array
import time
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.contracts.switch import CustomerArrived, DigitPressed, LegEnded, LegStarted, MessageEnded, PlayEnded
from hollyhock.testing.asterisk import AsteriskServer, Listener
from hollyhock.testing.rtp import RATE, RtpPeer, make_tone, rtp_peer, strength
from hollyhock.testing.sipp import SippFleet
from hollyhock.testing.wait import until

RINGING_HZ = 450
"""Of China, as ``indications.conf`` has it."""


class Talk:
    """A caller, answered and with sound."""

    def __init__(self, switch: AsteriskSwitch, heard: Listener, fleet: SippFleet, ear: RtpPeer) -> None:
        self.switch, self.heard, self.fleet, self.ear = switch, heard, fleet, ear
        self.leg = ""

    async def begin(self) -> None:
        sipp = self.fleet.call("caller_waits", "1001", rtp_port=self.ear.port)
        self.leg = (await self.heard.next(CustomerArrived)).leg
        await self.switch.answer(self.leg)
        self.ear.to(await sipp.media_port())

    async def end(self) -> None:
        await self.switch.clear(self.leg)
        await self.heard.next(LegEnded, leg=self.leg)


@pytest.fixture
async def caller(switch: AsteriskSwitch, heard: Listener, fleet: SippFleet, ear: RtpPeer) -> AsyncIterator[Talk]:
    talk = Talk(switch, heard, fleet, ear)
    await talk.begin()
    yield talk
    await talk.end()


@pytest.fixture
async def agent_ear() -> AsyncIterator[RtpPeer]:
    peer = await rtp_peer()
    yield peer
    await peer.close()


async def test_sounds_are_played_in_order_and_can_be_stopped(caller: Talk, tmp_path: Path) -> None:
    first, second = make_tone(tmp_path / "first", 400, 0.4), make_tone(tmp_path / "second", 1200, 0.4)
    await caller.switch.play(caller.leg, "p1", [first, second])
    await until(lambda: caller.ear.hears(400), "the first sound")
    await until(lambda: caller.ear.hears(1200), "the second sound")
    assert await caller.heard.next(PlayEnded) == PlayEnded(leg=caller.leg, play="p1", ok=True)
    await caller.switch.play(caller.leg, "p2", [make_tone(tmp_path / "long", 600, 30)])
    await until(lambda: caller.ear.hears(600), "the long sound")
    await caller.switch.stop_play("p2")
    await caller.heard.next(PlayEnded, play="p2")
    await caller.switch.stop_play("p2")


async def test_a_missing_sound_ends_as_failed_and_so_does_a_play_to_nobody(caller: Talk) -> None:
    await caller.switch.play(caller.leg, "p3", ["sound:/nowhere/at/all"])
    assert (await caller.heard.next(PlayEnded, play="p3")).ok is False
    await caller.switch.play("no-such-leg", "p4", ["sound:/nowhere/at/all"])
    assert await caller.heard.next(PlayEnded) == PlayEnded(leg="no-such-leg", play="p4", ok=False)


async def test_keys_are_told_once_each_in_order(caller: Talk) -> None:
    caller.ear.press("1#0")
    assert [(await caller.heard.next(DigitPressed)).digit for _ in range(3)] == ["1", "#", "0"]
    assert caller.heard.all(DigitPressed) == []


async def test_music_starts_and_stops(caller: Talk) -> None:
    await caller.switch.music(caller.leg, "default")
    await until(lambda: any(abs(sample) > 500 for sample in caller.ear.heard[-800:]), "music")
    await caller.switch.music(caller.leg, None)
    await caller.switch.music(caller.leg, None)
    count = len(caller.ear.heard)
    await caller.switch.play(caller.leg, "after", [f"sound:{caller.switch.tone}"])
    await caller.heard.next(PlayEnded, play="after")
    assert len(caller.ear.heard) > count


async def test_both_sides_hear_each_other_and_the_recording_keeps_them_apart(
    caller: Talk, server: AsteriskServer, agent_ear: RtpPeer
) -> None:
    switch, heard = caller.switch, caller.heard
    await switch.provision("arec", "secret2", "1002")
    agent = caller.fleet.agent("agent_answers", rtp_port=agent_ear.port)
    assert caller.fleet.register("arec", "secret2", agent.port).succeeded()
    await switch.make_call("demo.main.o2", "arec", caller="138", auto_answer=False, ring_ms=10_000)
    agent_ear.to(await agent.media_port(r"invite (\d+)"))
    await heard.next(LegStarted, leg="demo.main.o2")
    await switch.ring_back("demo.main.o2")
    await until(lambda: agent_ear.hears(RINGING_HZ), "the ringing tone, which the talk ends")
    await switch.record(caller.leg, "demo.main.r1")
    await switch.join("demo.main.b2", [caller.leg, "demo.main.o2"])
    await switch.record(caller.leg, "demo.main.r1")
    caller.ear.say(500)
    agent_ear.say(1100)
    await until(lambda: caller.ear.hears(1100) and agent_ear.hears(500), "each other")
    seen = {leg.leg: leg.recording for leg in (await switch.snapshot()).legs}
    assert seen == {caller.leg: "demo.main.r1", "demo.main.o2": ""}
    count = len(agent_ear.heard)
    await until(lambda: len(agent_ear.heard) > count + RATE, "another second of talk")
    await switch.stop_record(caller.leg, "demo.main.r1")
    samples = array.array("h", (server.home / "recordings" / "raw" / "demo.main.r1.raw").read_bytes())
    tail = samples[-RATE:]
    assert strength(tail[0::2], 500) > 0.8
    assert strength(tail[1::2], 1100) > 0.8
    await switch.clear("demo.main.o2")
    await heard.next(LegEnded, leg="demo.main.o2")
    await switch.drop_bridge("demo.main.b2")
    await switch.deprovision("arec")


async def test_a_killed_switch_would_lose_little_of_a_recording(caller: Talk, server: AsteriskServer) -> None:
    file = server.home / "recordings" / "raw" / "demo.main.r5.raw"
    caller.ear.say(500)
    await caller.switch.record(caller.leg, "demo.main.r5")
    began = time.monotonic()
    await until(lambda: file.exists() and file.stat().st_size >= 3 * RATE * 4, "three seconds on the disk")
    assert time.monotonic() - began - file.stat().st_size / (RATE * 4) < 1.5
    await caller.switch.stop_record(caller.leg, "demo.main.r5")


async def test_a_message_is_recorded_after_the_tone(caller: Talk, server: AsteriskServer) -> None:
    caller.ear.say(700)
    await caller.switch.take_message(caller.leg, "m1.wav", max_ms=1000, silence_ms=5000)
    await until(lambda: caller.ear.hears(1000), "the tone")
    ended = await caller.heard.next(MessageEnded)
    assert (ended.leg, ended.sound, ended.ok) == (caller.leg, "m1.wav", True)
    assert 700 <= ended.duration_ms <= 2300  # The switch counts whole seconds.
    with wave.open(str(server.home / "voicemail" / "m1.wav")) as sound:
        samples = array.array("h", sound.readframes(sound.getnframes()))
    assert strength(samples[1600:6400], 700) > 0.8
    assert caller.heard.all(PlayEnded) == []
