"""What callers get while no engine takes them, and how it is found afterwards."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from hollyhock.adapters.asterisk.config import SwitchLayout
from hollyhock.adapters.asterisk.standby import StandbyMessages, rules
from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.bootstrap.supervisor.standby import redirect_stranded
from hollyhock.contracts.directory import Directory, EntryPoint, Prompt, Trunk
from hollyhock.contracts.flow import Flow, HangUp, Part
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.switch import CustomerArrived
from hollyhock.testing.asterisk import AsteriskServer, Listener
from hollyhock.testing.rtp import RtpPeer, make_tone
from hollyhock.testing.sipp import SippFleet
from hollyhock.testing.wait import until

FLOW = Flow(
    code="main",
    languages=("zh-Hans", "en"),
    start="end",
    nodes={"end": HangUp()},
    standby=(Part(prompt="sorry"), Part(prompt="later")),
)


def directory(server: AsteriskServer) -> Directory:
    for name, hertz in (("sorry-zh", 400), ("sorry-en", 600), ("later", 1500)):
        make_tone(server.home / "sounds" / "standby" / name, hertz, 0.5)
    point = EntryPoint(code="line", address="7001", flow="main", language="zh-Hans")
    return Directory(
        version=2,
        flows=(FLOW,),
        prompts=(
            Prompt(code="sorry", audio={"zh-Hans": "standby/sorry-zh", "en": "standby/sorry-en"}),
            Prompt(code="later", audio={"en": "standby/later"}),
        ),
        entry_points=(
            point,
            EntryPoint(code="said", address="7002", flow="main", language="en", standby="message"),
            EntryPoint(code="sent", address="7003", flow="main", standby="forward", forward_to="4711"),
        ),
        trunks=(Trunk(code="test", addresses=("127.0.0.1",)),),
    )


async def provide(server: AsteriskServer, wanted: Directory) -> None:
    async def no_secret(_: str) -> str:
        return ""

    switch = AsteriskSwitch(server.settings, server.secrets, server.home)
    await switch.connect()
    provisioner = switch.provisioner(no_secret)
    await provisioner.provision_directory(wanted)
    await provisioner.provision_directory(wanted)
    await switch.close()


@pytest.fixture
async def alone(server: AsteriskServer) -> AsteriskServer:
    """The switch with rules but without an engine."""

    await provide(server, directory(server))
    return server


def messages(server: AsteriskServer) -> StandbyMessages:
    layout = SwitchLayout(server.home)
    return StandbyMessages(layout.standby, layout.voicemail)


async def test_a_caller_leaves_a_message_that_is_imported_once(
    alone: AsteriskServer, fleet: SippFleet, ear: RtpPeer
) -> None:
    ear.say(900)
    call = fleet.call("caller_hangs_up", "7001", rtp_port=ear.port, milliseconds=3000)
    ear.to(await call.media_port())
    await until(lambda: ear.hears(400), "the message in the line's language")
    await until(lambda: ear.hears(1500), "the second prompt, which has one language only")
    await until(lambda: ear.hears(1000), "the tone")
    await until(call.succeeded, "the caller has hung up")
    await until(lambda: bool(messages(alone).look()), "the message is there")
    (found,) = messages(alone).look()
    assert (found.entry_point, found.ani, found.sound) == ("line", "13800138000", f"standby-{found.name}.wav")
    assert 800 < found.duration_ms < 3000
    assert (alone.home / "voicemail" / found.sound).exists()
    assert messages(alone).look() == [found]
    assert found.interaction(Scope("demo")) == messages(alone).look()[0].interaction(Scope("demo"))
    messages(alone).done(found)
    assert messages(alone).look() == []
    assert (alone.home / "voicemail" / found.sound).exists()


async def test_a_line_that_only_tells_ends_the_call_and_the_call_is_found(
    alone: AsteriskServer, fleet: SippFleet, ear: RtpPeer
) -> None:
    call = fleet.call("caller_waits", "7002", rtp_port=ear.port)
    ear.to(await call.media_port())
    await until(lambda: ear.hears(600), "the message")
    await until(call.succeeded, "the line has hung up")
    await until(lambda: bool(messages(alone).look()), "the call is there")
    (found,) = messages(alone).look()
    assert (found.entry_point, found.sound, found.duration_ms) == ("said", "", 0)
    messages(alone).done(found)


@pytest.mark.parametrize(("far_end", "hears"), [("agent_answers", 0), ("agent_busy", 400)])
async def test_a_forwarded_line_reaches_its_number_or_takes_the_message_itself(
    server: AsteriskServer, fleet: SippFleet, ear: RtpPeer, far_end: str, hears: int
) -> None:
    carrier = fleet.agent(far_end)
    line = Trunk(code="test", addresses=("127.0.0.1",), server=f"127.0.0.1:{carrier.port}")
    await provide(server, msgspec.structs.replace(directory(server), trunks=(line,)))
    call = fleet.call("caller_hangs_up", "7003", rtp_port=ear.port, milliseconds=1000)
    ear.to(await call.media_port())
    assert carrier.says("to=sip:4711 " if far_end == "agent_answers" else "invite")
    await until(lambda: ear.hears(hears) if hears else bool(carrier.says("up")), "the far end or the message")
    await until(call.succeeded, "the caller has hung up")
    await until(lambda: bool(messages(server).look()), "the call is there")
    (found,) = messages(server).look()
    assert found.entry_point == "sent"
    messages(server).done(found)


async def test_a_frozen_engine_claims_nobody(alone: AsteriskServer, fleet: SippFleet, ear: RtpPeer) -> None:
    """The application stays open while nobody reads it; the claim's time-out takes the caller to standby."""
    switch = AsteriskSwitch(alone.settings, alone.secrets, alone.home)
    switch._translator._claim = lambda _leg: None
    await switch.connect()
    call = fleet.call("caller_waits", "7002", rtp_port=ear.port)
    ear.to(await call.media_port())
    await until(lambda: ear.hears(600), "the message")
    await until(call.succeeded, "the line has hung up")
    await switch.close()
    await until(lambda: bool(messages(alone).look()), "the call is there")
    messages(alone).done(messages(alone).look()[0])


async def test_callers_whom_a_dead_engine_left_waiting_get_the_message_and_those_who_talk_go_on(
    alone: AsteriskServer, fleet: SippFleet, ear: RtpPeer
) -> None:
    switch = AsteriskSwitch(alone.settings, alone.secrets, alone.home, plain_devices=True)
    heard = Listener(switch)
    await switch.connect()
    talking, waiting, bridged = [], fleet.call("caller_waits", "7002", rtp_port=ear.port), "demo.main.bwait"
    left = (await heard.next(CustomerArrived)).leg
    await switch.answer(left)
    await switch.join(bridged, [left])
    for _ in range(2):
        fleet.call("caller_waits", "7002")
        talking.append((await heard.next(CustomerArrived)).leg)
        await switch.answer(talking[-1])
    await switch.join("demo.main.btalk", talking)
    await heard.close()
    await switch.close()
    ear.to(await waiting.media_port())
    assert await redirect_stranded(alone.settings, alone.secrets) == 1
    await until(lambda: ear.hears(600), "the message")
    await until(waiting.succeeded, "the line has hung up")
    again = AsteriskSwitch(alone.settings, alone.secrets, alone.home)
    await again.connect()
    assert {leg.leg for leg in (await again.snapshot()).legs} == set(talking)
    for leg in talking:
        await again.clear(leg)
    for bridge in (bridged, "demo.main.btalk"):
        await again.drop_bridge(bridge)
    await again.close()
    await until(lambda: bool(messages(alone).look()), "the call is there")
    messages(alone).done(messages(alone).look()[0])


async def test_an_unknown_number_is_not_served(alone: AsteriskServer, fleet: SippFleet) -> None:
    call = fleet.call("caller_refused", "7999")
    await until(call.ended, "an answer")
    assert call.says("refused 404")


async def test_rules_and_trunks_survive_a_restart_of_the_switch(tmp_path: Path, ear: RtpPeer) -> None:
    server = AsteriskServer(tmp_path / "own")
    server.start()
    fleet = SippFleet(server, tmp_path)
    try:
        told = directory(server)
        await provide(server, told)
        switch = AsteriskSwitch(server.settings, server.secrets, server.home)
        await switch.connect()
        await switch.provision("agone", "secret", "1001")
        await switch.close()
        # The switch writes its database to the disk once a second, the rules perhaps in two turns.
        wanted = {f"/standby/{key}" for key in rules(told, server.home / "sounds")}
        await until(lambda: wanted <= set(server.kept()), "the rules are on the disk")
        server.kill()
        server.start()
        assert "agone" not in server.console("pjsip show endpoints")
        call = fleet.call("caller_waits", "7002", rtp_port=ear.port)
        ear.to(await call.media_port())
        await until(lambda: ear.hears(600), "the message")
        await until(call.succeeded, "the line has hung up")
    finally:
        fleet.stop()
        server.kill()
