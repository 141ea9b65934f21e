"""The connection: cut, taken over, and a switch that restarts."""

from __future__ import annotations

from pathlib import Path

import pytest

from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.contracts.errors import Unavailable
from hollyhock.contracts.switch import (
    CustomerArrived,
    DeviceState,
    LegEnded,
    Replaced,
    SwitchDown,
    SwitchUp,
)
from hollyhock.testing.asterisk import AsteriskServer, Listener
from hollyhock.testing.sipp import SippFleet
from hollyhock.testing.wait import until


async def test_a_cut_socket_is_reopened_and_the_snapshot_tells_what_was_missed(
    server: AsteriskServer, switch: AsteriskSwitch, heard: Listener, fleet: SippFleet
) -> None:
    await switch.provision("acut", "secret", "1001")
    assert fleet.register("acut", "secret", 9).succeeded()
    await heard.next(DeviceState, device="acut", up=True)
    stays = []
    for _ in range(2):
        fleet.call("caller_waits", "1001")
        stays.append((await heard.next(CustomerArrived)).leg)
        await switch.answer(stays[-1])
    await heard.next(SwitchUp)
    switch._link.ari._socket.transport.abort()
    await heard.next(SwitchDown)
    assert await heard.next(SwitchUp) == SwitchUp(restarted=False)
    server.console(f"channel request hangup {stays[0]}")
    seen = await switch.snapshot()
    assert stays[1] in {leg.leg for leg in seen.legs}
    assert seen.devices == ("acut",)
    for leg in stays:
        await switch.clear(leg)
    await heard.next(LegEnded, leg=stays[1])
    await switch.deprovision("acut")


async def test_a_lost_manager_connection_is_reopened_too(switch: AsteriskSwitch, heard: Listener) -> None:
    await heard.next(SwitchUp)
    switch._link.ami._out.transport.abort()
    await heard.next(SwitchDown)
    await heard.next(SwitchUp, restarted=False)
    assert heard.all(Replaced) == []
    await switch.snapshot()


async def test_a_second_engine_takes_over_and_the_first_sends_nothing_more(
    server: AsteriskServer, switch: AsteriskSwitch, heard: Listener, fleet: SippFleet
) -> None:
    second = AsteriskSwitch(server.settings, server.secrets, server.home)
    await second.connect()
    other = Listener(second)
    await heard.next(Replaced)
    with pytest.raises(Unavailable):
        await switch.clear("anything")
    fleet.call("caller_waits", "1001")
    arrived = await other.next(CustomerArrived)
    await second.clear(arrived.leg)
    await other.next(LegEnded, leg=arrived.leg)
    assert heard.all(CustomerArrived) == []
    assert other.all(Replaced) == []
    await other.close()
    await second.close()


async def test_a_restarted_switch_is_told_as_such(tmp_path: Path) -> None:
    server = AsteriskServer(tmp_path / "own")
    server.start()
    switch = AsteriskSwitch(server.settings, server.secrets, server.home, plain_devices=True)
    fleet = SippFleet(server, tmp_path)
    heard = Listener(switch)
    try:
        await switch.connect()
        await heard.next(SwitchUp, restarted=False)
        await switch.provision("aone", "secret", "1001")
        assert fleet.register("aone", "secret", 9).succeeded()
        await heard.next(DeviceState, device="aone", up=True)
        server.kill()
        await heard.next(SwitchDown)
        with pytest.raises(Unavailable):
            await switch.snapshot()
        server.start()
        await heard.next(SwitchUp, restarted=True)
        seen = await switch.snapshot()
        assert (seen.legs, seen.bridges, seen.devices) == ((), (), ())
        await heard.next(DeviceState, device="aone", up=False)
    finally:
        await heard.close()
        await switch.close()
        fleet.stop()
        server.kill()


async def test_a_frozen_switch_counts_as_lost_and_is_back_when_it_thaws(tmp_path: Path) -> None:
    server = AsteriskServer(tmp_path / "own")
    server.start()
    switch = AsteriskSwitch(server.settings, server.secrets, server.home)
    heard = Listener(switch)
    try:
        await switch.connect()
        await heard.next(SwitchUp)
        server.freeze()
        await heard.next(SwitchDown, seconds=20)
        server.thaw()
        assert await heard.next(SwitchUp, seconds=20) == SwitchUp(restarted=False)
        await switch.snapshot()
    finally:
        await heard.close()
        await switch.close()
        server.kill()


async def test_connecting_before_the_switch_is_there_goes_on_in_the_background(tmp_path: Path) -> None:
    server = AsteriskServer(tmp_path / "own")
    switch = AsteriskSwitch(server.settings, server.secrets, server.home)
    heard = Listener(switch)
    try:
        await switch.connect()
        with pytest.raises(Unavailable):
            await switch.snapshot()
        server.start()
        await heard.next(SwitchUp)
        await until(lambda: not heard.all(SwitchDown), "it stays up")
    finally:
        await heard.close()
        await switch.close()
        server.kill()
