"""One desk's socket from its ``Hello`` to its end."""

import asyncio
import time
from collections.abc import Coroutine

import msgspec
import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from hollyhock.contracts.desk_socket import (
    AnyFromDesk,
    Ask,
    AskPop,
    AskTakers,
    Displaced,
    Hello,
    Ping,
    Pong,
    Popped,
    Rejected,
    Renew,
    Softphone,
    Takers,
    ToDesk,
    Watch,
    Welcome,
)
from hollyhock.contracts.errors import HollyhockError, Invalid, Problem, Unauthenticated
from hollyhock.contracts.softphone import device_secret
from hollyhock.contracts.tickets import DeskTicket
from hollyhock.contracts.views import AgentCard, InteractionCard
from hollyhock.contracts.waiting import MOST_TAKERS, TakersAsk
from hollyhock.gateway.cards.replica import Change
from hollyhock.gateway.cards.sight import Sight, leads
from hollyhock.gateway.cards.view import View
from hollyhock.gateway.desk.around import Around
from hollyhock.gateway.desk.outbox import Outbox
from hollyhock.gateway.desk.rights import may_take
from hollyhock.gateway.desk.watching import Watching
from hollyhock.gateway.errors import TooMany, bad_frame
from hollyhock.gateway.limits import Bucket

_log = structlog.get_logger()
REALM = "hollyhock"
"""Host part of our softphones' SIP addresses; not a name to resolve."""
NORMAL, POLICY, TRY_AGAIN = 1000, 1008, 1013
_LAZY_S = 0.2
"""What does not concern one's own work is gathered for so long."""
_LOOK_AT_TICKET_S = 5.0
_STUCK_S = 5.0
"""A frame that the desk does not take for so long ends the socket."""
_MOST_ASKED = 64
_FRAME = msgspec.json.Decoder(AnyFromDesk)


class Ended(Exception):
    """The socket shall close: the last frame, the close code and its reason."""

    def __init__(self, frame: ToDesk | None, code: int, reason: str) -> None:
        """Keep what the desk is told."""
        self.frame, self.code, self.reason = frame, code, reason
        super().__init__(reason)


def rejected(problem: Problem) -> Ended:
    """Return the end of a socket whose ticket or frame is not accepted."""
    return Ended(Rejected(problem=problem), TRY_AGAIN if problem.retryable else POLICY, problem.code)


class DeskSession:
    """Reads and writes one desk's frames. Only the writer sends; everybody else puts frames into the outbox."""

    def __init__(self, around: Around, socket: WebSocket, ticket: DeskTicket, hello: Hello) -> None:
        """Begin for a ticket that was checked."""
        self.around, self.ticket = around, ticket
        self.device = ""
        """This tab's softphone; empty when it has none."""
        self.view = View(around.replica, Sight.of(ticket, floor=hello.floor))
        self._socket, self._floor = socket, hello.floor
        self._outbox = Outbox()
        self._watching = Watching(around.asking, around.replica, self.put)
        self._ending: Ended | None = None
        self._bucket = Bucket(per_second=20, burst=100)
        self._tasks: set[asyncio.Task[None]] = set()
        self._lazy: asyncio.TimerHandle | None = None
        self._confirmed = False

    # --- what others tell this session --------------------------------------------------------------------------------

    def put(self, frame: ToDesk) -> None:
        """Send a frame."""
        self._outbox.put(frame)

    def end(self, ended: Ended) -> None:
        """Send a last frame and close."""
        self._ending = self._ending or ended
        self._outbox.wake()

    def step(self, change: Change) -> None:
        """The replica has made a step: look whether something is to be sent."""
        self.view.mark(change)
        self._watching.mark(change)
        self.changed()

    def changed(self) -> None:
        """The view has been marked: look whether something is to be sent."""
        self._check_displaced()
        if self.view.urgent:
            self._outbox.wake()
        elif self.view.waiting and self._lazy is None:
            self._lazy = asyncio.get_running_loop().call_later(_LAZY_S, self._wake_lazily)

    def _wake_lazily(self) -> None:
        self._lazy = None
        self._outbox.wake()

    def welcome(self) -> None:
        """Tell the desk that the log-in stands, and whether the softphone is this tab's."""
        config, now = self.around.config, self.around.now()
        phone = None
        if self.device:
            phone = Softphone(
                device=self.device,
                secret=device_secret(config.token, self.device),
                realm=REALM,
                path=self.around.tickets.sip_path(self.device, now),
            )
        self.put(Welcome(agent=self.ticket.agent, now=now, softphone=phone))

    @property
    def leader(self) -> bool:
        """Return whether alarms concern this person."""
        return not {"shift_leader", "administrator"}.isdisjoint(self.ticket.roles)

    # --- running ------------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Read and write until one side ends it."""
        reader = asyncio.create_task(self._read())
        watcher = asyncio.create_task(self._watching.run())
        try:
            await self._write()
        except (WebSocketDisconnect, RuntimeError):
            # Gone while a frame was being sent; a RuntimeError is what the server says to a frame after the close.
            _log.debug("desk_gone", agent=self.ticket.agent)
        finally:
            if self._lazy:
                self._lazy.cancel()
            for task in (reader, watcher, *self._tasks):
                task.cancel()
            await asyncio.gather(reader, watcher, *self._tasks, return_exceptions=True)

    async def _write(self) -> None:
        while self._ending is None:
            await self._send_all()
            if self._outbox.overflown:
                self._slow()
            elif self._ending is None:
                await self._outbox.wait(_LOOK_AT_TICKET_S)
                self._check_ticket()
        await self._close(self._ending)

    async def _send_all(self) -> None:
        while (frame := self._outbox.take()) is not None:
            await self._send(frame)
        if self.view.waiting and (cards := self.view.flush(self.around.now())):
            await self._send(cards)

    async def _send(self, frame: ToDesk) -> None:
        try:
            async with asyncio.timeout(_STUCK_S):
                await self._socket.send_text(msgspec.json.encode(frame).decode())
            self.around.metrics.frames.labels("desk", "out").inc()
        except TimeoutError:
            self._slow()

    def _slow(self) -> None:
        self.around.metrics.closed_slow.inc()
        _log.warning("desk_slow", agent=self.ticket.agent)
        # At once: frames before this one would not get through either.
        self._ending = Ended(None, TRY_AGAIN, "slow")

    async def _close(self, ended: Ended) -> None:
        if ended.frame is not None:
            await self._send(ended.frame)
        await self._socket.close(ended.code, ended.reason)

    async def _read(self) -> None:
        try:
            while True:
                try:
                    async with asyncio.timeout(self.around.config.silent_s):
                        text = await self._socket.receive_text()
                except TimeoutError:
                    raise Ended(None, POLICY, "silent") from None
                self.around.metrics.frames.labels("desk", "in").inc()
                self._take(text)
        except Ended as ended:
            self.end(ended)
        except (WebSocketDisconnect, KeyError):
            # KeyError: a binary frame.
            self.end(Ended(None, NORMAL, ""))

    def _take(self, text: str) -> None:
        if not self._bucket.take(time.monotonic()):
            raise rejected(TooMany().problem())
        try:
            frame = _FRAME.decode(text)
        except msgspec.MsgspecError as error:
            raise rejected(bad_frame(str(error)).problem()) from None
        if isinstance(frame, Ping):
            self.put(Pong(sent=frame.sent, now=self.around.now()))
        elif isinstance(frame, Ask):
            self._start(self._answer(frame))
        elif isinstance(frame, AskPop):
            self._start(self._pop(frame.interaction))
        elif isinstance(frame, Watch):
            if may_take(self.ticket):
                self._watching.watch(frame)
        elif isinstance(frame, AskTakers):
            self._start(self._find_takers(frame))
        elif isinstance(frame, Renew):
            self._renew(frame.ticket)
        else:
            raise rejected(bad_frame("hello again").problem())

    def _start(self, work: Coroutine[None, None, None]) -> None:
        if len(self._tasks) >= _MOST_ASKED:
            work.close()
            raise rejected(TooMany().problem())
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- frames -------------------------------------------------------------------------------------------------------

    async def _answer(self, ask: Ask) -> None:
        self.put(await self.around.asking.command(self.ticket, ask))

    async def _pop(self, interaction: str) -> None:
        card = self.around.replica.cards.get(f"interaction:{interaction}")
        if not isinstance(card, InteractionCard) or not self._may_pop(card):
            self.put(Popped(interaction=interaction))
            return
        asked = asyncio.create_task(self.around.asking.pop(card))
        done, _ = await asyncio.wait({asked}, timeout=self.around.config.pop_ms / 1000)
        if not done:
            self.put(Popped(interaction=interaction, late=True))
        pop = await asked
        if pop is not None:
            self.put(Popped(interaction=interaction, pop=pop))
        elif done:
            self.put(Popped(interaction=interaction, late=True))

    async def _find_takers(self, ask: AskTakers) -> None:
        """Ask about the agents whom this leader sees and who are logged on; those who idle first."""
        word, cards = ask.find.strip().lower(), self.around.replica.cards.values()
        led = [one for one in cards if isinstance(one, AgentCard) and leads(self.ticket, one.team)]
        there = [one for one in led if one.state != "Null" and (word in one.name.lower() or word in one.agent.lower())]
        there.sort(key=lambda one: (one.state != "Ready", one.agent))
        agents = tuple(one.agent for one in there[:MOST_TAKERS])
        answer = await self.around.asking.takers(TakersAsk(interaction=ask.interaction, agents=agents))
        takers = answer.takers if answer else ()
        self.put(
            Takers(interaction=ask.interaction, find=ask.find, takers=takers, more=len(there) > len(agents)),
        )

    def _may_pop(self, card: InteractionCard) -> bool:
        team_of = self.around.replica.team_of
        return self.ticket.agent in card.eyes or any(leads(self.ticket, team_of(agent)) for agent in card.eyes)

    def _renew(self, ticket: str) -> None:
        try:
            renewed = self.around.tickets.desk(ticket)
        except HollyhockError as error:
            raise rejected(error.problem()) from None
        if (renewed.agent, renewed.session) != (self.ticket.agent, self.ticket.session):
            raise rejected(Unauthenticated().problem())
        self.ticket = renewed
        sight = Sight.of(renewed, floor=self._floor)
        self.around.looks_with(renewed, sight)
        self.view.look_with(sight)
        if not may_take(renewed):
            self._watching.watch(Watch())
        # With a new token for the softphone's socket, whose old one ends with the ticket.
        self.welcome()

    def _check_ticket(self) -> None:
        if self.ticket.exp * 1000 < self.around.now():
            self.end(rejected(Unauthenticated().problem()))

    def _check_displaced(self) -> None:
        """End when the engine's card says that another log-in has the agent, perhaps on another gateway."""
        session = self.around.session_of(self.ticket.agent)
        if session == self.ticket.session:
            self._confirmed = True
        elif session and self._confirmed:
            self.end(Ended(Displaced(), POLICY, "displaced"))


async def read_hello(socket: WebSocket, seconds: float) -> Hello:
    """Return the first frame; raise ``Ended`` when it is something else, or does not come."""
    try:
        async with asyncio.timeout(seconds):
            frame = _FRAME.decode(await socket.receive_text())
    except TimeoutError:
        raise Ended(None, POLICY, "silent") from None
    except (msgspec.MsgspecError, KeyError) as error:
        raise rejected(bad_frame(str(error)).problem()) from None
    if not isinstance(frame, Hello):
        raise rejected(
            Invalid(field_name="frame", remedy_zh="第一帧须为 hello", remedy_en="begin with hello").problem()
        )
    return frame
