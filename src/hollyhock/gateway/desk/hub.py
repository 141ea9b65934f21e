"""All desks of this gateway: who has which softphone, who displaces whom, who is present."""

import asyncio
from collections.abc import Iterator

import msgspec
import structlog

from hollyhock.contracts import subjects
from hollyhock.contracts.desk_socket import AlarmRaised, Displaced, Hello
from hollyhock.contracts.errors import Problem, Unavailable
from hollyhock.contracts.ports import Bus
from hollyhock.contracts.tickets import DeskTicket
from hollyhock.gateway.cards.replica import Change
from hollyhock.gateway.cards.sight import Sight
from hollyhock.gateway.desk.around import Around
from hollyhock.gateway.desk.session import POLICY, DeskSession, Ended
from hollyhock.gateway.errors import engine_away

_log = structlog.get_logger()
_OWN_LOG_IN_S = 0.5
"""The first cards wait so long for the log-in to be in them."""
_AGAIN_S = 0.5
"""A beat that nobody took is told again so soon: a few lost ones would send every agent away."""


class Hub:
    """Knows every desk session of this gateway."""

    def __init__(self, around: Around, bus: Bus) -> None:
        """Begin without sessions."""
        self.around = around
        self._bus = bus
        self._sessions: set[DeskSession] = set()
        self._alarms: dict[str, subjects.Alarm] = {}
        self._moved = asyncio.Event()
        self._beat = asyncio.Event()

    async def start(self) -> None:
        """Subscribe to alarms."""
        await self._bus.subscribe(subjects.alarm(self.around.config.scope), self._on_alarm)

    # --- log-in -------------------------------------------------------------------------------------------------------

    async def log_in(self, session: DeskSession, hello: Hello) -> Problem | None:
        """Log a desk's agent on and add the session; return the refusal if there is one."""
        ticket, cursor = session.ticket, 0
        if ticket.agent:
            problem, cursor = await self._log_in_agent(session, hello)
            if problem:
                return problem
        await self._reach(cursor)
        known = self.around.looks_with(ticket, Sight.of(ticket, floor=hello.floor))
        if hello.cursor is not None and known:
            session.view.resume(hello.cursor)
        self._sessions.add(session)
        self._give_way(session)
        self._beat.set()
        session.welcome()
        session.changed()
        for alarm in self._alarms.values() if session.leader else ():
            session.put(AlarmRaised(alarm=alarm))
        return None

    async def _log_in_agent(self, session: DeskSession, hello: Hello) -> tuple[Problem | None, int]:
        ticket = session.ticket
        if hello.softphone:
            device = await self.around.asking.provision(ticket)
            if device is None:
                return engine_away(), 0
            session.device = device
        elif self.around.session_of(ticket.agent) == ticket.session:
            # A second tab without softphone: the log-in stands, and the call in the other tab must not be moved.
            return None, 0
        fresh = hello.cursor is None and self.around.config.phones_in_pages
        return await self.around.asking.log_in(ticket, session.device, fresh=fresh)

    def leave(self, session: DeskSession) -> None:
        """Forget a session whose socket has closed."""
        self._sessions.discard(session)
        self._beat.set()

    def _give_way(self, newest: DeskSession) -> None:
        """End the agent's other log-ins; take the softphone from their other tabs of this one."""
        for other in self._of(newest.ticket):
            if other is newest:
                continue
            if other.ticket.session != newest.ticket.session:
                other.end(Ended(Displaced(), POLICY, "displaced"))
            elif newest.device and other.device:
                other.device = ""
                other.welcome()

    def _of(self, ticket: DeskTicket) -> Iterator[DeskSession]:
        return (one for one in list(self._sessions) if ticket.agent and one.ticket.agent == ticket.agent)

    # --- cards and alarms ---------------------------------------------------------------------------------------------

    def changed(self, change: Change) -> None:
        """Pass a step of the replica on to every desk."""
        for session in self._sessions:
            session.step(change)
        self._moved.set()
        self._moved = asyncio.Event()

    async def _reach(self, cursor: int) -> None:
        """Wait a moment until the replica has come to a cursor."""
        try:
            async with asyncio.timeout(_OWN_LOG_IN_S):
                while self.around.replica.cursor < cursor:
                    await self._moved.wait()
        except TimeoutError:
            _log.info("cards_behind", cursor=self.around.replica.cursor, wanted=cursor)

    async def _on_alarm(self, message: bytes) -> None:
        alarm = msgspec.json.decode(message, type=subjects.Alarm)
        if alarm.raised:
            self._alarms[alarm.code] = alarm
        else:
            self._alarms.pop(alarm.code, None)
        for session in self._sessions:
            if session.leader:
                session.put(AlarmRaised(alarm=alarm))

    # --- presence -----------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Tell the engine who is here: at each change and every few seconds, until cancelled."""
        while True:
            self._beat.clear()
            rest = self.around.config.beat_s if await self._tell_who_is_here() else _AGAIN_S
            try:
                async with asyncio.timeout(rest):
                    await self._beat.wait()
            except TimeoutError:
                continue

    async def _tell_who_is_here(self) -> bool:
        """Return whether the engine has heard it."""
        config = self.around.config
        present = {one.ticket.agent: one.ticket.session for one in self._sessions if one.ticket.agent}
        beat = subjects.PresenceBeat(gateway=config.name, sessions=present)
        try:
            await self._bus.request(subjects.presence(config.scope), msgspec.json.encode(beat), config.command_ms)
        except Unavailable:
            return False
        return True
