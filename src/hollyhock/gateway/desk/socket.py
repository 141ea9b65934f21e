"""The endpoint ``/socket/desk``."""

import msgspec
import structlog
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from hollyhock.contracts.errors import HollyhockError
from hollyhock.gateway import origin
from hollyhock.gateway.desk.hub import Hub
from hollyhock.gateway.desk.session import DeskSession, Ended, read_hello, rejected
from hollyhock.gateway.errors import ForeignOrigin, engine_away

_log = structlog.get_logger()
_HELLO_S = 10.0


class DeskDoor:
    """Lets desks in: origin, ``Hello``, ticket, log-in; then the session runs."""

    def __init__(self, hub: Hub) -> None:
        """Let desks into ``hub`` once it has cards to show."""
        self._hub, self._around = hub, hub.around

    async def serve(self, socket: WebSocket) -> None:
        """Serve one desk to its end."""
        if not origin.allowed(socket.headers, self._around.config.origins):
            self._refused(ForeignOrigin.code)
            await socket.send_denial_response(PlainTextResponse(ForeignOrigin.en, status_code=403))
            return
        await socket.accept()
        with self._around.metrics.sockets.labels("desk").track_inprogress():
            try:
                await self._run(socket)
            except Ended as ended:
                self._refused(ended.reason)
                await _say_end(socket, ended)
            except WebSocketDisconnect:
                _log.debug("desk_gone_early")

    async def _run(self, socket: WebSocket) -> None:
        hello = await read_hello(socket, _HELLO_S)
        try:
            ticket = self._around.tickets.desk(hello.ticket)
        except HollyhockError as error:
            raise rejected(error.problem()) from None
        if not self._around.replica.loaded:
            raise rejected(engine_away())
        session = DeskSession(self._around, socket, ticket, hello)
        try:
            if problem := await self._hub.log_in(session, hello):
                raise rejected(problem)
            _log.info(
                "desk_opened", agent=ticket.agent, resumed=hello.cursor is not None, softphone=bool(session.device)
            )
            await session.run()
        finally:
            self._hub.leave(session)
            _log.info("desk_closed", agent=ticket.agent)

    def _refused(self, code: str) -> None:
        self._around.metrics.refused.labels("desk", code).inc()
        _log.warning("desk_refused", code=code)


async def _say_end(socket: WebSocket, ended: Ended) -> None:
    if ended.frame is not None:
        await socket.send_text(msgspec.json.encode(ended.frame).decode())
    await socket.close(ended.code, ended.reason)
