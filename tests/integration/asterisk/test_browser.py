"""A browser's softphone: SIP over WebSocket (RFC 7118) and an account for WebRTC."""

from __future__ import annotations

import hashlib
import re

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.contracts.switch import DeviceState, LegEnded
from hollyhock.testing.asterisk import AsteriskServer, Listener

DEVICE = "abrowser23456777a"


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def register(number: int, proof: str = "") -> str:
    return (
        "REGISTER sip:hollyhock SIP/2.0\r\n"
        f"Via: SIP/2.0/WS browser.invalid;branch=z9hG4bK{number}\r\nMax-Forwards: 70\r\n"
        f"From: <sip:{DEVICE}@hollyhock>;tag=1\r\nTo: <sip:{DEVICE}@hollyhock>\r\n"
        f"Call-ID: browser\r\nCSeq: {number} REGISTER\r\n"
        f"Contact: <sip:{DEVICE}@browser.invalid;transport=ws>;expires=120\r\n{proof}Content-Length: 0\r\n\r\n"
    )


async def registered(socket: ClientConnection, secret: str) -> str:
    """Return the answer to a registration with digest authentication (RFC 2617, without qop)."""
    await socket.send(register(1))
    challenge = str(await socket.recv())
    found = re.search(r'realm="([^"]+)",nonce="([^"]+)",opaque="([^"]+)"', challenge)
    assert found
    realm, nonce, opaque = found.groups()
    assert realm == "hollyhock"
    first, second = md5(f"{DEVICE}:{realm}:{secret}"), md5("REGISTER:sip:hollyhock")
    answer = md5(f"{first}:{nonce}:00000001:c:auth:{second}")
    await socket.send(
        register(
            2,
            f'Authorization: Digest username="{DEVICE}", realm="{realm}", nonce="{nonce}", uri="sip:hollyhock", '
            f'response="{answer}", opaque="{opaque}", algorithm=MD5, qop=auth, nc=00000001, cnonce="c"\r\n',
        )
    )
    return str(await socket.recv())


async def test_a_browser_registers_is_offered_webrtc_and_gone_with_its_socket(server: AsteriskServer) -> None:
    switch = AsteriskSwitch(server.settings, server.secrets, server.home)
    heard = Listener(switch)
    await switch.connect()
    await switch.provision(DEVICE, "secret", "1001")
    url = f"ws://127.0.0.1:{server.settings.ports.ari}/ws"
    async with connect(url, subprotocols=[Subprotocol("sip")], proxy=None, close_timeout=0.1) as socket:
        assert " 401 " in await registered(socket, "a guess")
        assert " 200 " in await registered(socket, "secret")
        await heard.next(DeviceState, device=DEVICE, up=True)
        await switch.make_call("demo.main.ob", DEVICE, caller="138", auto_answer=True, ring_ms=9000)
        offer = str(await socket.recv())
        assert "X-Hollyhock-Leg: demo.main.ob" in offer
        assert "X-Hollyhock-Answer: auto" in offer
        for line in ("UDP/TLS/RTP/SAVPF", "a=fingerprint:SHA-256", "a=rtcp-mux", "a=candidate", "PCMA/8000"):
            assert line in offer, offer
        # One who never answers is kept ringing by nobody but us.
        await switch.clear("demo.main.ob")
        await heard.next(LegEnded, leg="demo.main.ob", cause="hang_up")
    await heard.next(DeviceState, device=DEVICE, up=False)
    await switch.deprovision(DEVICE)
    await heard.close()
    await switch.close()
