"""A gateway on a free port with a fake engine behind it, and desks that speak real WebSocket."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

import jwt
import msgspec
import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from hollyhock.adapters.bus import MemoryBus
from hollyhock.adapters.clock import SystemClock
from hollyhock.adapters.ids import RandomIds
from hollyhock.contracts.desk_socket import AnyFromDesk, AnyToDesk, Cards, Hello, ToDesk
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.views import AnyCard
from hollyhock.gateway.app import build
from hollyhock.gateway.config import GatewayConfig
from hollyhock.gateway.serve import listen, server
from hollyhock.testing.fake_engine import FakeEngine
from hollyhock.testing.wait import until

TOKEN = "k" * 64
SCOPE = Scope("demo")
T = TypeVar("T", bound=ToDesk)


def ticket(agent: str = "1001", session: str = "s1", *, token: str = TOKEN, **changed: object) -> str:
    claims: dict[str, object] = {
        "aud": "desk",
        "tenant": "demo",
        "domain": "main",
        "person": 1,
        "agent": agent,
        "roles": ["agent"],
        "teams": [],
        "session": session,
        "exp": int(time.time()) + 600,
    }
    return jwt.encode({**claims, **changed}, token, algorithm="HS256")


def leader(*teams: str, session: str = "boss") -> str:
    return ticket("", session, roles=["shift_leader"], teams=list(teams))


class Desk:
    """A desk's page: keeps its cards as the contract says."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.cards: dict[str, AnyCard] = {}
        self.cursor: int | None = None
        self.fresh = 0

    async def send(self, frame: AnyFromDesk) -> None:
        await self.socket.send(msgspec.json.encode(frame).decode())

    async def next(self, kind: type[T]) -> T:
        """Return the next frame of a kind, taking in the cards on the way."""
        async with asyncio.timeout(10):
            while True:
                frame = msgspec.json.decode(await self.socket.recv(), type=AnyToDesk)
                if isinstance(frame, Cards):
                    self._take(frame)
                if isinstance(frame, kind):
                    return frame

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            await self.next(Cards)

    async def closed(self) -> tuple[int, str]:
        """Return the close code and its reason."""
        async with asyncio.timeout(20):
            try:
                while True:
                    await self.socket.recv()
            except ConnectionClosed:
                return self.socket.close_code or 0, self.socket.close_reason or ""

    def _take(self, frame: Cards) -> None:
        if frame.fresh:
            self.cards = {}
            self.fresh += 1
        else:
            assert frame.previous == self.cursor
        self.cards.update({card.key: card for card in frame.put})
        for key in frame.drop:
            self.cards.pop(key, None)
        self.cursor = frame.cursor


class FakeSwitch:
    """A WebSocket that takes SIP and answers each message with its first line."""

    def __init__(self) -> None:
        self.heard: list[str | bytes] = []
        self.open = 0
        self.port = 0
        self.deaf: list[socket.socket] = []
        """The sockets that ``fall_deaf`` has touched."""
        self._connections: set[ServerConnection] = set()
        self._server: Server | None = None

    async def start(self) -> None:
        self._server = await serve(self._serve, "127.0.0.1", 0, subprotocols=[Subprotocol("sip")])
        self.port = int(next(iter(self._server.sockets)).getsockname()[1])

    async def stop(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    def fall_deaf(self) -> None:
        """Read nothing more of the open sockets: a close is never answered, as by a switch with a call pending."""
        for connection in self._connections:
            connection.transport.pause_reading()
            self.deaf.append(connection.transport.get_extra_info("socket"))

    async def _serve(self, connection: ServerConnection) -> None:
        self.open += 1
        self._connections.add(connection)
        async for frame in connection:
            self.heard.append(frame)
            await connection.send(f"heard {len(frame)}")
        self._connections.discard(connection)
        self.open -= 1


class House:
    """One gateway, started and stopped; bus and engine stay."""

    def __init__(self, frontend: Path) -> None:
        self.bus = MemoryBus()
        self.engine = FakeEngine(self.bus, SCOPE)
        self.switch = FakeSwitch()
        self.frontend = frontend
        self.config: GatewayConfig
        self.port = 0
        self._server: asyncio.Task[None] | None = None
        self._uvicorn: uvicorn.Server | None = None
        self._desks: list[ClientConnection] = []

    async def start(self, **changed: object) -> None:
        clock = SystemClock()
        self.config = msgspec.structs.replace(
            GatewayConfig(
                name="g1",
                scope=SCOPE,
                token=TOKEN,
                switch=f"ws://127.0.0.1:{self.switch.port}/ws",
                web="http://127.0.0.1:9",
                frontend=self.frontend,
            ),
            **changed,
        )
        bound = listen("127.0.0.1", self.port)
        self.port = int(bound.getsockname()[1])
        app = build(self.config, self.bus, RandomIds(SCOPE, clock), clock.now)
        running = server(app, host="127.0.0.1", port=self.port)
        self._server = asyncio.create_task(running.serve(sockets=[bound]))
        await until(lambda: running.started, "the gateway listens")
        self._uvicorn = running

    async def stop(self) -> None:
        if self._uvicorn and self._server:
            self._uvicorn.should_exit = True
            await self._server

    async def socket(self, path: str, origin: str | None = None, subprotocol: str | None = None) -> ClientConnection:
        made = await connect(
            f"ws://127.0.0.1:{self.port}{path}",
            origin=Origin(origin) if origin else None,
            subprotocols=[Subprotocol(subprotocol)] if subprotocol else None,
            compression=None,
            proxy=None,
        )
        self._desks.append(made)
        return made

    async def desk(
        self, signed: str, *, cursor: int | None = None, floor: bool = False, softphone: bool = True
    ) -> Desk:
        made = Desk(await self.socket("/socket/desk"))
        await made.send(Hello(ticket=signed, cursor=cursor, floor=floor, softphone=softphone))
        return made

    async def close(self) -> None:
        for one in self._desks:
            await one.close()
        await self.stop()
        await self.switch.stop()
        await self.bus.close()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    made = House(tmp_path)
    await made.switch.start()
    await made.engine.start()
    await made.start()
    yield made
    await made.close()
