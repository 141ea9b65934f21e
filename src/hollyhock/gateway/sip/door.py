"""The endpoint ``/sip``: SIP over WebSocket between a softphone and the switch, frame for frame (RFC 7118)."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from hollyhock.contracts.errors import HollyhockError
from hollyhock.gateway import origin
from hollyhock.gateway.config import GatewayConfig
from hollyhock.gateway.errors import ForeignOrigin, TooMany, unavailable
from hollyhock.gateway.limits import Bucket
from hollyhock.gateway.metrics import Metrics
from hollyhock.gateway.sip.message import Foreign, check
from hollyhock.gateway.tickets import Tickets

_log = structlog.get_logger()
_SIP = Subprotocol("sip")
LARGEST_FRAME = 32 * 1024
"""A description of a session with all its network candidates takes a quarter of this."""
_OPEN_S = 3.0
_CLOSE_S = 1.0
"""The switch answers no close while a call of the socket is pending; it is not waited for longer."""
_POLICY, _GONE, _TOO_BIG = 1008, 1001, 1009


class SipDoor:
    """Lets in who has a token, binds the socket to the token's device, and carries frames."""

    def __init__(
        self, config: GatewayConfig, tickets: Tickets, metrics: Metrics, closed: Callable[[str], Awaitable[None]]
    ) -> None:
        """Tell ``closed`` of each device whose last socket has gone."""
        self._config, self._tickets, self._metrics, self._closed = config, tickets, metrics, closed
        self._sockets: dict[str, WebSocket] = {}

    async def serve(self, socket: WebSocket) -> None:
        """Serve one softphone to its end."""
        device = await self._admit(socket)
        if device is None:
            return
        try:
            switch = await connect(
                self._config.switch,
                subprotocols=[_SIP],
                max_size=4 * LARGEST_FRAME,
                open_timeout=_OPEN_S,
                close_timeout=_CLOSE_S,
                compression=None,
                proxy=None,
            )
        except (OSError, TimeoutError, InvalidHandshake):
            await self._deny(socket, "switch_away", unavailable("交换机", "The switch").en, 503)
            return
        async with switch:
            await self._carry(socket, switch, device)

    async def _admit(self, socket: WebSocket) -> str | None:
        """Return the device of a valid token, or refuse the socket."""
        if not origin.allowed(socket.headers, self._config.origins):
            await self._deny(socket, ForeignOrigin.code, ForeignOrigin.en, 403)
            return None
        if _SIP not in socket.scope.get("subprotocols", []):
            await self._deny(socket, "subprotocol", "The sub-protocol must be sip.", 400)
            return None
        try:
            return self._tickets.sip(socket.query_params.get("token", "")).device
        except HollyhockError as error:
            await self._deny(socket, error.code, error.en, error.status)
            return None

    async def _deny(self, socket: WebSocket, code: str, sentence: str, status: int) -> None:
        self._metrics.refused.labels("sip", code).inc()
        _log.warning("sip_refused", code=code)
        await socket.send_denial_response(PlainTextResponse(sentence, status_code=status))

    async def _carry(self, socket: WebSocket, switch: ClientConnection, device: str) -> None:
        await socket.accept(subprotocol=_SIP)
        older = self._sockets.get(device)
        self._sockets[device] = socket
        if older is not None:
            await _close(older, _GONE, "replaced")
        with self._metrics.sockets.labels("sip").track_inprogress():
            _log.info("sip_opened", device=device)
            ways = {
                asyncio.create_task(self._to_switch(socket, switch, device)),
                asyncio.create_task(self._to_phone(socket, switch)),
            }
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        await _close(socket, _GONE, "closed")
        if self._sockets.get(device) is socket:
            del self._sockets[device]
            await self._closed(device)
        _log.info("sip_closed", device=device)

    async def _to_switch(self, socket: WebSocket, switch: ClientConnection, device: str) -> None:
        bucket = Bucket(per_second=30, burst=120)
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            frame: str | bytes = message.get("text") or message.get("bytes") or ""
            raw = frame.encode() if isinstance(frame, str) else frame
            try:
                if len(raw) > LARGEST_FRAME:
                    await self._cut(socket, _TOO_BIG, "too_big")
                    return
                if not bucket.take(time.monotonic()):
                    await self._cut(socket, _POLICY, TooMany.code)
                    return
                check(raw, device)
                await switch.send(frame)
            except Foreign as error:
                await self._cut(socket, _POLICY, f"foreign: {error}")
                return
            except ConnectionClosed:
                return
            self._metrics.frames.labels("sip", "in").inc()

    async def _to_phone(self, socket: WebSocket, switch: ClientConnection) -> None:
        try:
            async for frame in switch:
                if isinstance(frame, str):
                    await socket.send_text(frame)
                else:
                    await socket.send_bytes(frame)
                self._metrics.frames.labels("sip", "out").inc()
        except (ConnectionClosed, WebSocketDisconnect, RuntimeError):
            return

    async def _cut(self, socket: WebSocket, code: int, reason: str) -> None:
        self._metrics.refused.labels("sip", reason).inc()
        _log.warning("sip_cut", reason=reason)
        await _close(socket, code, reason)


async def _close(socket: WebSocket, code: int, reason: str) -> None:
    try:
        await socket.close(code, reason)
    except (RuntimeError, WebSocketDisconnect):
        # It has closed by itself, or the other direction closed it.
        return
