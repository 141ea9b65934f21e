"""The gateway as a process of its own on a real bus: killed without warning, started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect

from hollyhock.adapters.bus import NatsBus
from hollyhock.contracts.commands import LogIn
from hollyhock.contracts.desk_socket import Cards, Hello, Ping, Pong, Welcome
from hollyhock.testing.fake_engine import FakeEngine
from hollyhock.testing.nats import NatsServer
from hollyhock.testing.ports import free_port
from hollyhock.testing.wait import until

from .conftest import SCOPE, TOKEN, Desk, ticket


class Process:
    """The gateway's process in a home of its own."""

    def __init__(self, home: Path, nats: NatsServer) -> None:
        self.port = free_port()
        self._home = home
        bus = nats.url.rpartition(":")[2]
        (home / "hollyhock.toml").write_text(f"[ports]\ndoor = {self.port}\nbus = {bus}\n")
        secrets = {"django": "x", "token": TOKEN, "ari": "x", "ami": "x"}
        lines = [f'{name} = "{value}"' for name, value in secrets.items()]
        (home / "secrets.toml").write_text("\n".join([*lines, f"bus = '{nats.token}'"]))
        self.process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        with (self._home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hollyhock.bootstrap.gateway"],
                env={**os.environ, "HOLLYHOCK_HOME": str(self._home)},
                stderr=log,
            )
        await until(self._healthy, "the gateway has the engine's cards")

    def _healthy(self) -> bool:
        try:
            answer = httpx.get(f"http://127.0.0.1:{self.port}/health", trust_env=False, timeout=1)
        except httpx.TransportError:
            return False
        return bool(answer.json()["engine"])

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def log(self) -> str:
        return (self._home / "log").read_text()

    async def desk(self, cursor: int | None = None) -> Desk:
        desk = Desk(await connect(f"ws://127.0.0.1:{self.port}/socket/desk", compression=None, proxy=None))
        await desk.send(Hello(ticket=ticket(), cursor=cursor))
        return desk


@pytest.fixture
def process(tmp_path: Path, nats_server: NatsServer) -> Iterator[Process]:
    made = Process(tmp_path, nats_server)
    yield made
    made.kill()


async def test_a_killed_gateway_comes_back_with_the_same_softphone(process: Process, nats_server: NatsServer) -> None:
    bus = NatsBus(nats_server.url, nats_server.token)
    await bus.connect()
    engine = FakeEngine(bus, SCOPE)
    await engine.start()
    await process.start()
    desk = await process.desk()
    before = await desk.next(Welcome)
    await desk.next(Cards)
    process.kill()
    await desk.closed()
    await process.start()
    back = await process.desk(cursor=desk.cursor)
    after = await back.next(Welcome)
    assert before.softphone
    assert after.softphone
    assert (after.softphone.device, after.softphone.secret) == (before.softphone.device, before.softphone.secret)
    await back.next(Cards)
    assert back.cards == desk.cards
    assert [one.command.fresh for one in engine.envelopes if isinstance(one.command, LogIn)] == [True, False]
    await back.send(Ping(sent=1))
    await back.next(Pong)
    assert process.process
    process.process.send_signal(signal.SIGTERM)
    assert (await back.closed())[0] == 1012
    await until(lambda: process.process is not None and process.process.poll() is not None, "it has ended")
    log = process.log()
    assert '"event": "desk_opened"' in log
    assert TOKEN not in log
    assert before.softphone.secret not in log
    assert "Traceback" not in log
    await bus.close()
