"""The gateway's application: routes and the parts behind them, put together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from ipaddress import ip_address

import msgspec
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from hollyhock.contracts.ports import Bus, IdSource
from hollyhock.gateway.cards.feed import Feed
from hollyhock.gateway.cards.replica import Replica
from hollyhock.gateway.config import GatewayConfig
from hollyhock.gateway.desk.around import Around
from hollyhock.gateway.desk.asking import Asking
from hollyhock.gateway.desk.hub import Hub
from hollyhock.gateway.desk.socket import DeskDoor
from hollyhock.gateway.metrics import Metrics
from hollyhock.gateway.pages.forward import Forward
from hollyhock.gateway.pages.headers import SecurityHeaders
from hollyhock.gateway.pages.static import Pages
from hollyhock.gateway.sip.door import SipDoor
from hollyhock.gateway.tickets import Tickets
from hollyhock.gateway.visitor.call import VisitorCalls

_WEBS = ("api", "office", "static", "accounts")
"""What web answers."""
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def build(config: GatewayConfig, bus: Bus, ids: IdSource, now: Callable[[], int]) -> Starlette:
    """Return the application. ``bus`` is connected; ``now`` gives epoch milliseconds."""
    metrics, tickets, replica = Metrics(), Tickets(config.token, config.scope), Replica()
    asking = Asking(config, bus, ids, replica, metrics)
    around = Around(config=config, replica=replica, asking=asking, tickets=tickets, metrics=metrics, now=now)
    hub = Hub(around, bus)
    feed = Feed(bus, config.scope, replica, hub.changed)
    visitors = VisitorCalls(config, bus, ids, tickets=tickets, metrics=metrics, now=now)
    forward = Forward(config.web)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await feed.start()
        await hub.start()
        tasks = [asyncio.create_task(feed.run()), asyncio.create_task(hub.run())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await forward.close()

    async def health(_request: Request) -> Response:
        return _health(feed, replica)

    async def measured(request: Request) -> Response:
        return _measured(request, metrics)

    routes: list[BaseRoute] = [
        Route("/", RedirectResponse("/desk/")),
        Route("/health", health),
        Route("/metrics", measured),
        WebSocketRoute("/socket/desk", DeskDoor(hub).serve),
        WebSocketRoute("/sip", SipDoor(config, tickets, metrics, visitors.closed).serve),
        Route("/visitor/call", visitors.answer, methods=["POST", "OPTIONS"]),
        Mount("/desk", Pages(config.frontend / "desk" / "dist", single_page=True)),
        Mount("/widget", Pages(config.frontend / "widget" / "dist", foreign=True)),
        Mount("/demo", Pages(config.frontend / "demo")),
    ]
    routes += [Route(f"/{part}/{{rest:path}}", forward.answer, methods=_METHODS) for part in _WEBS]
    return Starlette(routes=routes, middleware=[Middleware(SecurityHeaders, left_to_web=_WEBS)], lifespan=lifespan)


class Health(msgspec.Struct, frozen=True):
    """What ``/health`` says; ``engine`` False means desks see cards that may be old."""

    ok: bool
    engine: bool
    cursor: int


def _health(feed: Feed, replica: Replica) -> Response:
    body = msgspec.json.encode(Health(ok=True, engine=feed.fresh, cursor=replica.cursor))
    return Response(body, media_type="application/json")


def _measured(request: Request, metrics: Metrics) -> Response:
    """Answer the metrics, to programs on this machine only: the door faces the network."""
    if request.client is None or not ip_address(request.client.host).is_loopback:
        return Response(status_code=404)
    return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
