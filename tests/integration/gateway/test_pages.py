"""Pages: served, forwarded, and what they carry."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from hollyhock.gateway.serve import listen
from hollyhock.testing.wait import until

from .conftest import House


@pytest.fixture
async def page(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{house.port}", trust_env=False) as client:
        yield client


def build_desk(folder: Path) -> None:
    dist = folder / "desk" / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<title>desk</title>")
    (dist / "assets" / "app-1a2b.js").write_text("1")
    (folder / "widget" / "dist").mkdir(parents=True)
    (folder / "widget" / "dist" / "hollyhock.js").write_text("2")


async def test_the_desk_is_one_page_for_all_its_paths(house: House, page: httpx.AsyncClient) -> None:
    build_desk(house.frontend)
    for path in ("/desk/", "/desk/floor", "/desk/interactions/demo.main.i123"):
        answer = await page.get(path)
        assert (answer.status_code, answer.text) == (200, "<title>desk</title>"), path
        assert answer.headers["cache-control"] == "no-cache"
    script = await page.get("/desk/assets/app-1a2b.js")
    assert "immutable" in script.headers["cache-control"]
    assert (await page.get("/desk/assets/missing.js")).status_code == 404
    for outside in ("/desk/../../secrets.toml", "/desk/%2e%2e/%2e%2e/secrets.toml"):
        assert "token" not in (await page.get(outside)).text
    assert (await page.get("/")).headers["location"] == "/desk/"


async def test_pages_that_are_not_built_say_so(page: httpx.AsyncClient) -> None:
    answer = await page.get("/desk/")
    assert answer.status_code == 503
    assert "./hollyhock up" in answer.text


async def test_pages_carry_their_protection(house: House, page: httpx.AsyncClient) -> None:
    build_desk(house.frontend)
    headers = (await page.get("/desk/")).headers
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers
    snippet = await page.get("/widget/hollyhock.js")
    assert snippet.headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/api/session", "/office/"])
async def test_web_that_is_away_is_said_in_both_languages(page: httpx.AsyncClient, path: str) -> None:
    answer = await page.get(path)
    assert answer.status_code == 502
    assert "后台服务" in answer.text
    assert "back office does not answer" in answer.text


async def _echo(request: Request) -> Response:
    body = await request.body()
    answer = JSONResponse(
        {
            "method": request.method,
            "path": request.scope["raw_path"].decode(),
            "query": request.scope["query_string"].decode(),
            "headers": dict(request.headers),
            "length": len(body),
        },
        status_code=201,
    )
    answer.headers.append("set-cookie", "a=1")
    answer.headers.append("set-cookie", "b=2")
    return answer


async def _slow(_request: Request) -> Response:
    async def parts() -> AsyncIterator[bytes]:
        yield b"first"
        await SLOW.wait()
        yield b"second"

    return StreamingResponse(parts())


SLOW = asyncio.Event()


@pytest.fixture
async def web(house: House) -> AsyncIterator[None]:
    bound = listen("127.0.0.1", 0)
    app = Starlette(
        routes=[Route("/api/slow", _slow), Route("/{rest:path}", _echo, methods=["GET", "POST", "PATCH", "DELETE"])]
    )
    running = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    task = asyncio.create_task(running.serve(sockets=[bound]))
    await until(lambda: running.started, "web listens")
    await house.stop()
    await house.start(web=f"http://127.0.0.1:{bound.getsockname()[1]}")
    yield
    running.should_exit = True
    await task


@pytest.mark.usefixtures("web")
async def test_webs_paths_are_forwarded_whole(house: House, page: httpx.AsyncClient) -> None:
    answer = await page.post(
        "/api/customers/%E7%8E%8B?q=a%20b&q=c",
        content=b"x" * 300_000,
        headers={"x-forwarded-for": "6.6.6.6", "x-forwarded-proto": "https", "cookie": "s=1", "x-csrftoken": "t"},
    )
    seen = answer.json()
    assert answer.status_code == 201
    assert (seen["method"], seen["path"], seen["query"]) == ("POST", "/api/customers/%E7%8E%8B", "q=a%20b&q=c")
    assert seen["length"] == 300_000
    assert seen["headers"]["host"] == f"127.0.0.1:{house.port}"
    assert seen["headers"]["x-forwarded-for"] == "127.0.0.1"
    assert seen["headers"]["x-forwarded-proto"] == "http"
    assert (seen["headers"]["cookie"], seen["headers"]["x-csrftoken"]) == ("s=1", "t")
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert "content-security-policy" not in answer.headers
    assert (await page.delete("/office/x/")).json()["method"] == "DELETE"


@pytest.mark.usefixtures("web")
async def test_one_persons_cookies_never_reach_another(house: House, page: httpx.AsyncClient) -> None:
    await page.get("/api/session", headers={"cookie": "sessionid=mine"})
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{house.port}", trust_env=False) as stranger:
        seen = (await stranger.get("/api/session")).json()
    assert "cookie" not in seen["headers"]


@pytest.mark.usefixtures("web")
async def test_answers_stream(page: httpx.AsyncClient) -> None:
    SLOW.clear()
    async with page.stream("GET", "/api/slow") as answer:
        parts = answer.aiter_raw()
        assert await anext(parts) == b"first"
        SLOW.set()
        assert await anext(parts) == b"second"


async def test_health_and_metrics(house: House, page: httpx.AsyncClient) -> None:
    await until(lambda: house.engine.cursor > 0, "the engine is there")
    await house.engine.put()
    health = (await page.get("/health")).json()
    assert health["ok"]
    assert health["engine"]
    text = (await page.get("/metrics")).text
    assert "hollyhock_gateway_refused_total{code=" not in text
    assert "hollyhock_gateway_command_seconds" in text
