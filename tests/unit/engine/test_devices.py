"""Visitors' accounts: made for one call, removed when unused."""

from __future__ import annotations

import pytest

from hollyhock.contracts.errors import Unknown
from hollyhock.contracts.subjects import ProvisionDevice
from hollyhock.engine.devices import VISITOR_MS, Devices
from hollyhock.testing.clock import settle
from hollyhock.testing.fake_switch import FakeSwitch

from .conftest import Bench

VISITOR = ProvisionDevice(device="v1", secret="s", entry_point="direct", data={"page": "/"})


@pytest.fixture
async def switch(bench: Bench) -> FakeSwitch:
    await bench.open_centre()
    made = FakeSwitch()
    await made.connect()
    return made


@pytest.fixture
def devices(bench: Bench, switch: FakeSwitch) -> Devices:
    return Devices(bench.owner, switch, bench.clock, "key")


async def test_an_account_that_no_call_has_used_is_removed(bench: Bench, switch: FakeSwitch, devices: Devices) -> None:
    await devices.provide(VISITOR)
    await settle()
    await bench.clock.advance(VISITOR_MS - 1)
    assert switch.count("deprovision") == 0
    await bench.clock.advance(1)
    assert switch.count("deprovision") == 1
    assert devices.visitor("v1") is None


async def test_an_account_in_a_call_stays_until_its_socket_closes(
    bench: Bench, switch: FakeSwitch, devices: Devices
) -> None:
    await devices.provide(VISITOR)
    await settle()
    assert devices.visitor("v1") == VISITOR
    await bench.clock.advance(2 * VISITOR_MS)
    assert switch.count("deprovision") == 0
    await devices.provide(ProvisionDevice(device="v1", secret=""))
    assert switch.count("deprovision") == 1


async def test_an_entry_point_that_is_not_there_is_refused(switch: FakeSwitch, devices: Devices) -> None:
    with pytest.raises(Unknown):
        await devices.provide(ProvisionDevice(device="v1", secret="s", entry_point="nowhere"))
    assert switch.count("provision") == 0
