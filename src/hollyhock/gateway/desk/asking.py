"""Questions from one desk to the bus: commands, pops, the log-in and the softphone's account."""

import asyncio
import time
from typing import TypeVar

import msgspec
import structlog

from hollyhock.contracts import subjects
from hollyhock.contracts.commands import Envelope, LogIn, Reply
from hollyhock.contracts.desk_socket import Answered, Ask
from hollyhock.contracts.errors import HollyhockError, Problem
from hollyhock.contracts.ports import Bus, IdSource
from hollyhock.contracts.softphone import agent_device, device_secret
from hollyhock.contracts.tickets import DeskTicket
from hollyhock.contracts.views import InteractionCard
from hollyhock.contracts.waiting import TakersAnswer, TakersAsk, WaitingAnswer, WaitingAsk
from hollyhock.gateway.cards.replica import Replica
from hollyhock.gateway.config import GatewayConfig
from hollyhock.gateway.desk.rights import actor
from hollyhock.gateway.errors import engine_away
from hollyhock.gateway.metrics import Metrics

A = TypeVar("A", bound=msgspec.Struct)
_log = structlog.get_logger()
_POP_TRY_MS, _POP_AGAIN_S = 3_000, 0.5
"""How long one question for a record may take, and the pause before the next."""


class Asking:
    """Asks the engine and the worker in the name of desks."""

    def __init__(self, config: GatewayConfig, bus: Bus, ids: IdSource, replica: Replica, metrics: Metrics) -> None:
        """Use one bus for all desks."""
        self._config, self._bus, self._ids, self._replica, self._metrics = config, bus, ids, replica, metrics

    async def command(self, ticket: DeskTicket, ask: Ask) -> Answered:
        """Forward a desk's command if the ticket allows it; every outcome is an answer."""
        began = time.monotonic()
        try:
            name = actor(ticket, ask, self._replica)
        except HollyhockError as refusal:
            _log.info("command_refused", agent=ticket.agent, code=refusal.code, type=type(ask.command).__name__)
            return Answered(id=ask.id, problem=refusal.problem())
        # The log-in's name before the desk's id: no desk can take another's id away.
        envelope = Envelope(id=f"{ticket.session}:{ask.id}", actor=name, command=ask.command, personal=ask.personal)
        problem, _cursor = await self._engine(subjects.commands(self._config.scope), envelope)
        outcome = problem.code if problem else "done"
        self._metrics.command_seconds.labels(outcome).observe(time.monotonic() - began)
        _log.info(
            "command",
            type=type(ask.command).__name__,
            actor=name,
            interaction=getattr(ask.command, "interaction", ""),
            outcome=outcome,
        )
        return Answered(id=ask.id, problem=problem)

    async def log_in(self, ticket: DeskTicket, device: str, *, fresh: bool) -> tuple[Problem | None, int]:
        """Log the agent on; return the refusal, or the cursor after it."""
        command = LogIn(agent=ticket.agent, session=ticket.session, device=device, fresh=fresh)
        envelope = Envelope(id=self._ids.new("c"), actor=f"agent:{ticket.agent}", command=command)
        return await self._engine(subjects.commands(self._config.scope), envelope)

    async def provision(self, ticket: DeskTicket) -> str | None:
        """Have the log-in's softphone account made; return the device, None when the engine is away.

        A refusal (the switch is down) is no reason to turn the agent away: the engine makes the accounts of all who are
        logged on when it is back.
        """
        device = agent_device(self._config.token, ticket.session)
        ask = subjects.ProvisionDevice(
            device=device, secret=device_secret(self._config.token, device), agent=ticket.agent
        )
        problem, _cursor = await self._engine(subjects.provision(self._config.scope), ask)
        if problem:
            _log.warning("softphone_not_made", agent=ticket.agent, code=problem.code)
        return None if problem == engine_away() else device

    async def pop(self, card: InteractionCard) -> subjects.PopAnswer | None:
        """Return the customer's record; None when it is not to be had, however long one waits."""
        ask = subjects.PopAsk(
            interaction=card.interaction,
            ani=card.personal.get("ani", ""),
            customer=card.personal.get("customer_number", ""),
        )
        deadline = time.monotonic() + self._config.late_pop_ms / 1000
        while (left := deadline - time.monotonic()) > 0:
            within_ms = min(_POP_TRY_MS, round(1000 * left) + 1)
            try:
                body = await self._bus.request(subjects.pop(self._config.scope), msgspec.json.encode(ask), within_ms)
                return msgspec.json.decode(body, type=subjects.PopAnswer)
            except msgspec.DecodeError:
                return None
            except HollyhockError:
                # The worker is away, perhaps for a moment only: the desk was told that the record follows.
                await asyncio.sleep(_POP_AGAIN_S)
        return None

    async def waiting(self, ask: WaitingAsk) -> WaitingAnswer | None:
        """Return who waits as the engine sees it now; None when the engine does not answer."""
        return await self._look(subjects.waiting(self._config.scope), ask, WaitingAnswer)

    async def takers(self, ask: TakersAsk) -> TakersAnswer | None:
        """Return who could take an interaction; None when the engine does not answer."""
        return await self._look(subjects.takers(self._config.scope), ask, TakersAnswer)

    async def _look(self, subject: str, ask: msgspec.Struct, answer: type[A]) -> A | None:
        try:
            body = await self._bus.request(subject, msgspec.json.encode(ask), self._config.command_ms)
            return msgspec.json.decode(body, type=answer)
        except (HollyhockError, msgspec.DecodeError):
            return None

    async def _engine(self, subject: str, message: msgspec.Struct) -> tuple[Problem | None, int]:
        try:
            body = await self._bus.request(subject, msgspec.json.encode(message), self._config.command_ms)
            reply = msgspec.json.decode(body, type=Reply)
        except (HollyhockError, msgspec.DecodeError):
            return engine_away(), 0
        return reply.problem, reply.cursor
