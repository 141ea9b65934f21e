"""The manager interface: what REST cannot do. One line protocol on loopback, actions answered by id."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Callable, Mapping

from hollyhock.adapters.asterisk.gate import Gate, open_gate
from hollyhock.contracts.errors import Unavailable

Message = dict[str, str]
"""One block of ``Key: value`` lines."""

ANSWER_S = 5.0
"""Patience with one action."""


class Ami:
    """One logged-in connection; made by ``open_ami``, dead once ``closed`` returns."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        on_event: Callable[[Message], None],
        gate: Gate = open_gate,
    ) -> None:
        self._gate = gate
        self._in = reader
        self._out = writer
        self._on_event = on_event
        self._numbers = itertools.count(1)
        self._waiting: dict[str, asyncio.Queue[Message | None]] = {}
        self._reader = asyncio.create_task(self._read(), name="ami-reader")

    async def closed(self) -> None:
        """Return when the connection is gone."""
        await asyncio.wait({self._reader})

    async def close(self) -> None:
        """Close the connection."""
        self._out.close()
        await self.closed()

    async def action(self, action: str, fields: Mapping[str, str]) -> Message:
        """Do one action and return its answer, whatever it says."""
        return (await self._ask(action, fields, ""))[0]

    async def listing(self, action: str, fields: Mapping[str, str], complete: str) -> list[Message]:
        """Do an action that answers with a list and return the list's items; none when the switch refuses."""
        return (await self._ask(action, fields, complete))[1:]

    async def _ask(self, action: str, fields: Mapping[str, str], complete: str) -> list[Message]:
        number = str(next(self._numbers))
        answers: asyncio.Queue[Message | None] = asyncio.Queue()
        self._waiting[number] = answers
        try:
            async with asyncio.timeout(ANSWER_S):
                await self._send({"Action": action, "ActionID": number, **fields})
                return await _collect(answers, complete)
        except (TimeoutError, OSError):
            raise Unavailable(part="switch") from None
        finally:
            del self._waiting[number]

    async def _send(self, fields: Mapping[str, str]) -> None:
        if self._reader.done():
            raise Unavailable(part="switch")
        if any("\r" in value or "\n" in value for value in fields.values()):
            raise ValueError("a line break in a field would begin a new one")
        await self._gate()
        self._out.write(("".join(f"{key}: {value}\r\n" for key, value in fields.items()) + "\r\n").encode())
        await self._out.drain()

    async def _read(self) -> None:
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                while True:
                    self._take(_parse(await self._in.readuntil(b"\r\n\r\n")))
        finally:
            self._out.close()
            for answers in self._waiting.values():
                answers.put_nowait(None)

    def _take(self, message: Message) -> None:
        waiting = self._waiting.get(message.get("ActionID", ""))
        if waiting is not None:
            waiting.put_nowait(message)
        elif "Event" in message:
            self._on_event(message)


async def open_ami(
    port: int, user: str, secret: str, on_event: Callable[[Message], None], *, gate: Gate = open_gate
) -> Ami:
    """Connect on loopback and log in; ``OSError`` or ``Unavailable`` when it fails."""
    await gate()
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    try:
        async with asyncio.timeout(ANSWER_S):
            await reader.readline()  # The banner.
    except TimeoutError:
        writer.close()
        raise Unavailable(part="switch") from None
    ami = Ami(reader, writer, on_event, gate)
    answer = await ami.action("Login", {"Username": user, "Secret": secret})
    if answer.get("Response") != "Success":
        await ami.close()
        raise Unavailable(part="switch")
    return ami


async def _collect(answers: asyncio.Queue[Message | None], complete: str) -> list[Message]:
    found: list[Message] = []
    while True:
        message = await answers.get()
        if message is None:
            raise Unavailable(part="switch")
        if complete and message.get("Event") == complete:
            return found
        found.append(message)
        if not complete or message.get("Response") == "Error":
            return found[:1]


def _parse(block: bytes) -> Message:
    pairs = (line.split(":", 1) for line in block.decode(errors="replace").split("\r\n") if ":" in line)
    return {key: value.strip() for key, value in pairs}
