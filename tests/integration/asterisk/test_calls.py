"""Arrivals, agents' legs and bridges, on the real switch."""

from __future__ import annotations

from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.contracts.switch import CustomerArrived, DeviceState, LegEnded, LegStarted, SwitchUp
from hollyhock.testing.asterisk import Listener
from hollyhock.testing.sipp import SippFleet
from hollyhock.testing.wait import until


async def test_a_call_arrives_is_answered_and_ended(switch: AsteriskSwitch, heard: Listener, fleet: SippFleet) -> None:
    await heard.next(SwitchUp, restarted=False)
    caller = fleet.call("caller_waits", "1001", sender='"Li Hua" <sip:+8613800138000@carrier.example>')
    arrived = await heard.next(CustomerArrived)
    assert (arrived.dnis, arrived.ani, arrived.name, arrived.data) == ("1001", "+8613800138000", "Li Hua", {})
    await switch.answer(arrived.leg)
    await until(lambda: bool(caller.says("up")), "the caller is through")
    await switch.clear(arrived.leg)
    assert (await heard.next(LegEnded)).leg == arrived.leg
    await until(caller.succeeded, "the caller got the BYE")


async def test_an_agent_is_rung_and_talks_with_the_caller(
    switch: AsteriskSwitch, heard: Listener, fleet: SippFleet
) -> None:
    await switch.provision("aone", "secret1", "1001")
    agent = fleet.agent("agent_answers", milliseconds=20)
    assert fleet.register("aone", "secret1", agent.port).succeeded()
    assert (await heard.next(DeviceState)) == DeviceState(device="aone", up=True)
    caller = fleet.call("caller_waits", "1001")
    customer = (await heard.next(CustomerArrived)).leg
    await switch.answer(customer)
    await switch.make_call("demo.main.o1", "aone", caller="13800138000", auto_answer=True, ring_ms=10_000)
    await heard.next(LegStarted, leg="demo.main.o1")
    assert agent.says(r"leg= ?demo.main.o1 answer= ?auto")
    await switch.join("demo.main.b1", [customer, "demo.main.o1"])
    seen = await switch.snapshot()
    assert seen.bridges == ("demo.main.b1",)
    assert {(leg.leg, leg.up, leg.ours, leg.bridge, leg.dnis) for leg in seen.legs} == {
        (customer, True, False, "demo.main.b1", "1001"),
        ("demo.main.o1", True, True, "demo.main.b1", ""),
    }
    assert seen.devices == ("aone",)
    await switch.clear("demo.main.o1")
    await heard.next(LegEnded, leg="demo.main.o1", cause="hang_up")
    await switch.clear(customer)
    await heard.next(LegEnded, leg=customer)
    await switch.drop_bridge("demo.main.b1")
    await switch.deprovision("aone")
    await until(caller.succeeded, "the caller got the BYE")
    assert (await switch.snapshot()).legs == ()
