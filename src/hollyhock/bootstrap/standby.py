"""Imports what the standby extension took while no engine ran."""

from __future__ import annotations

import asyncio

import structlog

from hollyhock.adapters.asterisk.standby import StandbyMessage, StandbyMessages
from hollyhock.contracts.commands import Envelope, VoicemailImported
from hollyhock.contracts.ids import Scope
from hollyhock.engine.owner import Owner

log = structlog.get_logger(__name__)


class StandbyImport:
    """Turns messages into facts; the message's name makes the command's id, so that importing twice makes one."""

    def __init__(self, owner: Owner, messages: StandbyMessages, scope: Scope, ended: asyncio.Event) -> None:
        """Take where they lie and who takes them; ``ended`` is set when there may be another one."""
        self._owner, self._messages, self._scope, self._ended = owner, messages, scope, ended

    async def run(self) -> None:
        """Look at start and each time that a message has ended, until cancelled.

        A message may still be spoken when the engine is back already, so that one look is not enough.
        """
        while True:
            self._ended.clear()
            for message in await asyncio.to_thread(self._messages.look):
                await self._owner.post(self._envelope(message))
                await asyncio.to_thread(self._messages.done, message)
                log.info("standby_imported", interaction=message.interaction(self._scope))
            await self._ended.wait()

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
