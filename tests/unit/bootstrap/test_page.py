"""The engine's page waits for its port, and one page tells both that the engine stands by and that it works."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx
import pytest

from hollyhock.bootstrap import page
from hollyhock.bootstrap.page import EnginePage
from hollyhock.testing.ports import free_port


@pytest.fixture
async def taken() -> AsyncIterator[socket.socket]:
    with socket.create_server(("127.0.0.1", free_port())) as other:
        yield other


async def role(port: int) -> str:
    async with httpx.AsyncClient(trust_env=False) as client:
        return str((await client.get(f"http://127.0.0.1:{port}/health")).json()["role"])


async def test_a_page_waits_for_its_port_and_is_the_same_when_the_engine_works(
    taken: socket.socket, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(page, "AGAIN_S", 0)
    port, mine = taken.getsockname()[1], EnginePage(taken.getsockname()[1])
    serving = mine.open()
    for _ in range(20):
        await asyncio.sleep(0)
    assert capsys.readouterr().out.count("health_port_taken") == 1
    taken.close()
    async with asyncio.timeout(5):
        while True:
            try:
                assert await role(port) == "standby"
                break
            except httpx.ConnectError:
                await asyncio.sleep(0)
    stood: list[bool] = []
    assert mine.works(lambda: stood.append(True)) is serving
    assert await role(port) == "working"
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.get(f"http://127.0.0.1:{port}/metrics")
    assert stood == [True]
    async with asyncio.timeout(5):
        await mine.close()
    assert serving.done()


async def test_a_page_that_still_waits_for_its_port_ends_at_once(taken: socket.socket) -> None:
    mine = EnginePage(taken.getsockname()[1])
    serving = mine.open()
    await asyncio.sleep(0)
    async with asyncio.timeout(0.5):
        await mine.close()
    assert serving.cancelled()
