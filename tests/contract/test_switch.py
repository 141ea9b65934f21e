"""What every switch holds to: the one in memory, on which channels are tried, does as the real one does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from hollyhock.contracts.switch import LegEnded, LegStarted, MessageEnded, PlayEnded, SwitchUp
from hollyhock.testing.asterisk import AsteriskServer
from hollyhock.testing.fake_switch import FakeSwitch
from hollyhock.testing.wait import until

from .switches import Trial, asterisk_trial, fake_trial


@pytest.fixture(scope="module")
def asterisk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskServer]:
    server = AsteriskServer(tmp_path_factory.mktemp("switch"))
    server.start()
    yield server
    server.kill()


@pytest.fixture(params=["fake", "asterisk"])
async def trial(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Trial]:
    if request.param == "fake":
        async with fake_trial(tmp_path) as one:
            yield one
    else:
        async with asterisk_trial(request.getfixturevalue("asterisk"), tmp_path) as one:
            yield one


async def leg_of(trial: Trial, leg: str) -> tuple[bool, bool, str, str]:
    """Return (up, ours, bridge, recording) as the snapshot says."""
    return {one.leg: (one.up, one.ours, one.bridge, one.recording) for one in (await trial.switch.snapshot()).legs}[leg]


async def test_the_first_word_is_that_the_switch_is_up(trial: Trial) -> None:
    await trial.hears(SwitchUp)


async def test_a_customer_is_answered_and_cleared(trial: Trial) -> None:
    customer = await trial.customer()
    await trial.switch.answer(customer)
    assert await leg_of(trial, customer) == (True, False, "", "")
    await trial.switch.clear(customer)
    await trial.hears(LegEnded, leg=customer, cause="hang_up")
    await trial.switch.clear(customer)


async def test_a_softphone_that_is_not_there_is_unreachable(trial: Trial) -> None:
    await trial.switch.make_call("t.m.nobody", "anobody", caller="", auto_answer=False, ring_ms=5_000)
    await trial.hears(LegEnded, leg="t.m.nobody", cause="unreachable")


async def test_a_leg_is_made_once_however_often_it_is_asked_for(trial: Trial) -> None:
    await trial.agent("t.m.o1", "aone")
    await trial.switch.make_call("t.m.o1", "aone", caller="138", auto_answer=False, ring_ms=10_000)
    await trial.hears(LegStarted, leg="t.m.o1")
    await trial.switch.make_call("t.m.o1", "aone", caller="138", auto_answer=False, ring_ms=10_000)
    assert await leg_of(trial, "t.m.o1") == (True, True, "", "")
    assert len((await trial.switch.snapshot()).legs) == 1
    assert (await trial.switch.snapshot()).devices == ("aone",)
    assert all(not isinstance(event, LegEnded) for event in trial.told)
    await trial.switch.deprovision("aone")


async def test_bridges_hold_legs_until_they_leave(trial: Trial) -> None:
    customer = await trial.customer()
    await trial.agent("t.m.o2", "atwo")
    await trial.hears(LegStarted, leg="t.m.o2")
    for _ in range(2):
        await trial.switch.join("t.m.b", [customer, "t.m.o2"])
    assert (await leg_of(trial, customer))[2] == (await leg_of(trial, "t.m.o2"))[2] == "t.m.b"
    for _ in range(2):
        await trial.switch.leave("t.m.b", customer)
    assert (await leg_of(trial, customer))[:3] == (True, False, "")
    await trial.switch.drop_bridge("t.m.b")
    assert (await leg_of(trial, "t.m.o2"))[:3] == (True, True, "")
    assert (await trial.switch.snapshot()).bridges == ()
    await trial.switch.deprovision("atwo")


async def test_a_play_ends_once_and_can_be_stopped(trial: Trial) -> None:
    customer = await trial.customer()
    await trial.switch.play(customer, "p1", [trial.sound])
    if isinstance(trial.switch, FakeSwitch):
        trial.switch.end_play(customer)
    await trial.hears(PlayEnded, leg=customer, play="p1", ok=True)
    await trial.switch.play(customer, "p2", [trial.sound] * 20)
    await trial.switch.stop_play("p2")
    await trial.hears(PlayEnded, leg=customer, play="p2")
    await trial.switch.stop_play("p2")
    assert all(not isinstance(event, PlayEnded) for event in trial.told)


async def test_a_play_ends_with_the_leg(trial: Trial) -> None:
    customer = await trial.customer()
    await trial.switch.play(customer, "p3", [trial.sound] * 20)
    await trial.switch.clear(customer)
    await trial.hears(LegEnded, leg=customer)


async def test_a_play_to_nobody_has_failed(trial: Trial) -> None:
    await trial.switch.play("nobody", "p4", [trial.sound])
    await trial.hears(PlayEnded, leg="nobody", play="p4", ok=False)


async def test_a_recording_is_named_in_the_snapshot(trial: Trial) -> None:
    customer = await trial.customer()
    for _ in range(2):
        await trial.switch.record(customer, "t.m.r1")
    assert (await leg_of(trial, customer))[3] == "t.m.r1"
    for _ in range(2):
        await trial.switch.stop_record(customer, "t.m.r1")
    assert (await leg_of(trial, customer))[3] == ""


async def test_a_message_is_told_also_when_its_caller_hangs_up(trial: Trial) -> None:
    customer = await trial.customer()
    await trial.parties.speak()
    await trial.switch.take_message(customer, "t.m.message.wav", max_ms=20_000, silence_ms=5_000)
    await until(lambda: trial.parties.recorded("t.m.message.wav"), "half a second of message")
    await trial.switch.clear(customer)
    await trial.hears(LegEnded, leg=customer)
    ended = await trial.hears(MessageEnded, leg=customer)
    assert (ended.sound, ended.ok) == ("t.m.message.wav", True)
    assert ended.duration_ms > 0


async def test_a_message_from_nobody_has_failed(trial: Trial) -> None:
    await trial.switch.take_message("nobody", "t.m.none.wav", max_ms=1_000, silence_ms=1_000)
    await trial.hears(MessageEnded, leg="nobody", sound="t.m.none.wav", ok=False)


async def test_what_is_gone_needs_no_more_doing(trial: Trial) -> None:
    switch = trial.switch
    await switch.answer("nobody")
    await switch.clear("nobody")
    await switch.leave("t.m.none", "nobody")
    await switch.join("t.m.empty", ["nobody"])
    await switch.drop_bridge("t.m.empty")
    await switch.drop_bridge("t.m.none")
    await switch.stop_play("none")
    await switch.music("nobody", "default")
    await switch.music("nobody", None)
    await switch.ring_back("nobody")
    await switch.record("nobody", "t.m.none")
    await switch.stop_record("nobody", "t.m.none")
    await switch.deprovision("anobody")
    assert (await switch.snapshot()).bridges == ()
