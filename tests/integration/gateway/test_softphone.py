"""A softphone registers with the real switch through the door: account, token, digest, contact."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Iterator

import pytest
from websockets.asyncio.client import ClientConnection

from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.contracts.softphone import agent_device, device_secret
from hollyhock.contracts.switch import DeviceState
from hollyhock.testing.asterisk import AsteriskServer, Listener

from .conftest import TOKEN, House
from .test_sip_door import path

DEVICE = agent_device(TOKEN, "s1")
SECRET = device_secret(TOKEN, DEVICE)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskServer]:
    server = AsteriskServer(tmp_path_factory.mktemp("switch"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
async def heard(server: AsteriskServer) -> AsyncIterator[Listener]:
    switch = AsteriskSwitch(server.settings, server.secrets, server.home)
    await switch.connect()
    listener = Listener(switch)
    await switch.provision(DEVICE, SECRET, "1001")
    yield listener
    await listener.close()
    await switch.close()


def md5(*parts: str) -> str:
    return hashlib.md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()


def answer_to(challenge: str, secret: str) -> str:
    """Return the Authorization header for a REGISTER (RFC 2617, qop=auth)."""
    values = dict(re.findall(r'(\w+)="?([^",\r\n]+)"?', challenge))
    keyed = md5(DEVICE, values["realm"], secret)
    response = md5(keyed, values["nonce"], "00000001", "c", "auth", md5("REGISTER", "sip:hollyhock"))
    return (
        f'Authorization: Digest username="{DEVICE}", realm="{values["realm"]}", nonce="{values["nonce"]}", '
        f'uri="sip:hollyhock", response="{response}", cnonce="c", nc=00000001, qop=auth, algorithm=MD5, '
        f'opaque="{values["opaque"]}"\r\n'
    )


def register(number: int, authorization: str = "") -> str:
    return (
        "REGISTER sip:hollyhock SIP/2.0\r\n"
        f"Via: SIP/2.0/WS phone.invalid;branch=z9hG4bK{number}\r\nMax-Forwards: 70\r\n"
        f"From: <sip:{DEVICE}@hollyhock>;tag=1\r\nTo: <sip:{DEVICE}@hollyhock>\r\n"
        f"Call-ID: c\r\nCSeq: {number} REGISTER\r\nContact: <sip:x7@phone.invalid;transport=ws>;expires=600\r\n"
        f"{authorization}Content-Length: 0\r\n\r\n"
    )


async def try_to_register(phone: ClientConnection, secret: str) -> str:
    await phone.send(register(1))
    challenge = str(await phone.recv())
    assert challenge.startswith("SIP/2.0 401")
    await phone.send(register(2, answer_to(challenge, secret)))
    return str(await phone.recv()).partition("\r\n")[0]


async def test_a_softphone_registers_through_the_door_and_is_gone_with_its_socket(
    house: House, server: AsteriskServer, heard: Listener
) -> None:
    await house.stop()
    await house.start(switch=f"ws://127.0.0.1:{server.settings.ports.ari}/ws")
    phone = await house.socket(path(DEVICE), subprotocol="sip")
    assert await try_to_register(phone, SECRET) == "SIP/2.0 200 OK"
    await heard.next(DeviceState, device=DEVICE, up=True)
    await phone.close()
    await heard.next(DeviceState, device=DEVICE, up=False)
    other = await house.socket(path(DEVICE), subprotocol="sip")
    assert (await try_to_register(other, "wrong")).startswith("SIP/2.0 401")
    assert not heard.all(DeviceState)
