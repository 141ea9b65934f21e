"""An engine that owns the domain no more sends nothing: not even the rest of what it had begun."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest
from websockets.asyncio.client import ClientConnection

from hollyhock.adapters.asterisk.ami import Ami
from hollyhock.adapters.asterisk.ari import Ari
from hollyhock.contracts.errors import JournalConflict


class Gate:
    """Open until a test shuts it."""

    def __init__(self) -> None:
        self.shut = False

    async def __call__(self) -> None:
        if self.shut:
            raise JournalConflict


class Line:
    """Both a writer and a socket: keeps what was sent and never hears anything."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.sent.append(data)

    async def drain(self) -> None:
        pass

    async def send(self, data: bytes, *, text: bool) -> None:
        self.sent.append(data)

    async def recv(self, *, decode: bool) -> bytes:
        nothing: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        return await nothing

    def close(self) -> None:
        pass


async def test_rest_requests_pass_the_gate() -> None:
    gate, line = Gate(), Line()
    ari = Ari(cast("ClientConnection", line), lambda _event: None, gate)
    await ari.send("GET", "channels")
    gate.shut = True
    with pytest.raises(JournalConflict):
        await ari.request("DELETE", "channels/one")
    assert len(line.sent) == 1


async def test_manager_actions_pass_the_gate() -> None:
    gate, line, heard = Gate(), Line(), asyncio.StreamReader()
    ami = Ami(heard, cast("asyncio.StreamWriter", line), lambda _message: None, gate)
    asked = asyncio.create_task(ami.action("Getvar", {"Variable": "x"}))
    while not line.sent:
        await asyncio.sleep(0)
    heard.feed_data(b"Response: Success\r\nActionID: 1\r\n\r\n")
    assert (await asked)["Response"] == "Success"
    gate.shut = True
    with pytest.raises(JournalConflict):
        await ami.action("MixMonitor", {"Channel": "one"})
    assert len(line.sent) == 1
    heard.feed_eof()
    await ami.closed()
