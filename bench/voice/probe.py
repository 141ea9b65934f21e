"""A caller who calls one at a time and notes when: offer latency is from this INVITE to the agent's."""

import asyncio
import secrets
import time
from typing import Any

from bench.voice.sip import SDP, Message, address, branch, description, parse, respond, write


class Probe(asyncio.DatagramProtocol):
    """One caller on one UDP port."""

    def __init__(self, user: str, sound_port: int) -> None:
        """Call as ``user``."""
        self._user, self._sdp = user, description(sound_port)
        self._transport: asyncio.DatagramTransport
        self._switch: tuple[str, int]
        self._here = ""
        self._over = asyncio.Event()

    async def open(self, switch: tuple[str, int]) -> None:
        """Take a free port."""
        self._switch = switch
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))

    def close(self) -> None:
        """Give the port back."""
        self._transport.close()

    def connection_made(self, transport: Any) -> None:
        """Note the port."""
        self._transport = transport
        self._here = f"127.0.0.1:{transport.get_extra_info('sockname')[1]}"

    def call(self, number: str) -> float:
        """Send an INVITE and return the moment just before."""
        self._over.clear()
        headers = [
            ("Via", f"SIP/2.0/UDP {self._here};branch={branch()}"),
            ("Max-Forwards", "70"),
            ("From", f"<sip:{self._user}@bench>;tag={secrets.token_hex(6)}"),
            ("To", f"<sip:{number}@bench>"),
            ("Call-ID", secrets.token_hex(12)),
            ("CSeq", "1 INVITE"),
            ("Contact", f"<sip:{self._user}@{self._here}>"),
            *SDP,
        ]
        datagram = write(f"INVITE sip:{number}@bench SIP/2.0", headers, self._sdp)
        began = time.perf_counter()
        self._transport.sendto(datagram, self._switch)
        return began

    async def over(self, seconds: float) -> None:
        """Return once the call has ended; raise ``TimeoutError`` otherwise."""
        async with asyncio.timeout(seconds):
            await self._over.wait()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Acknowledge the answer, confirm the end."""
        if not data.strip():
            return
        message = parse(data)
        if message.method:
            self._transport.sendto(respond(message, "200 OK", "x", []), addr)
            if message.method == "BYE":
                self._over.set()
        elif message.status >= 200 and message.one("cseq").endswith("INVITE"):
            self._ack(message)

    def _ack(self, answer: Message) -> None:
        target = address(answer.one("contact")) if answer.status == 200 else "sip:bench"
        headers = [
            ("Via", f"SIP/2.0/UDP {self._here};branch={branch()}"),
            ("Max-Forwards", "70"),
            ("From", answer.one("from")),
            ("To", answer.one("to")),
            ("Call-ID", answer.one("call-id")),
            ("CSeq", "1 ACK"),
        ]
        self._transport.sendto(write(f"ACK {target} SIP/2.0", headers), self._switch)
        if answer.status != 200:
            self._over.set()
