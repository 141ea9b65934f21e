"""The loopback page of a process without a door of its own: is it well, and how much does it do?"""

from collections.abc import Callable, Sequence

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hollyhock.bootstrap.supervisor.spec import WORKING


def health_server(
    part: str,
    port: int,
    failing: Callable[[], Sequence[str]] = tuple,
    stand: Callable[[], None] = lambda: None,
    role: Callable[[], str] = lambda: WORKING,
) -> uvicorn.Server:
    """Return the server of ``/health`` and ``/metrics``; it also takes the signals to stop.

    ``failing`` names what is not well; ``/health`` answers 503 then. A process that hangs does not answer at all.
    ``stand`` brings gauges up to date before they are read.
    """

    async def health(_request: Request) -> Response:
        troubles = list(failing())
        said = {"part": part, "role": role(), "ok": not troubles, "failing": troubles}
        return JSONResponse(said, 503 if troubles else 200)

    async def metrics(_request: Request) -> Response:
        stand()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    app = Starlette(routes=[Route("/health", health), Route("/metrics", metrics)])
    return uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, access_log=False))
