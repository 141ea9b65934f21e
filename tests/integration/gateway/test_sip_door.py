"""The door to SIP over WebSocket, with a switch that answers each message."""

from __future__ import annotations

import socket
import time

import pytest
from structlog.testing import capture_logs
from websockets.exceptions import ConnectionClosed, InvalidStatus

from hollyhock.contracts.ids import Scope
from hollyhock.gateway.tickets import Tickets
from hollyhock.testing.wait import until

from .conftest import SCOPE, TOKEN, House, ticket

DEVICE = "aabcdefghijklmnop"


def path(device: str = DEVICE, *, token: str = TOKEN, scope: Scope = SCOPE, ago_s: int = 0) -> str:
    return Tickets(token, scope).sip_path(device, int((time.time() - ago_s) * 1000))


def register(device: str = DEVICE, padding: str = "") -> str:
    return (
        "REGISTER sip:hollyhock SIP/2.0\r\n"
        f"From: <sip:{device}@hollyhock>;tag=1\r\nTo: <sip:{device}@hollyhock>\r\n"
        f"X-Padding: {padding}\r\nContent-Length: 0\r\n\r\n"
    )


async def test_frames_go_both_ways(house: House) -> None:
    phone = await house.socket(path(), subprotocol="sip")
    assert phone.subprotocol == "sip"
    await phone.send(register())
    assert await phone.recv() == f"heard {len(register())}"
    await phone.send(register().encode())
    assert await phone.recv() == f"heard {len(register())}"
    assert house.switch.heard == [register(), register().encode()]


@pytest.mark.parametrize(
    ("bad", "status"),
    [
        (path(token="f" * 64), 401),
        (path(ago_s=5 * 3600), 401),
        (path(scope=Scope("other")), 401),
        (f"/sip?token={ticket()}", 401),
        ("/sip?token=nonsense", 401),
        ("/sip", 401),
    ],
)
async def test_forged_stale_and_foreign_tokens_are_refused(house: House, bad: str, status: int) -> None:
    with capture_logs() as logs, pytest.raises(InvalidStatus) as refused:
        await house.socket(bad, subprotocol="sip")
    assert refused.value.response.status_code == status
    assert logs == [{"event": "sip_refused", "code": "unauthenticated", "log_level": "warning"}]
    assert house.switch.heard == []
    assert not house.engine.provisions


async def test_without_the_sub_protocol_or_from_another_site_it_stays_shut(house: House) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await house.socket(path())
    assert refused.value.response.status_code == 400
    with pytest.raises(InvalidStatus) as refused:
        await house.socket(path(), origin="https://evil.example", subprotocol="sip")
    assert refused.value.response.status_code == 403


async def test_a_switch_that_is_away_is_said_so(house: House) -> None:
    await house.switch.stop()
    with pytest.raises(InvalidStatus) as refused:
        await house.socket(path(), subprotocol="sip")
    assert refused.value.response.status_code == 503


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (register("aother"), 1008),
        ("nonsense", 1008),
        (register(padding="x" * 40_000), 1009),
        (register(padding="x" * 100_000), 1009),
    ],
)
async def test_what_does_not_come_from_the_device_is_cut(house: House, message: str, code: int) -> None:
    phone = await house.socket(path(), subprotocol="sip")
    await phone.send(message)
    with pytest.raises(ConnectionClosed):
        await phone.recv()
    assert phone.close_code == code
    assert house.switch.heard == []


async def test_a_flood_is_cut(house: House) -> None:
    phone = await house.socket(path(), subprotocol="sip")

    async def flood() -> None:
        for _ in range(1000):
            await phone.send(register())
            await phone.recv()

    with pytest.raises(ConnectionClosed):
        await flood()
    assert (phone.close_code, phone.close_reason) == (1008, "too_many")
    assert len(house.switch.heard) < 400


async def test_the_newest_socket_of_a_device_replaces_the_older(house: House) -> None:
    first = await house.socket(path(), subprotocol="sip")
    second = await house.socket(path(), subprotocol="sip")
    with pytest.raises(ConnectionClosed):
        await first.recv()
    assert (first.close_code, first.close_reason) == (1001, "replaced")
    await second.send(register())
    assert await second.recv()


async def test_the_phones_end_reaches_the_switch_and_the_switchs_the_phone(house: House) -> None:
    phone = await house.socket(path(), subprotocol="sip")
    await until(lambda: house.switch.open == 1, "the switch has the socket")
    await phone.close()
    await until(lambda: house.switch.open == 0, "the switch has lost it")
    again = await house.socket(path(), subprotocol="sip")
    await house.switch.stop()
    with pytest.raises(ConnectionClosed):
        await again.recv()


async def test_a_switch_that_answers_no_close_is_not_waited_for(house: House) -> None:
    phone = await house.socket(path(), subprotocol="sip")
    await phone.send(register())
    await phone.recv()
    house.switch.fall_deaf()
    (line,) = house.switch.deaf
    await phone.close()
    await until(lambda: _left_by_the_other_side(line), "the gateway has let go of the switch", 4)


def _left_by_the_other_side(line: socket.socket) -> bool:
    close_wait = 8  # RFC 9293, as Linux numbers it.
    return line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == close_wait
