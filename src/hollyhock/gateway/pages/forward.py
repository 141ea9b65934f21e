"""Forwards to web (Django) what is web's, streaming in both directions."""

from collections.abc import AsyncIterator
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
import msgspec
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from hollyhock.gateway.errors import unavailable
from hollyhock.gateway.pages.words import WEB_AWAY

_log = structlog.get_logger()
_HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
"""RFC 9110 section 7.6.1."""
_OURS = frozenset({"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "forwarded"})
"""We are the front door: what a client says of itself is not passed on."""


class Forward:
    """One pool of connections to web."""

    def __init__(self, web: str) -> None:
        """Forward to ``web``, e.g. ``http://127.0.0.1:8081``."""
        self._client = httpx.AsyncClient(
            base_url=web,
            # The pool serves everybody: a cookie that it kept would log the next person in as the last one.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=httpx.Timeout(60.0, connect=2.0),
            limits=httpx.Limits(max_connections=200, max_keepalive_connections=20),
            trust_env=False,
            follow_redirects=False,
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def answer(self, request: Request) -> Response:
        """Forward one request; 502 in both languages when web is away."""
        path = request.scope["raw_path"].decode("latin-1")
        query = request.scope["query_string"].decode("latin-1")
        sent = self._client.build_request(
            request.method,
            httpx.URL(self._client.base_url, raw_path=(f"{path}?{query}" if query else path).encode("latin-1")),
            headers=_request_headers(request),
            content=request.stream() if _has_body(request) else None,
        )
        try:
            answer = await self._client.send(sent, stream=True)
        except ClientDisconnect:
            return Response(status_code=400)
        except httpx.HTTPError as error:
            _log.warning("web_away", error=type(error).__name__)
            return _away(request)
        response = StreamingResponse(_body(answer), answer.status_code)
        response.raw_headers = [
            (name.lower(), value) for name, value in answer.headers.raw if name.lower().decode() not in _HOP_BY_HOP
        ]
        return response


def _has_body(request: Request) -> bool:
    return "content-length" in request.headers or "transfer-encoding" in request.headers


def _request_headers(request: Request) -> list[tuple[bytes, bytes]]:
    named = {name.strip().lower() for name in request.headers.get("connection", "").split(",")}
    left_out = _HOP_BY_HOP | _OURS | named
    headers = [(name, value) for name, value in request.headers.raw if name.decode("latin-1") not in left_out]
    source = request.client.host if request.client else ""
    return [
        *headers,
        (b"x-forwarded-for", source.encode()),
        (b"x-forwarded-proto", request.url.scheme.encode()),
        (b"x-forwarded-host", request.headers.get("host", "").encode("latin-1")),
    ]


async def _body(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for part in answer.aiter_raw():
            yield part
    except httpx.HTTPError as error:
        # The headers are out: all that is left is to end short, which the client sees by the length.
        _log.warning("web_broke_off", error=type(error).__name__)
        raise
    finally:
        await answer.aclose()


def _away(request: Request) -> Response:
    if request.url.path.startswith("/api/"):
        problem = msgspec.structs.replace(unavailable("后台服务", "The back office"), status=502)
        return Response(msgspec.json.encode(problem), 502, media_type="application/json")
    return HTMLResponse(WEB_AWAY, 502)
