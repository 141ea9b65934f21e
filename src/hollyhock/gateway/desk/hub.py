"""All desks of this gateway: who has which softphone, who displaces whom, who is present."""

import asyncio
from collections.abc import Callable, Iterator

import msgspec
import structlog

from hollyhock.contracts import subjects
from hollyhock.contracts.desk_socket import AlarmRaised, Displaced, Hello
from hollyhock.contracts.errors import Problem
from hollyhock.contracts.ports import Bus
from hollyhock.contracts.tickets import DeskTicket
from hollyhock.contracts.views import AgentCard
from hollyhock.gateway.cards.replica import Change, Replica
from hollyhock.gateway.cards.sight import Sight
from hollyhock.gateway.config import GatewayConfig
from hollyhock.gateway.desk.asking import Asking
from hollyhock.gateway.desk.remembered import Remembered
from hollyhock.gateway.desk.session import POLICY, DeskSession, Ended
from hollyhock.gateway.errors import engine_away
from hollyhock.gateway.metrics import Metrics
from hollyhock.gateway.tickets import Tickets

_log = structlog.get_logger()
_OWN_LOG_IN_S = 0.5
"""The first cards wait so long for the log-in to be in them."""


class Hub:
    """Knows every desk session of this gateway."""

    def __init__(
        self,
        config: GatewayConfig,
        bus: Bus,
        replica: Replica,
        *,
        asking: Asking,
        tickets: Tickets,
        metrics: Metrics,
        now: Callable[[], int],
    ) -> None:
        """Begin without sessions; ``now`` gives epoch milliseconds."""
        self.config, self.replica, self.asking, self.tickets, self.metrics = config, replica, asking, tickets, metrics
        self.now = now
        self._bus = bus
        self._sessions: set[DeskSession] = set()
        self._alarms: dict[str, subjects.Alarm] = {}
        self._remembered = Remembered()
        self._moved = asyncio.Event()
        self._beat = asyncio.Event()

    async def start(self) -> None:
        """Subscribe to alarms."""
        await self._bus.subscribe(subjects.alarm(self.config.scope), self._on_alarm)

    # --- log-in -------------------------------------------------------------------------------------------------------

    async def log_in(self, session: DeskSession, hello: Hello) -> Problem | None:
        """Log a desk's agent on and add the session; return the refusal if there is one."""
        ticket, cursor = session.ticket, 0
        if ticket.agent:
            problem, cursor = await self._log_in_agent(session, hello)
            if problem:
                return problem
        await self._reach(cursor)
        known = self.looks_with(ticket, Sight.of(ticket, floor=hello.floor))
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
            device = await self.asking.provision(ticket)
            if device is None:
                return engine_away(), 0
            session.device = device
        elif self.session_of(ticket.agent) == ticket.session:
            # A second tab without softphone: the log-in stands, and the call in the other tab must not be moved.
            return None, 0
        return await self.asking.log_in(ticket, session.device, fresh=hello.cursor is None)

    def looks_with(self, ticket: DeskTicket, sight: Sight) -> bool:
        """Note the sight of a log-in; return whether it is known to have used no other."""
        return self._remembered.only(ticket.session, sight)

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

    def session_of(self, agent: str) -> str:
        """Return the desk session that the engine's card names for an agent, or nothing."""
        card = self.replica.cards.get(f"agent:{agent}") if agent else None
        return card.session if isinstance(card, AgentCard) else ""

    # --- cards and alarms ---------------------------------------------------------------------------------------------

    def changed(self, change: Change) -> None:
        """Pass a step of the replica on to every desk."""
        for session in self._sessions:
            session.view.mark(change)
            session.changed()
        self._moved.set()
        self._moved = asyncio.Event()

    async def _reach(self, cursor: int) -> None:
        """Wait a moment until the replica has come to a cursor."""
        try:
            async with asyncio.timeout(_OWN_LOG_IN_S):
                while self.replica.cursor < cursor:
                    await self._moved.wait()
        except TimeoutError:
            _log.info("cards_behind", cursor=self.replica.cursor, wanted=cursor)

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
            present = {one.ticket.agent: one.ticket.session for one in self._sessions if one.ticket.agent}
            beat = subjects.PresenceBeat(gateway=self.config.name, sessions=present)
            await self._bus.publish(subjects.presence(self.config.scope), msgspec.json.encode(beat))
            try:
                async with asyncio.timeout(self.config.beat_s):
                    await self._beat.wait()
            except TimeoutError:
                continue
