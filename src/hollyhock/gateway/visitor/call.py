"""``POST /visitor/call``: a softphone for one call from a web page."""

import os
import re
import time
from base64 import b32encode
from collections.abc import Callable
from typing import Annotated

import msgspec
import structlog
from starlette.requests import Request
from starlette.responses import Response

from hollyhock.contracts import subjects
from hollyhock.contracts.commands import Reply
from hollyhock.contracts.errors import Forbidden, HollyhockError, Invalid, Problem
from hollyhock.contracts.ports import Bus, IdSource
from hollyhock.contracts.softphone import device_secret
from hollyhock.gateway import origin
from hollyhock.gateway.config import GatewayConfig
from hollyhock.gateway.desk.session import REALM
from hollyhock.gateway.errors import ForeignOrigin, TooMany, bad_frame, engine_away
from hollyhock.gateway.limits import Sources
from hollyhock.gateway.metrics import Metrics
from hollyhock.gateway.tickets import Tickets

_log = structlog.get_logger()
_LARGEST_BODY = 16 * 1024
_MOST_VALUES, _LONGEST_VALUE = 20, 200
_NAME = re.compile(r"page[a-z0-9_]{0,36}")
"""What a page says of itself must not be taken for what the centre knows, e.g. ``tier`` or ``customer_number``."""
_CODE = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
VISITOR = "v"
"""How the names of visitors' softphones begin."""
_UNUSED_S = 120.0
"""A softphone without a socket for so long no longer counts as one; the engine has removed its account."""


class CallAsk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the page says."""

    entry_point: _CODE
    data: dict[str, str] = {}
    ticket: str = ""
    """A ``VisitorTicket`` of the signed-in customer."""


class CallAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the page needs to call."""

    device: str
    secret: str
    realm: str
    path: str
    target: str
    call: str
    """Id under which the gateway's log knows this."""


class VisitorCalls:
    """Makes visitors' softphones and has them removed when their socket closes."""

    def __init__(
        self,
        config: GatewayConfig,
        bus: Bus,
        ids: IdSource,
        *,
        tickets: Tickets,
        metrics: Metrics,
        now: Callable[[], int],
    ) -> None:
        """Begin without softphones; ``now`` gives epoch milliseconds."""
        self._config, self._bus, self._ids, self._tickets, self._metrics = config, bus, ids, tickets, metrics
        self._now = now
        self._sources = Sources(config.calls_per_minute)
        self._devices: dict[str, float] = {}

    async def answer(self, request: Request) -> Response:
        """Answer a ``CallAnswer`` or a ``Problem``."""
        try:
            if not origin.allowed(request.headers, self._config.origins):
                raise ForeignOrigin
            if request.method == "OPTIONS":
                return self._with_cors(Response(status_code=204), request)
            made = await self._make(request)
        except HollyhockError as error:
            made = error.problem()
        response = self._refuse(made) if isinstance(made, Problem) else _json(made, 200)
        return self._with_cors(response, request)

    async def closed(self, device: str) -> None:
        """Have a visitor's account removed: its socket has closed; also one that an earlier gateway had made."""
        if not device.startswith(VISITOR):
            return
        self._devices.pop(device, None)
        await self._provision(subjects.ProvisionDevice(device=device, secret=""))

    async def _make(self, request: Request) -> CallAnswer | Problem:
        source = request.client.host if request.client else ""
        if not self._sources.take(source, time.monotonic()) or not self._room():
            raise TooMany
        ask = await _read(request)
        _check_data(ask.data)
        personal: dict[str, str] = {}
        if ask.ticket:
            ticket = self._tickets.visitor(ask.ticket)
            said = {"customer_number": ticket.customer, "callback_number": ticket.number}
            personal = {name: value for name, value in said.items() if value}
        device = VISITOR + b32encode(os.urandom(10)).decode().lower()
        secret = device_secret(self._config.token, device)
        made = subjects.ProvisionDevice(
            device=device, secret=secret, entry_point=ask.entry_point, data=ask.data, personal=personal
        )
        if problem := await self._provision(made):
            return problem
        self._devices[device] = time.monotonic()
        call = self._ids.new("c")
        self._metrics.visitors.inc()
        _log.info("visitor_call", call=call, device=device, entry_point=ask.entry_point, known=bool(personal))
        return CallAnswer(
            device=device,
            secret=secret,
            realm=REALM,
            path=self._tickets.sip_path(device, self._now()),
            target=f"sip:{ask.entry_point}@{REALM}",
            call=call,
        )

    def _room(self) -> bool:
        if len(self._devices) >= self._config.visitors:
            oldest = time.monotonic() - _UNUSED_S
            self._devices = {name: since for name, since in self._devices.items() if since > oldest}
        return len(self._devices) < self._config.visitors

    async def _provision(self, ask: subjects.ProvisionDevice) -> Problem | None:
        subject = subjects.provision(self._config.scope)
        try:
            body = await self._bus.request(subject, msgspec.json.encode(ask), self._config.command_ms)
            return msgspec.json.decode(body, type=Reply).problem
        except (HollyhockError, msgspec.DecodeError):
            return engine_away()

    def _refuse(self, problem: Problem) -> Response:
        self._metrics.refused.labels("visitor", problem.code).inc()
        _log.warning("visitor_refused", code=problem.code)
        return _json(problem, problem.status)

    def _with_cors(self, response: Response, request: Request) -> Response:
        """Let configured origins' pages read the answer (Fetch standard, CORS protocol)."""
        response.headers["vary"] = "Origin"
        if (source := request.headers.get("origin")) in self._config.origins and source:
            response.headers["access-control-allow-origin"] = source
            response.headers["access-control-allow-methods"] = "POST"
            response.headers["access-control-allow-headers"] = "content-type"
        return response


async def _read(request: Request) -> CallAsk:
    # A simple cross-site form post cannot have this type, so it cannot start calls unseen.
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Forbidden
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST_BODY:
            raise bad_frame(f"> {_LARGEST_BODY} bytes")
    try:
        return msgspec.json.decode(body, type=CallAsk)
    except msgspec.MsgspecError as error:
        raise bad_frame(str(error)) from None


def _check_data(data: dict[str, str]) -> None:
    if len(data) > _MOST_VALUES:
        raise Invalid(
            field="data", field_name="data", remedy_zh=f"最多 {_MOST_VALUES} 项", remedy_en=f"at most {_MOST_VALUES}"
        )
    for name, value in data.items():
        if not _NAME.fullmatch(name):
            raise Invalid(
                field="data",
                field_name="data",
                remedy_zh="名称须以 page 开头，由小写字母、数字、下划线组成",
                remedy_en="names begin with page and are a-z 0-9 _",
            )
        if len(value) > _LONGEST_VALUE:
            raise Invalid(
                field=f"data.{name}",
                field_name=name,
                remedy_zh=f"最多 {_LONGEST_VALUE} 个字符",
                remedy_en=f"at most {_LONGEST_VALUE} characters",
            )


def _json(body: msgspec.Struct, status: int) -> Response:
    return Response(msgspec.json.encode(body), status, media_type="application/json")
