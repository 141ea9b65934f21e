"""Registrations as the manager interface tells them: counted by address, told when they change."""

from __future__ import annotations

import re
from unittest.mock import AsyncMock, create_autospec

import pytest

from hollyhock.adapters.asterisk.devices import Devices, pack, unpack
from hollyhock.adapters.asterisk.link import Link
from hollyhock.adapters.asterisk.refusals import Refusals
from hollyhock.contracts.switch import SILENT, AnySwitchEvent, DeviceState, PageWords


def status(device: str, uri: str, what: str) -> dict[str, str]:
    return {"Event": "ContactStatus", "AOR": device, "URI": uri, "ContactStatus": what}


def test_a_page_that_registers_anew_before_the_old_one_has_gone_stays_up_and_is_told_again() -> None:
    told: list[AnySwitchEvent] = []
    devices = Devices(create_autospec(Link), told.append, plain=False)
    devices.take(status("a1", "sip:a1@1", "Created"))
    devices.take(status("a1", "sip:a1@1", "Updated"))
    assert told == [DeviceState(device="a1", up=True)]
    devices.take(status("a1", "sip:a1@2", "NonQualified"))
    devices.take(status("a1", "sip:a1@1", "Removed"))
    assert told[1:] == [DeviceState(device="a1", up=True)]
    assert devices.registered() == ("a1",)
    devices.take(status("a1", "sip:a1@2", "Removed"))
    devices.take(status("a1", "sip:a1@2", "Removed"))
    assert told[2:] == [DeviceState(device="a1", up=False)]


def test_trunks_and_other_events_are_no_softphones() -> None:
    told: list[AnySwitchEvent] = []
    devices = Devices(create_autospec(Link), told.append, plain=False)
    devices.take(status("trunk-x", "sip:x", "Created"))
    devices.take({"Event": "FullyBooted"})
    assert told == []
    assert devices.registered() == ()


async def test_after_a_reconnection_the_switchs_list_wins_over_what_was_known_before() -> None:
    told: list[AnySwitchEvent] = []
    link = create_autospec(Link)
    link.ami.listing = AsyncMock(return_value=[{"Endpoint": "a2", "Uri": "sip:a2@1"}])
    devices = Devices(link, told.append, plain=False)
    devices.take(status("a1", "sip:a1@1", "Created"))
    await devices.resume()
    assert len(told) == 3
    assert DeviceState(device="a1", up=False) in told
    assert DeviceState(device="a2", up=True) in told


def test_refusals_are_told_at_once_and_then_summed_without_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    refusals = Refusals()
    stranger = {"Event": "InvalidAccountID", "AccountID": "13800138000", "RemoteAddress": "IPV4/UDP/192.0.2.9/5060"}
    for _ in range(3):
        refusals.take(stranger)
    refusals.take({"Event": "UserEvent", "UserEvent": "Other"})
    (line,) = capsys.readouterr().out.splitlines()
    assert "InvalidAccountID 192.0.2.9" in line
    assert "13800138000" not in line


def test_what_a_page_said_is_one_word_to_the_switch() -> None:
    said = PageWords(data={"page": "账单;,${EXTEN}\\\n=^5E"}, personal={"customer_number": "C7"})
    assert re.fullmatch(r"[A-Za-z0-9_=-]+", pack(said))
    assert unpack(pack(said)) == said
    assert unpack(pack(SILENT)) == SILENT
