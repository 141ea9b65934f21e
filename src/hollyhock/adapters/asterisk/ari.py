"""REST and events over one WebSocket: requests are pipelined by id, events go to a callback."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec
import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from hollyhock.adapters.asterisk.gate import Gate, open_gate
from hollyhock.adapters.asterisk.wire import WANTED, AnyMessage, AriEvent, RestRequest, RestResponse
from hollyhock.contracts.errors import Unavailable

T = TypeVar("T")
Body = Mapping[str, object]

ANSWER_S = 5.0
"""Patience with one request."""

_log = structlog.get_logger(__name__)
_decode = msgspec.json.Decoder(AnyMessage).decode
_encode = msgspec.json.Encoder().encode


class Answer(msgspec.Struct, frozen=True):
    """Status and body of a REST answer."""

    status: int
    body: str = ""

    @property
    def ok(self) -> bool:
        """Whether the switch did it."""
        return self.status < 300

    @property
    def settled(self) -> bool:
        """Whether it is done or needs no doing any more.

        What exists or has ended (409), is gone (404; 400 when the body names it), or is in a state that does not fit
        (412, 422) counts as done.
        """
        return self.ok or self.status in {400, 404, 409, 412, 422}

    def read(self, kind: type[T]) -> T:
        """Return the body as ``kind``; raise ``Unavailable`` unless the switch said yes."""
        if not self.ok:
            raise Unavailable(part="switch")
        return msgspec.json.decode(self.body, type=kind)


class Ari:
    """One open socket to the switch; made by ``open_ari``, dead once ``closed`` returns."""

    def __init__(self, socket: ClientConnection, on_event: Callable[[AriEvent], None], gate: Gate = open_gate) -> None:
        self._socket = socket
        self._gate = gate
        self._on_event = on_event
        self._numbers = itertools.count(1)
        self._waiting: dict[str, asyncio.Future[Answer]] = {}
        self._reader = asyncio.create_task(self._read(), name="ari-reader")

    async def closed(self) -> None:
        """Return when the socket is gone."""
        await asyncio.wait({self._reader})

    async def close(self) -> None:
        """Close the socket; waiting requests end with ``Unavailable``."""
        await self._socket.close()
        await self.closed()

    async def send(self, method: str, uri: str, body: Body | None = None) -> asyncio.Future[Answer]:
        """Send a request and return its answer to come; the switch serves them in the order sent."""
        await self._gate()
        number = str(next(self._numbers))
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        request = RestRequest(request_id=number, method=method, uri=uri)
        if body:
            request = msgspec.structs.replace(
                request, content_type="application/json", message_body=_encode(body).decode()
            )
        self._waiting[number] = answer
        answer.add_done_callback(lambda _: self._waiting.pop(number, None))
        if self._reader.done():
            answer.cancel()
            raise Unavailable(part="switch")
        try:
            await self._socket.send(_encode(request), text=True)
        except ConnectionClosed:
            answer.cancel()
            raise Unavailable(part="switch") from None
        return answer

    async def request(self, method: str, uri: str, body: Body | None = None) -> Answer:
        """Send a request and wait for its answer; raise ``Unavailable`` when none comes."""
        return await wait_for(await self.send(method, uri, body))

    async def _read(self) -> None:
        try:
            with contextlib.suppress(ConnectionClosed):
                while True:
                    self._take(await self._socket.recv(decode=False))
        finally:
            for answer in list(self._waiting.values()):
                if not answer.done():
                    answer.set_exception(Unavailable(part="switch"))
                    answer.exception()

    def _take(self, frame: bytes) -> None:
        try:
            message = _decode(frame)
        except msgspec.ValidationError:
            return  # An event that we did not ask for.
        if isinstance(message, RestResponse):
            answer = self._waiting.get(message.request_id)
            if answer and not answer.done():
                answer.set_result(Answer(message.status_code, message.message_body))
        else:
            self._on_event(message)


async def wait_for(answer: asyncio.Future[Answer]) -> Answer:
    """Return the answer to a request; raise ``Unavailable`` when none comes in time."""
    try:
        async with asyncio.timeout(ANSWER_S):
            return await answer
    except TimeoutError:
        raise Unavailable(part="switch") from None


async def open_ari(
    port: int, user: str, secret: str, app: str, on_event: Callable[[AriEvent], None], *, gate: Gate = open_gate
) -> Ari:
    """Open the application's socket on loopback and set the event filter; ``OSError`` or ``Unavailable`` when it fails.

    Opening takes the application over from any other client, so it passes ``gate`` as every request does.
    """
    await gate()
    token = base64.b64encode(f"{user}:{secret}".encode()).decode()
    socket = await connect(
        f"ws://127.0.0.1:{port}/ari/events?app={app}",
        additional_headers={"Authorization": f"Basic {token}"},
        compression=None,
        max_size=2**22,
        open_timeout=ANSWER_S,
        close_timeout=1,
        ping_interval=2,
        ping_timeout=4,
        proxy=None,
    )
    ari = Ari(socket, on_event, gate)
    allowed = {"allowed": [{"type": kind} for kind in WANTED]}
    (await ari.request("PUT", f"applications/{app}/eventFilter", allowed)).read(msgspec.Raw)
    return ari
