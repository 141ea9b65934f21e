"""Visitors' accounts: made for one call, with what the page said; removed when no call uses them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from hollyhock.contracts.errors import Unknown
from hollyhock.contracts.subjects import ProvisionDevice
from hollyhock.contracts.switch import PageWords
from hollyhock.engine.devices import LOOK_MS, VISITOR_MS, Devices
from hollyhock.testing.clock import settle
from hollyhock.testing.fake_switch import FakeSwitch

from .conftest import Bench

VISITOR = ProvisionDevice(
    device="v1", secret="s", entry_point="direct", data={"page": "/"}, personal={"customer_number": "C7"}
)


@pytest.fixture
async def switch(bench: Bench) -> FakeSwitch:
    await bench.open_centre()
    made = FakeSwitch()
    await made.connect()
    return made


@pytest.fixture
async def devices(bench: Bench, switch: FakeSwitch) -> AsyncIterator[Devices]:
    made = Devices(bench.owner, switch, bench.clock, "key")
    running = asyncio.create_task(made.run())
    await settle()
    yield made
    running.cancel()


async def pass_time(bench: Bench, milliseconds: int) -> None:
    for _ in range(milliseconds // LOOK_MS):
        await bench.clock.advance(LOOK_MS)
        await settle()


async def test_the_account_carries_what_the_page_said(switch: FakeSwitch, devices: Devices) -> None:
    await devices.provide(VISITOR)
    assert switch.accounts == {"v1": ("s", "direct")}
    assert switch.pages == {"v1": PageWords(data={"page": "/"}, personal={"customer_number": "C7"})}


async def test_an_account_that_no_call_uses_is_removed(bench: Bench, switch: FakeSwitch, devices: Devices) -> None:
    await devices.provide(VISITOR)
    await pass_time(bench, VISITOR_MS)
    assert switch.barred == set()
    await pass_time(bench, LOOK_MS)
    assert (switch.barred, set(switch.accounts)) == ({"v1"}, {"v1"})
    await pass_time(bench, LOOK_MS)
    assert "v1" not in switch.accounts


async def test_a_call_that_begins_in_the_moment_of_the_look_keeps_its_account(
    bench: Bench, switch: FakeSwitch, devices: Devices
) -> None:
    await devices.provide(VISITOR)
    await pass_time(bench, VISITOR_MS + LOOK_MS)
    assert switch.barred == {"v1"}
    switch.arrive("customer", dnis="direct", device="v1")
    await pass_time(bench, 3 * VISITOR_MS)
    assert "v1" in switch.accounts
    switch.hang_up("customer")
    await pass_time(bench, VISITOR_MS + LOOK_MS)
    assert "v1" in switch.accounts, "what was barred once is not removed at once"
    await pass_time(bench, LOOK_MS)
    assert "v1" not in switch.accounts


async def test_an_account_in_a_call_stays_and_goes_some_time_after_it(
    bench: Bench, switch: FakeSwitch, devices: Devices
) -> None:
    await devices.provide(VISITOR)
    switch.arrive("customer", dnis="direct", device="v1")
    await pass_time(bench, 3 * VISITOR_MS)
    assert "v1" in switch.accounts
    switch.hang_up("customer")
    await pass_time(bench, VISITOR_MS + 2 * LOOK_MS)
    assert "v1" not in switch.accounts


async def test_an_account_that_a_dead_engine_or_gateway_left_is_found(
    bench: Bench, switch: FakeSwitch, devices: Devices
) -> None:
    await switch.provision("v2", "s", "direct")
    await switch.provision("a1", "s", "1001")
    await pass_time(bench, VISITOR_MS + 2 * LOOK_MS)
    assert set(switch.accounts) == {"a1"}, "an agent's account is not a visitor's"
    assert devices is not None


async def test_a_switch_that_is_away_for_a_while_is_asked_again(
    bench: Bench, switch: FakeSwitch, devices: Devices
) -> None:
    await devices.provide(VISITOR)
    switch.failing["idle_visitors"] = 2
    await pass_time(bench, VISITOR_MS + 4 * LOOK_MS)
    assert "v1" not in switch.accounts


async def test_a_page_that_goes_takes_its_account_along(switch: FakeSwitch, devices: Devices) -> None:
    await devices.provide(VISITOR)
    await devices.provide(ProvisionDevice(device="v1", secret=""))
    assert "v1" not in switch.accounts


async def test_an_entry_point_that_is_not_there_is_refused(switch: FakeSwitch, devices: Devices) -> None:
    with pytest.raises(Unknown):
        await devices.provide(ProvisionDevice(device="v1", secret="s", entry_point="nowhere"))
    assert switch.count("provision") == 0
