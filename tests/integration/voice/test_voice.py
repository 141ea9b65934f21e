"""Calls on a real switch are what the engine wants, also after the engine was killed."""

from __future__ import annotations

import wave
from pathlib import Path

from hollyhock.contracts.commands import CustomerLeft, LegGone, LegUp, MediaPresence, RecordingNoted, StepDone
from hollyhock.contracts.treatment import Wanted, WantedLeg
from hollyhock.testing.rtp import RATE, RtpPeer
from hollyhock.testing.wait import until

from .conftest import MUSIC, Stage, gather, say, voicemail, wanted


def loud(peer: RtpPeer) -> bool:
    return any(abs(sample) > 500 for sample in peer.heard[-800:])


async def test_prompts_keys_and_music(stage: Stage) -> None:
    arrived, caller = await stage.customer()
    stage.channel.want(wanted(arrived, say(1, "short", "short")))
    await stage.sound(stage.ear, caller, r"up (\d+)")
    assert (await stage.hears(StepDone)).outcome == "played"
    stage.channel.want(wanted(arrived, gather(2, "long")))
    await until(lambda: stage.ear.hears(600), "the question")
    stage.ear.press("7")
    stage.ear.press("#")
    done = await stage.hears(StepDone)
    assert (done.visit, done.outcome, done.digits) == (2, "digits", "7")
    stage.channel.want(wanted(arrived, gather(3, "short")))
    assert (await stage.hears(StepDone)).outcome == "no_input"
    stage.channel.want(wanted(arrived, MUSIC))
    await until(lambda: loud(stage.ear) and not stage.ear.hears(400), "music")
    stage.channel.want(wanted(arrived, say(4, "long")))
    await until(lambda: stage.ear.hears(600), "an announcement in place of the music")
    stage.channel.want(wanted(arrived, None, closed=True))
    await until(caller.succeeded, "the caller got the BYE")


async def talk(stage: Stage, agent_ear: RtpPeer, *, record: bool = False) -> Wanted:
    agent = stage.agent = stage.fleet.agent("agent_answers", rtp_port=agent_ear.port)
    await stage.switch.provision("aone", "secret1", "1001")
    assert stage.fleet.register("aone", "secret1", agent.port).succeeded()
    arrived, caller = await stage.customer()
    ringing = WantedLeg(leg=f"{arrived.interaction}.leg", agent="1001", device="aone", caller="138")
    stage.channel.want(wanted(arrived, MUSIC, ringing))
    await stage.sound(stage.ear, caller, r"up (\d+)")
    await stage.sound(agent_ear, agent, r"invite \[?(\d+)")
    await stage.hears(LegUp)
    connected = WantedLeg(leg=ringing.leg, agent="1001", device="aone", connected=True)
    wish = wanted(arrived, None, connected, record=record)
    stage.channel.want(wish)
    stage.ear.say(500)
    agent_ear.say(1100)
    await until(lambda: stage.ear.hears(1100) and agent_ear.hears(500), "they hear each other")
    return wish


def held(wish: Wanted, *, record: bool = False) -> Wanted:
    legs = (WantedLeg(leg=wish.legs[0].leg, agent="1001", device="aone"),)
    return Wanted(interaction=wish.interaction, open=True, leg=wish.leg, treatment=MUSIC, legs=legs, record=record)


def closed(wish: Wanted) -> Wanted:
    return Wanted(interaction=wish.interaction, open=False, leg=wish.leg)


async def test_talk_hold_retrieve_and_end_with_a_recording(stage: Stage, agent_ear: RtpPeer) -> None:
    wish = await talk(stage, agent_ear, record=True)
    noted = await stage.hears(RecordingNoted)
    assert noted.running
    stage.channel.want(held(wish, record=True))
    await until(lambda: loud(stage.ear) and not stage.ear.hears(1100), "the customer hears music")
    agent_ear.heard.clear()
    heard = len(stage.ear.heard)
    await until(lambda: len(stage.ear.heard) > heard + RATE // 2, "half a second of music")
    assert not agent_ear.hears(500), "the agent hears nothing of the customer"
    stage.channel.want(wish)
    await until(lambda: stage.ear.hears(1100) and agent_ear.hears(500), "they hear each other again")
    stage.channel.want(closed(wish))
    ended = await stage.hears(RecordingNoted)
    assert (ended.recording, ended.running) == (noted.recording, False)
    raw = stage.server.home / "recordings" / "raw" / f"{noted.recording}.raw"
    assert raw.stat().st_size > 16_000
    await until(lambda: not stage.channel._calls, "everything is let go")
    await until(lambda: stage.agent.says("bye") is not None, "the agent got the BYE")
    seen = await stage.switch.snapshot()
    assert (seen.legs, seen.bridges) == ((), ())


async def test_a_killed_engine_finds_the_talk_going_on(stage: Stage, agent_ear: RtpPeer) -> None:
    wish = await talk(stage, agent_ear, record=True)
    noted = await stage.hears(RecordingNoted)
    await stage.kill()
    stage.told.clear()
    await stage.start(wish)
    assert (await stage.hears(MediaPresence)).devices == ("aone",)
    seen = {leg.leg: (leg.bridge, leg.recording) for leg in (await stage.switch.snapshot()).legs}
    assert seen[wish.leg] == (wish.interaction, noted.recording)
    assert stage.ear.hears(1100)
    assert agent_ear.hears(500)
    stage.channel.want(held(wish, record=True))
    await until(lambda: loud(stage.ear) and not stage.ear.hears(1100), "it is controllable: music")
    stage.channel.want(wish)
    await until(lambda: stage.ear.hears(1100) and agent_ear.hears(500), "they hear each other again")
    await stage.switch.clear(wish.legs[0].leg)
    assert (await stage.hears(LegGone)).leg == wish.legs[0].leg
    stage.channel.want(closed(wish))
    await until(lambda: not stage.channel._calls, "everything is let go")


async def test_a_caller_in_the_flow_stays_in_it_under_a_new_engine(stage: Stage) -> None:
    arrived, caller = await stage.customer()
    wish = wanted(arrived, gather(1, "long"))
    stage.channel.want(wish)
    await stage.sound(stage.ear, caller, r"up (\d+)")
    await until(lambda: stage.ear.hears(600), "the question")
    await stage.kill()
    await stage.start(wish)
    await stage.hears(MediaPresence)
    await until(lambda: stage.ear.hears(600), "the question again")
    stage.ear.press("4")
    stage.ear.press("2")
    assert (await stage.hears(StepDone)).digits == "42"
    caller.stop()
    await stage.switch.clear(arrived.leg)
    await stage.hears(CustomerLeft)


async def test_a_message_is_kept_when_the_caller_hangs_up(stage: Stage) -> None:
    arrived, caller = await stage.customer()
    stage.channel.want(wanted(arrived, voicemail(1, "short")))
    await stage.sound(stage.ear, caller, r"up (\d+)")
    stage.ear.say(500)
    folder: Path = stage.server.home / "voicemail"
    sound = folder / f"{arrived.interaction}-1.wav"
    await until(lambda: sound.exists() and sound.stat().st_size > 30_000, "two seconds of message")
    await stage.switch.clear(arrived.leg)
    done = await stage.hears(StepDone)
    left = await stage.hears(CustomerLeft)
    assert (done.outcome, done.sound, left.cause) == ("recorded", sound.name, "hang_up")
    assert done.duration_ms > 1_000
    with wave.open(str(sound)) as message:
        assert message.getnframes() * 1000 // message.getframerate() == done.duration_ms
