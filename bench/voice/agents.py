"""The measuring agents: SIP phones that answer at once, talk for a while, hang up, and note the times."""

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import msgspec
from bench.voice.sip import SDP, Message, address, branch, description, parse, respond, write

from hollyhock.testing.wait import until

_RESEND_S = 0.5
_EXPIRES_S = 3600
_SHORTEST_S = 0.02


class Talk(msgspec.Struct):
    """One call at an agent."""

    device: str
    invite: Message
    answer: bytes
    tag: str
    up: bool = False
    over: bool = False


class Agents(asyncio.DatagramProtocol):
    """All agents on one UDP port; the device is the user part of the address that is called.

    ``offers`` holds the moment of each first INVITE, ``gaps`` the seconds from each BYE sent to the next INVITE at
    the same agent. Both peers are measured by this very code.
    """

    def __init__(self, devices: Sequence[str], sound_port: int) -> None:
        """Be these devices; what is heard goes to ``sound_port``."""
        self.devices = devices
        self.talk: Callable[[], float] = lambda: 0.0
        """Seconds that the next call will last."""
        self.offers: list[float] = []
        self.gaps: list[float] = []
        self.ended = 0
        self._sdp = description(sound_port)
        self._talks: dict[str, Talk] = {}
        self._freed: dict[str, float] = {}
        self._registered: set[str] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._transport: asyncio.DatagramTransport
        self._switch: tuple[str, int]
        self._contact = ""
        self._offered = asyncio.Event()

    async def open(self, switch: tuple[str, int]) -> None:
        """Listen on a free port."""
        self._switch = switch
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))

    def close(self) -> None:
        """Stop listening."""
        for timer in self._timers.values():
            timer.cancel()
        self._transport.close()

    def connection_made(self, transport: Any) -> None:
        """Note the port."""
        self._transport = transport
        self._contact = f"127.0.0.1:{transport.get_extra_info('sockname')[1]}"

    async def register(self) -> None:
        """Register every device; raise ``TimeoutError`` when the switch does not take them."""
        for device in self.devices:
            self._register(device)
        await until(lambda: self._registered.issuperset(self.devices), "the phones are registered")

    def begin(self, talk: Callable[[], float]) -> None:
        """Begin a phase: calls last as ``talk`` says, times are noted anew."""
        self.talk = talk
        self.offers, self.gaps, self.ended = [], [], 0
        self._freed.clear()

    def hurry(self) -> None:
        """End what goes on, and from now on each call right after its beginning."""
        self.talk = lambda: _SHORTEST_S
        for call, talk in self._talks.items():
            if talk.up and not talk.over:
                self._later(call, _SHORTEST_S, partial(self._bye, call))

    async def idle(self, seconds: float) -> None:
        """Return once no agent talks; raise ``TimeoutError`` otherwise."""
        await until(lambda: not self._talks, "all agents are idle", seconds)

    async def offered(self, seconds: float) -> float:
        """Wait for the next INVITE at any agent and return its moment."""
        self._offered.clear()
        async with asyncio.timeout(seconds):
            await self._offered.wait()
        return self.offers[-1]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Take a datagram; the time is read first of all."""
        now = time.perf_counter()
        if not data.strip():
            return
        message = parse(data)
        if not message.method:
            self._response(message)
        elif message.method == "INVITE":
            self._invite(message, now, addr)
        elif message.method == "ACK":
            self._ack(message)
        else:
            self._other(message, addr)

    # --- requests -----------------------------------------------------------------------------------------------------

    def _invite(self, invite: Message, now: float, addr: tuple[str, int]) -> None:
        call = invite.one("call-id")
        talk = self._talks.get(call)
        if talk is None:
            device = invite.uri.partition(":")[2].partition("@")[0]
            if (freed := self._freed.pop(device, None)) is not None:
                self.gaps.append(now - freed)
            self.offers.append(now)
            self._offered.set()
            tag = secrets.token_hex(6)
            extra = [("Contact", f"<sip:{device}@{self._contact}>"), *SDP]
            talk = Talk(device, invite, respond(invite, "200 OK", tag, extra, self._sdp), tag)
            self._talks[call] = talk
        self._transport.sendto(talk.answer, addr)

    def _ack(self, ack: Message) -> None:
        call = ack.one("call-id")
        talk = self._talks.get(call)
        if talk and not talk.up:
            talk.up = True
            self._later(call, self.talk(), partial(self._bye, call))

    def _other(self, request: Message, addr: tuple[str, int]) -> None:
        self._transport.sendto(respond(request, "200 OK", "x", []), addr)
        call = request.one("call-id")
        if request.method in {"BYE", "CANCEL"} and call in self._talks:
            self._forget(call)

    def _bye(self, call: str, sent: int = 0) -> None:
        talk = self._talks[call]
        if sent > 10:
            self._forget(call)
            return
        invite = talk.invite
        headers = [
            ("Via", f"SIP/2.0/UDP {self._contact};branch={branch()}"),
            ("Max-Forwards", "70"),
            ("From", f"{invite.one('to')};tag={talk.tag}"),
            ("To", invite.one("from")),
            ("Call-ID", call),
            ("CSeq", f"{sent + 1} BYE"),
        ]
        if not talk.over:
            talk.over = True
            self.ended += 1
            self._freed[talk.device] = time.perf_counter()
        self._transport.sendto(write(f"BYE {address(invite.one('contact'))} SIP/2.0", headers), self._switch)
        self._later(call, _RESEND_S, partial(self._bye, call, sent + 1))

    def _register(self, device: str) -> None:
        own = f"<sip:{device}@bench>"
        headers = [
            ("Via", f"SIP/2.0/UDP {self._contact};branch={branch()}"),
            ("Max-Forwards", "70"),
            ("From", f"{own};tag={secrets.token_hex(4)}"),
            ("To", own),
            ("Call-ID", f"register-{device}-{secrets.token_hex(4)}"),
            ("CSeq", "1 REGISTER"),
            ("Contact", f"<sip:{device}@{self._contact}>"),
            ("Expires", str(_EXPIRES_S)),
        ]
        self._transport.sendto(write("REGISTER sip:bench SIP/2.0", headers), self._switch)

    def _response(self, response: Message) -> None:
        method = response.one("cseq").split(" ")[1]
        if method == "REGISTER" and response.status == 200:
            self._registered.add(address(response.one("to")).partition(":")[2].partition("@")[0])
        elif method == "BYE" and response.status >= 200:
            self._forget(response.one("call-id"))

    def _later(self, call: str, seconds: float, work: Callable[[], None]) -> None:
        if timer := self._timers.pop(call, None):
            timer.cancel()
        self._timers[call] = asyncio.get_running_loop().call_later(seconds, work)

    def _forget(self, call: str) -> None:
        self._talks.pop(call, None)
        if timer := self._timers.pop(call, None):
            timer.cancel()
