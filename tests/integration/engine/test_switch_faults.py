"""What must hold when the switch dies: calls end honestly, agents are free and callable again, recordings play."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from hollyhock.adapters.asterisk.standby import rules
from hollyhock.contracts import events as e
from hollyhock.contracts.directory import Directory, Prompt
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.flow import Part
from hollyhock.contracts.views import InteractionCard
from hollyhock.testing.centre import small_centre
from hollyhock.testing.profile import FAULT_POINTS
from hollyhock.testing.real_centre import RealCentre
from hollyhock.testing.rtp import RtpPeer, make_tone, rtp_peer
from hollyhock.testing.sipp import Sipp
from hollyhock.testing.wait import until

from .moments import Moments
from .traffic import Traffic, busy
from .truths import Stopwatch, everybody_is_free, nothing_is_wrong, true_to_the_journal

FREE_WITHIN_S, CALLABLE_WITHIN_S = 5.0, 15.0
NOTICED_MS = 250
"""A caller who hung up just before the switch died is heard of a little later."""
BYTES_PER_S = 8_000 * 2 * 2
"""Two channels of 16 bits at 8 kHz."""
SPOKEN_S = 6.0
LOST_AT_MOST_S = 1.5
"""What the switch has not written yet when it is killed: measured at 1.02 s."""


def with_message(directory: Directory, folder: Path) -> Directory:
    """Return a directory whose flows say something short to callers whom no engine serves."""
    make_tone(folder / "sounds" / "short", MESSAGE_HZ, 0.5)
    short = Prompt(code="short", audio=dict.fromkeys(directory.languages, "short"))
    flows = [msgspec.structs.replace(flow, standby=(Part(prompt="short"),)) for flow in directory.flows]
    return msgspec.structs.replace(directory, flows=tuple(flows), prompts=(*directory.prompts, short))


MESSAGE_HZ, TONE_HZ, VOICE_HZ = 700, 1000, 900


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[RealCentre]:
    made = RealCentre(tmp_path, with_message(small_centre(wrap_up_ms=3_000, agents=11), tmp_path / "home"))
    try:
        await made.start()
        await until(lambda: rules_on_disk(made), "standby rules on disk")
        yield made
    finally:
        await made.stop()


def rules_on_disk(centre: RealCentre) -> bool:
    """The switch writes its database about once a second."""
    kept = [key for key in centre.switch.kept() if key.startswith("/standby/")]
    return len(kept) == len(rules(centre.directory, centre.home / "sounds"))


class Lost:
    """The calls that were there when the switch died, and when that was."""

    def __init__(self, calls: Sequence[InteractionCard]) -> None:
        self.at = time.time_ns() // 1_000_000
        self._calls = {c.interaction for c in calls if c.medium == "voice" and c.phase != "wrapping_up"}

    async def are_closed(self, centre: RealCentre) -> int:
        """Check that each is closed with its cause; return how many died with the switch."""
        ends = {
            event.interaction: (event.cause, entry.at)
            for entry in await centre.entries()
            for event in entry.events
            if isinstance(event, e.InteractionClosed)
        }
        causes = [ends[call] for call in self._calls]
        assert all(cause == "switch_lost" or at < self.at + NOTICED_MS for cause, at in causes), causes
        return sum(cause == "switch_lost" for cause, _at in causes)


async def free_again(centre: RealCentre, watch: Stopwatch) -> None:
    """Check that calls are gone and agents free, in time."""
    await centre.calls_are(10 * FREE_WITHIN_S, flow=0, connected=0, held=0, offered=0, reattaching=0, wrapping_up=0)
    await everybody_is_free(centre)
    watch.in_time(FREE_WITHIN_S)


async def callable_again(centre: RealCentre, traffic: Traffic, watch: Stopwatch) -> None:
    """Check that telephones come back and the next callers reach somebody, in time."""
    await asyncio.gather(*(centre.register(desk) for desk in centre.desks.values()))
    await centre.takes_calls()
    traffic.go_on()

    async def talks() -> bool:
        with suppress(HollyhockError):
            return bool(await centre.calls("connected"))
        return False

    await centre.until(talks, "a call is answered", 10 * CALLABLE_WITHIN_S)
    watch.in_time(CALLABLE_WITHIN_S)


async def test_killing_the_switch_closes_its_calls_and_frees_its_agents(centre: RealCentre) -> None:
    await busy(centre)
    traffic = Traffic(centre, seed=14)
    moments = Moments(traffic, seed=15)
    died = 0
    async for _ in moments:
        await traffic.pause()
        lost = Lost(await centre.calls())
        centre.switch.kill()
        traffic.lose()
        await asyncio.to_thread(centre.switch.start)
        watch = Stopwatch(centre)
        await free_again(centre, watch)
        died += await lost.are_closed(centre)
        await callable_again(centre, traffic, watch)
    await ends_well(centre, traffic)
    assert died > FAULT_POINTS
    assert moments.everywhere(), moments.struck


async def ends_well(centre: RealCentre, traffic: Traffic) -> None:
    """Let the traffic end and check what holds whatever has died."""
    await traffic.end()
    await centre.calls_are(40, flow=0, connected=0, held=0, offered=0, wrapping_up=0, reattaching=0)
    assert traffic.dropped() == 0
    assert traffic.stuck == []
    await everybody_is_free(centre)
    await true_to_the_journal(centre)
    await nothing_is_wrong(centre)


class Message:
    """A trunk call that nobody but the switch can serve."""

    def __init__(self, ear: RtpPeer, call: Sipp) -> None:
        self._ear, self._call = ear, call

    @classmethod
    async def begin(cls, centre: RealCentre) -> Message:
        """Call; return when the caller has heard the message and speaks after the tone."""
        ear = await rtp_peer()
        ear.say(VOICE_HZ)
        call = await asyncio.to_thread(
            centre.fleet.call, "caller_hangs_up", "1001", rtp_port=ear.port, milliseconds=1_800
        )
        ear.to(await call.media_port())
        await until(lambda: ear.hears(MESSAGE_HZ), "the message")
        await until(lambda: ear.hears(TONE_HZ), "the tone")
        return cls(ear, call)

    async def end(self) -> None:
        """Return when the caller has hung up."""
        await until(self._call.succeeded, "the caller has hung up")
        await self._ear.close()


@pytest.mark.parametrize("half", [1, 2])
async def test_engine_and_switch_die_together_and_callers_leave_messages_meanwhile(
    centre: RealCentre, half: int
) -> None:
    """A point takes long here, so half of them strike one centre and half another one."""
    await busy(centre)
    points = FAULT_POINTS // 2
    traffic = Traffic(centre, seed=16 * half)
    moments = Moments(traffic, 17 * half, points)
    dice, died = random.Random(18 * half), 0
    async for _ in moments:
        await traffic.pause()
        lost = Lost(await centre.calls())
        centre.engines[-1].kill()
        centre.switch.kill()
        traffic.lose()
        await asyncio.to_thread(centre.switch.start)
        message = await Message.begin(centre)
        # The engine may come back while the caller still speaks, or after that.
        if dice.random() < 0.5:
            await message.end()
        centre.start_engine()
        await centre.engine_up()
        watch = Stopwatch(centre)
        await free_again(centre, watch)
        died += await lost.are_closed(centre)
        await callable_again(centre, traffic, watch)
        await message.end()
    await imported(centre, points)
    await ends_well(centre, traffic)
    assert died > points
    assert moments.everywhere(), moments.struck


async def imported(centre: RealCentre, count: int) -> None:
    """Check that each message has become a work item and its call a closed one."""

    async def all_there() -> bool:
        closed = [x.cause for x in await centre.events() if isinstance(x, e.InteractionClosed)]
        return closed.count("standby") >= count

    await centre.until(all_there, "messages imported")
    messages = [card for card in await centre.calls("waiting") if card.sound.startswith("standby-")]
    assert len(messages) == count
    assert all(card.medium == "voicemail" for card in messages)
    assert all(card.personal["ani"].endswith("13800138000") for card in messages)
    assert all((centre.home / "voicemail" / card.sound).exists() for card in messages)


async def test_a_recording_survives_the_switch_but_for_its_last_second(centre: RealCentre) -> None:
    customer, agent = await rtp_peer(), await rtp_peer()
    desk = await centre.agent("103", rtp_port=agent.port)
    call = await asyncio.to_thread(centre.fleet.call, "caller_waits", "1002", rtp_port=customer.port)
    await centre.calls_are(connected=1)
    customer.say(500)
    customer.to(await call.media_port())
    agent.say(900)
    agent.to(await desk.phone.media_port(r"invite (\d+)"))
    await until(lambda: customer.hears(900), "the customer hears the agent")
    await until(lambda: agent.hears(500), "the agent hears the customer")
    began = time.monotonic()
    await asyncio.sleep(SPOKEN_S)
    centre.switch.kill()
    spoken = time.monotonic() - began
    await asyncio.gather(customer.close(), agent.close())
    await asyncio.to_thread(centre.switch.start)
    await centre.calls_are(FREE_WITHIN_S, connected=0)
    (started,) = [x.recording for x in await centre.events() if isinstance(x, e.RecordingStarted)]
    ended = [x.recording for x in await centre.event_of(e.RecordingEnded)]
    assert ended == [started]
    (file,) = (centre.home / "recordings" / "raw").glob(f"{started}*")
    assert file.stat().st_size > (spoken - LOST_AT_MOST_S) * BYTES_PER_S
