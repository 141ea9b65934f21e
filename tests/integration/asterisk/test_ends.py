"""How legs end: each is told once, with the right cause, as early as the switch knows."""

from __future__ import annotations

import asyncio

import pytest

from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.contracts.switch import CustomerArrived, DeviceState, LegEnded, LegStarted
from hollyhock.testing.asterisk import Listener
from hollyhock.testing.sipp import SippFleet
from hollyhock.testing.wait import until


async def registered(switch: AsteriskSwitch, heard: Listener, fleet: SippFleet, scenario: str, wait_ms: int = 0) -> str:
    """Return a softphone whose user behaves as a scenario says."""
    device = f"a{scenario.replace('_', '')}"
    await switch.provision(device, "secret", "1001")
    agent = fleet.agent(scenario, milliseconds=wait_ms)
    assert fleet.register(device, "secret", agent.port).succeeded()
    await heard.next(DeviceState, device=device, up=True)
    return device


@pytest.mark.parametrize(
    ("scenario", "cause"),
    [("agent_busy", "busy"), ("agent_refuses", "refused"), ("agent_does_not_answer", "no_answer")],
)
async def test_an_agent_does_not_take_the_call(
    switch: AsteriskSwitch, heard: Listener, fleet: SippFleet, scenario: str, cause: str
) -> None:
    device = await registered(switch, heard, fleet, scenario)
    leg = f"demo.main.o{scenario}"
    await switch.make_call(leg, device, caller="138", auto_answer=False, ring_ms=500)
    assert await heard.next(LegEnded) == LegEnded(leg=leg, cause=cause)
    assert (await switch.snapshot()).legs == ()
    assert heard.all(LegEnded) == []
    await switch.deprovision(device)


@pytest.mark.parametrize("known", [True, False])
async def test_a_device_that_is_not_there_is_unreachable(switch: AsteriskSwitch, heard: Listener, known: bool) -> None:
    if known:
        await switch.provision("agone", "secret", "1001")
    await switch.make_call("demo.main.ogone", "agone", caller="138", auto_answer=False, ring_ms=9000)
    assert await heard.next(LegEnded) == LegEnded(leg="demo.main.ogone", cause="unreachable")
    await switch.deprovision("agone")


async def test_a_ringing_leg_is_in_the_snapshot_once_and_can_be_withdrawn(
    switch: AsteriskSwitch, heard: Listener, fleet: SippFleet
) -> None:
    device = await registered(switch, heard, fleet, "agent_does_not_answer")
    ring = {"caller": "138", "auto_answer": False, "ring_ms": 9000}
    await asyncio.gather(*(switch.make_call("demo.main.o9", device, **ring) for _ in range(3)))  # type: ignore[arg-type]
    (leg,) = (await switch.snapshot()).legs
    assert (leg.leg, leg.up, leg.ours) == ("demo.main.o9", False, True)
    await switch.clear("demo.main.o9")
    assert await heard.next(LegEnded) == LegEnded(leg="demo.main.o9", cause="hang_up")
    await switch.clear("demo.main.o9")
    assert (await switch.snapshot()).legs == ()
    await switch.deprovision(device)


async def test_an_agent_hangs_up(switch: AsteriskSwitch, heard: Listener, fleet: SippFleet) -> None:
    device = await registered(switch, heard, fleet, "agent_hangs_up", wait_ms=100)
    await switch.make_call("demo.main.o10", device, caller="138", auto_answer=False, ring_ms=9000)
    await heard.next(LegStarted, leg="demo.main.o10")
    await switch.join("demo.main.b10", ["demo.main.o10"])
    assert await heard.next(LegEnded) == LegEnded(leg="demo.main.o10", cause="hang_up")
    await switch.drop_bridge("demo.main.b10")
    await switch.drop_bridge("demo.main.b10")
    await switch.deprovision(device)
    assert heard.all(LegEnded) == []


async def test_a_caller_gives_up_before_the_answer(switch: AsteriskSwitch, heard: Listener, fleet: SippFleet) -> None:
    fleet.call("caller_gives_up", "1001", milliseconds=300)
    arrived = await heard.next(CustomerArrived)
    assert await heard.next(LegEnded) == LegEnded(leg=arrived.leg, cause="hang_up")
    for leg in (arrived.leg, "never-there"):
        await switch.answer(leg)
        await switch.join("demo.main.b11", [leg])
        await switch.leave("demo.main.b11", leg)
        await switch.music(leg, "default")
        await switch.record(leg, "demo.main.r11")
        await switch.clear(leg)
    await switch.drop_bridge("demo.main.b11")
    assert heard.all(LegEnded) == []


async def test_a_caller_hangs_up_in_the_music(switch: AsteriskSwitch, heard: Listener, fleet: SippFleet) -> None:
    call = fleet.call("caller_hangs_up", "1001", milliseconds=300)
    arrived = await heard.next(CustomerArrived)
    await switch.answer(arrived.leg)
    await switch.music(arrived.leg, "default")
    assert await heard.next(LegEnded) == LegEnded(leg=arrived.leg, cause="hang_up")
    await until(call.succeeded, "the BYE is answered")
    assert heard.all(LegEnded) == []


async def test_a_refused_number_is_told_to_the_caller(
    switch: AsteriskSwitch, heard: Listener, fleet: SippFleet
) -> None:
    call = fleet.call("caller_refused", "1001")
    await switch.clear((await heard.next(CustomerArrived)).leg, "unknown_number")
    await until(call.ended, "an answer")
    assert call.says("refused 404")
