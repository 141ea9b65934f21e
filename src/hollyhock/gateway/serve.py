"""Runs the application on uvicorn and uvloop."""

import asyncio
import socket as sockets
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from hollyhock.gateway.sip.door import LARGEST_FRAME

_ABORT_S = 15.0


class DoorProtocol(WebSocketsSansIOProtocol):
    """The server's WebSocket, which can also be closed while the other side reads nothing.

    Otherwise a close would wait for room in the very buffer that is full. A peer that never reads is cut off.
    """

    async def send(self, message: Any) -> None:
        """Send one ASGI message; a close does not wait."""
        if message["type"] == "websocket.close" and self.handshake_complete:
            self.writable.set()
            asyncio.get_running_loop().call_later(_ABORT_S, self.transport.abort)
        await super().send(message)


def server(app: ASGIApp, *, host: str, port: int, cert: str = "", key: str = "") -> uvicorn.Server:
    """Return a server that has not been started; TLS when ``cert`` is set."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop",
        ws=DoorProtocol,
        ws_max_size=2 * LARGEST_FRAME,
        ws_per_message_deflate=False,
        # Addresses of our own log; the server's would show tokens.
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        # We are the front door: nobody stands before us to be believed.
        proxy_headers=False,
        timeout_graceful_shutdown=3,
        ssl_certfile=cert or None,
        ssl_keyfile=key or None,
        lifespan="on",
    )
    return uvicorn.Server(config)


def listen(host: str, port: int) -> sockets.socket:
    """Return a bound socket; ``port`` 0 takes a free one."""
    bound = sockets.socket(sockets.AF_INET, sockets.SOCK_STREAM)
    bound.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
    bound.bind((host, port))
    return bound
