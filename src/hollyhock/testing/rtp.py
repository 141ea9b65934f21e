"""One side of a call's sound: sends tones and keys, hears and measures (RFC 3550, G.711 A-law, RFC 4733)."""

from __future__ import annotations

import array
import asyncio
import math
import struct
import wave
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import cast

RATE = 8000
_FRAME = 160
_FRAME_S = 0.02
_CLEAR = 0.8
"""Share of the energy that makes a tone, after A-law and a resampling."""
_ALAW, _KEYS = 8, 101
_KEY_CODES = "0123456789*#ABCD"
_SILENCE = bytes([0xD5]) * _FRAME


class RtpPeer(asyncio.DatagramProtocol):
    """Listens on a port of loopback; once ``to`` is called it sends a frame every 20 ms, silence unless told."""

    def __init__(self) -> None:
        """Use ``rtp_peer`` instead."""
        self.heard: list[int] = []
        """Samples heard so far."""
        self._out: asyncio.DatagramTransport | None = None
        self._far: tuple[str, int] | None = None
        self._tone = _SILENCE
        self._keys: list[bytes] = []
        self._sequence = 0
        self._closed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._out is not None
        return int(self._out.get_extra_info("sockname")[1])

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the socket."""
        self._out = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:  # noqa: ARG002
        """Hear a packet."""
        if data[1] & 0x7F == _ALAW:
            self.heard.extend(_FROM_ALAW[byte] for byte in data[12:])

    def to(self, port: int) -> None:
        """Send to this port of loopback from now on."""
        self._far = ("127.0.0.1", port)
        self._task = self._task or asyncio.create_task(self._send())

    def say(self, hertz: int) -> None:
        """Send a tone from now on, or silence for 0. Choose multiples of 50: they fit the frames."""
        step = 2 * math.pi * hertz / RATE
        self._tone = bytes(_to_alaw(int(8000 * math.sin(step * i))) for i in range(_FRAME)) if hertz else _SILENCE

    def press(self, keys: str) -> None:
        """Send keys as named events, 100 ms each (RFC 4733)."""
        for key in keys:
            code = _KEY_CODES.index(key)
            going = [struct.pack("!BBH", code, 10, 160 * i) for i in range(1, 6)]
            self._keys += [*going, *[struct.pack("!BBH", code, 0x8A, 800)] * 3, b""]

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Note that the socket is closed."""
        self._closed.set()

    def hears(self, hertz: int) -> bool:
        """Return whether the last fifth of a second is a tone of this frequency."""
        last = self.heard[-RATE // 5 :]
        return len(last) == RATE // 5 and strength(last, hertz) > _CLEAR

    async def close(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
        if self._out is not None:
            self._out.close()
            await self._closed.wait()

    async def _send(self) -> None:
        loop = asyncio.get_running_loop()
        due, key_began = loop.time(), 0
        while True:
            due += _FRAME_S
            await asyncio.sleep(max(0.0, due - loop.time()))
            self._sequence += 1
            now = self._sequence * _FRAME
            key = self._keys.pop(0) if self._keys else b""
            if key:
                first = key[2:] == struct.pack("!H", 160)
                key_began = now if first else key_began
                self._packet(_KEYS | (0x80 if first else 0), key_began, key)
            else:
                self._packet(_ALAW, now, self._tone)

    def _packet(self, kind: int, timestamp: int, payload: bytes) -> None:
        assert self._out is not None
        head = struct.pack("!BBHII", 0x80, kind, self._sequence & 0xFFFF, timestamp, 0x1234)
        self._out.sendto(head + payload, self._far)


async def rtp_peer() -> RtpPeer:
    """Return a peer on a free port."""
    _, peer = await asyncio.get_running_loop().create_datagram_endpoint(RtpPeer, local_addr=("127.0.0.1", 0))
    return peer


def make_tone(path: Path, hertz: int, seconds: float) -> str:
    """Write a tone beside ``path`` as .wav and return its name for ``Switch.play``."""
    step = 2 * math.pi * hertz / RATE
    samples = array.array("h", (int(8000 * math.sin(step * i)) for i in range(int(RATE * seconds))))
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(f"{path}.wav", "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(samples.tobytes())
    return f"sound:{path}"


def strength(samples: Sequence[int], hertz: int) -> float:
    """Return the share of the samples' energy that is at a frequency, 0 to 1 (Goertzel's way)."""
    energy = sum(sample * sample for sample in samples)
    if not energy:
        return 0.0
    turn = 2 * math.cos(2 * math.pi * hertz / RATE)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + turn * last - before
    power = before * before + last * last - turn * before * last
    return 2 * power / (len(samples) * energy)


def _from_alaw(byte: int) -> int:
    """ITU-T G.711, table 1: sign, three bits of segment, four of step."""
    byte ^= 0x55
    segment, step = (byte >> 4) & 7, byte & 15
    size = (step << 4) + 8 if segment == 0 else ((step << 4) + 0x108) << (segment - 1)
    return size if byte & 0x80 else -size


_FROM_ALAW = [_from_alaw(byte) for byte in range(256)]
_BY_SIZE = sorted(range(256), key=_FROM_ALAW.__getitem__)
_BETWEEN = [(_FROM_ALAW[low] + _FROM_ALAW[high]) / 2 for low, high in pairwise(_BY_SIZE)]


def _to_alaw(sample: int) -> int:
    return _BY_SIZE[bisect_left(_BETWEEN, sample)]
