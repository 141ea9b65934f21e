"""Keeps the two connections to the switch open, for ever, and says when they come and go."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import msgspec
import structlog
from websockets.exceptions import WebSocketException

from hollyhock.adapters.asterisk.ami import Ami, Message, open_ami
from hollyhock.adapters.asterisk.ari import Answer, Ari, Body, open_ari
from hollyhock.adapters.asterisk.config import APP
from hollyhock.adapters.asterisk.gate import Gate, open_gate
from hollyhock.adapters.asterisk.wire import AriEvent, AriInfo
from hollyhock.contracts.errors import JournalConflict, Unavailable
from hollyhock.contracts.settings import Ports, Secrets
from hollyhock.contracts.switch import AnySwitchEvent, Replaced, SwitchDown, SwitchUp

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 1.0
"""Between two tries to connect; doubled after each failure."""
CONNECT_S = 3.0
"""How long ``connect`` waits for a switch that is still starting before it goes on in the background."""

_log = structlog.get_logger(__name__)


class Link:
    """Both connections as one: they are up together or not at all."""

    def __init__(
        self, ports: Ports, secrets: Secrets, tell: Callable[[AnySwitchEvent], None], gate: Gate = open_gate
    ) -> None:
        self._gate = gate
        self._ports = ports
        self._secrets = secrets
        self._tell = tell
        self._on_event: Callable[[AriEvent], None] = _nobody
        self._on_message: Callable[[Message], None] = _nobody
        self._started = ""
        self._ari: Ari | None = None
        self._ami: Ami | None = None
        self._early: list[AriEvent] | None = []
        self._first = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    @property
    def ari(self) -> Ari:
        """The open socket; raise ``Unavailable`` while there is none."""
        if self._ari is None:
            raise Unavailable(part="switch")
        return self._ari

    @property
    def ami(self) -> Ami:
        """The open manager connection; raise ``Unavailable`` while there is none."""
        if self._ami is None:
            raise Unavailable(part="switch")
        return self._ami

    async def do(self, method: str, uri: str, body: Body | None = None) -> None:
        """Send a request whose answer tells nothing; raise ``Unavailable`` if the switch could not do it."""
        settle(await self.ari.request(method, uri, body))

    async def connect(self, on_event: Callable[[AriEvent], None], on_message: Callable[[Message], None]) -> None:
        """Begin to keep the connections; return once they are up, or after ``CONNECT_S``.

        ``on_event`` takes ARI's events, ``on_message`` the manager interface's; neither may wait for anything.
        """
        self._on_event, self._on_message = on_event, on_message
        self._keeper = asyncio.create_task(self._keep(), name="switch-link")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CONNECT_S):
                await self._first.wait()

    def abandon(self) -> None:
        """Keep the connections no longer and send nothing more, from this moment on."""
        self._ari = self._ami = None
        if self._keeper is not None:
            self._keeper.cancel()

    async def close(self) -> None:
        """Close both connections."""
        self.abandon()
        if self._keeper is not None:
            await asyncio.wait({self._keeper})

    async def _keep(self) -> None:
        pause = FIRST_PAUSE_S
        while True:
            try:
                ari, ami = await self._open()
            except (OSError, TimeoutError, WebSocketException, msgspec.MsgspecError, Unavailable) as error:
                if pause == FIRST_PAUSE_S:
                    _log.warning("switch_unreachable", why=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_S)
                continue
            except JournalConflict:
                self._tell(Replaced())
                return
            pause = FIRST_PAUSE_S
            try:
                await _either(ari, ami)
            finally:
                await self._shut(ari, ami)
            _log.warning("switch_lost")
            self._tell(SwitchDown())

    async def _open(self) -> tuple[Ari, Ami]:
        ami = await open_ami(self._ports.ami, APP, self._secrets.ami, self._on_message, gate=self._gate)
        try:
            self._early = []
            ari = await open_ari(self._ports.ari, APP, self._secrets.ari, APP, self._take, gate=self._gate)
            try:
                info = (await ari.request("GET", "asterisk/info")).read(AriInfo)
            except BaseException:
                await ari.close()
                raise
        except BaseException:
            await ami.close()
            raise
        self._up(ari, ami, info.status.startup_time)
        return ari, ami

    def _up(self, ari: Ari, ami: Ami, started: str) -> None:
        restarted = self._started not in {"", started}
        self._started, self._ari, self._ami = started, ari, ami
        _log.info("switch_up", restarted=restarted)
        self._tell(SwitchUp(restarted=restarted))
        early, self._early = self._early or [], None
        for event in early:
            self._on_event(event)
        self._first.set()

    def _take(self, event: AriEvent) -> None:
        """Hold back what comes before ``SwitchUp`` has been told."""
        if self._early is not None:
            self._early.append(event)
        else:
            self._on_event(event)

    async def _shut(self, ari: Ari, ami: Ami) -> None:
        self._ari = self._ami = None
        await ari.close()
        await ami.close()


def settle(answer: Answer) -> None:
    """Raise ``Unavailable`` unless what was asked is done or needs no doing any more."""
    if not answer.settled:
        _log.warning("switch_refused", status=answer.status)
        raise Unavailable(part="switch")


def _nobody(_: object) -> None:
    """Before ``connect``."""


async def _either(ari: Ari, ami: Ami) -> None:
    tasks = {asyncio.create_task(ari.closed()), asyncio.create_task(ami.closed())}
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
