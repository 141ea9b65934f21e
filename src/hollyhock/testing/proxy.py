"""A TCP proxy on loopback whose connections a test can cut, as a failing network would, and whose use it can watch."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress

_CONTROL = (0x88, 0x89, 0x8A)
"""How WebSocket's close, ping and pong begin (RFC 6455)."""
_CONTROL_HEAD = 6
"""Two bytes and the client's mask; what follows is at most 125 bytes, told by the second."""


class CuttableProxy:
    """Passes bytes both ways; ``cut`` breaks every connection, ``refuse`` also those to come."""

    def __init__(self, target: int) -> None:
        """Listen on a free port, told by ``port``, and lead to a port of loopback; call this in an event loop."""
        self._target = target
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.refuse = False
        self.sent = 0
        """Bytes that came from clients, without WebSocket's own signs of life."""
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(listening.getsockname()[1])
        self._serving = asyncio.create_task(asyncio.start_server(self._take, sock=listening))

    async def stop(self) -> None:
        """Stop listening and cut everything."""
        (await self._serving).close()
        self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Break every connection without a farewell."""
        for writer in list(self._open):
            writer.transport.abort()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuse:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, far_writer}
        for source, sink in ((reader, far_writer), (far_reader, writer)):
            task = asyncio.create_task(self._pass_on(source, sink, count=source is reader))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, count: bool) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while data := await source.read(65_536):
                if count:
                    self.sent += len(_meant(data))
                sink.write(data)
                await sink.drain()
        sink.transport.abort()
        self._open.discard(sink)


def _meant(data: bytes) -> bytes:
    """Return what a client sent but for the signs of life that stand before it."""
    while len(data) > 1 and data[0] in _CONTROL:
        data = data[_CONTROL_HEAD + (data[1] & 0x7F) :]
    return data
