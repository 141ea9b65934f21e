"""Imports what the standby extension took while no engine ran."""

from __future__ import annotations

import asyncio

import structlog

from hollyhock.adapters.asterisk.standby import StandbyMessage, StandbyMessages
from hollyhock.contracts.commands import Envelope, VoicemailImported
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.ports import Clock
from hollyhock.engine.owner import Owner

log = structlog.get_logger(__name__)

LOOK_MS = 30_000
"""A message may still be spoken when the engine is back already, so that one look is not enough."""


class StandbyImport:
    """Turns messages into facts; the message's name makes the command's id, so that importing twice makes one."""

    def __init__(self, owner: Owner, messages: StandbyMessages, scope: Scope, clock: Clock) -> None:
        """Take where they lie and who takes them."""
        self._owner, self._messages, self._scope, self._clock = owner, messages, scope, clock

    async def run(self) -> None:
        """Look at start and now and then, until cancelled."""
        while True:
            for message in await asyncio.to_thread(self._messages.look):
                await self._owner.post(self._envelope(message))
                await asyncio.to_thread(self._messages.done, message)
                log.info("standby_imported", interaction=message.interaction(self._scope))
            await self._clock.wait_until(self._clock.now() + LOOK_MS)

    def _envelope(self, message: StandbyMessage) -> Envelope:
        interaction = message.interaction(self._scope)
        fact = VoicemailImported(
            interaction=interaction,
            entry_point=message.entry_point,
            sound=message.sound,
            duration_ms=message.duration_ms,
            taken_at=message.taken_at,
        )
        personal = {"ani": message.ani} if message.ani else {}
        return Envelope(id=f"{interaction}.standby", actor="standby", command=fact, personal=personal)
