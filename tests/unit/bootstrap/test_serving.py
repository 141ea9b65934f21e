"""An owner whose health page's port is taken works without a page until the port is free."""

from __future__ import annotations

import asyncio
import socket

import pytest
import uvicorn

from hollyhock.bootstrap import engine


class Page(uvicorn.Server):
    """A page that only notes that it was to be served."""

    def __init__(self) -> None:
        self.should_exit, self.served = False, asyncio.Event()

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        self.served.set()


async def test_a_page_waits_for_its_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PORT_AGAIN_S", 0)
    page = Page()
    with socket.socket() as standby:
        standby.bind(("127.0.0.1", 0))
        standby.listen()
        serving = asyncio.create_task(engine.serve_once_free(page, standby.getsockname()[1]))
        for _ in range(20):
            await asyncio.sleep(0)
        assert not page.served.is_set()
    await asyncio.wait_for(serving, 5)
    assert page.served.is_set()


async def test_a_page_that_is_to_end_is_not_served() -> None:
    page = Page()
    page.should_exit = True
    await engine.serve_once_free(page, 1)
    assert not page.served.is_set()
