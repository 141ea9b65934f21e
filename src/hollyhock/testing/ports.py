"""Ports for programs that tests start: two test processes never get the same one, whoever started them."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import socket
import tempfile
from functools import cache
from pathlib import Path

from hollyhock.contracts.settings import Ports

_FIRST, _BLOCK, _BLOCKS = 12_288, 1_024, 20
"""Below what the kernel gives to sockets without a wish (from 32768), above the usual ports of a centre."""
_RTP_PORTS, _RANGES = 120, 4
"""A leg takes two ports; the ranges are the first part of a block."""
_DATAGRAM, _STREAM = socket.SOCK_DGRAM, socket.SOCK_STREAM


class _Block:
    """The ports of one process, which it holds until it ends by a lock on a file."""

    def __init__(self) -> None:
        self._lock, number = _take_one()
        self._first = _FIRST + number * _BLOCK
        end = self._first + _BLOCK
        self._single = itertools.cycle(range(self._first + _RANGES * _RTP_PORTS, end))
        self._range = itertools.cycle(range(self._first, end)[: _RANGES * _RTP_PORTS : _RTP_PORTS])

    def port(self) -> int:
        """Return the next port that nobody has, neither for TCP nor for UDP."""
        return next(port for port in self._single if _free(port, _STREAM) and _free(port, _DATAGRAM))

    def rtp(self) -> int:
        """Return the first port of the next range."""
        return next(self._range)


def _take_one() -> tuple[int, int]:
    folder = Path(tempfile.gettempdir()) / f"hollyhock-ports-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    for number in range(_BLOCKS):
        lock = os.open(folder / str(number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock, number
        os.close(lock)
    raise BlockingIOError(f"{_BLOCKS} test processes run already")


def _free(port: int, kind: int) -> bool:
    with socket.socket(socket.AF_INET, kind) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@cache
def _block() -> _Block:
    return _Block()


def free_port() -> int:
    """Return a port of loopback that nobody has, and that this process does not hand out again soon."""
    return _block().port()


def free_ports() -> Ports:
    """Return free ports for everything of one centre; the switch passes over taken ones of its media range."""
    first = _block().rtp()
    single = {name: free_port() for name in Ports.__struct_fields__ if not name.startswith("rtp")}
    return Ports(**single, rtp_first=first, rtp_last=first + _RTP_PORTS - 1)
