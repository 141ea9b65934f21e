"""Headers that every page of ours carries."""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'self'; script-src 'self'; "
    # Component libraries and charts set style attributes; scripts never stand in a page.
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; connect-src 'self'; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


class SecurityHeaders:
    """Adds the headers to every answer of the application inside, where it has not set its own."""

    def __init__(self, app: ASGIApp, left_to_web: Sequence[str]) -> None:
        """Wrap ``app``; below ``left_to_web`` the content policy is web's own (its back office needs another)."""
        self._app, self._webs = app, frozenset(left_to_web)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"].split("/")[1] not in self._webs:
                    headers.setdefault("content-security-policy", _POLICY)
                headers.setdefault("x-content-type-options", "nosniff")
                headers.setdefault("referrer-policy", "same-origin")
                headers.setdefault("permissions-policy", "microphone=(self), camera=(self), geolocation=()")
            await send(message)

        await self._app(scope, receive, with_headers)
