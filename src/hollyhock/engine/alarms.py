"""Alarms that the engine raises."""

from __future__ import annotations

import msgspec

from hollyhock.contracts import subjects
from hollyhock.contracts.errors import JournalFull
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.ports import Bus


class Alarms:
    """Tells desks and back office what needs a person."""

    def __init__(self, scope: Scope, bus: Bus) -> None:
        """Tell over this bus."""
        self._scope, self._bus = scope, bus

    async def journal_full(self, *, raised: bool) -> None:
        """Say that the journal's disk is full, or that it has space again."""
        alarm = subjects.Alarm(code=JournalFull.code, zh=JournalFull.zh, en=JournalFull.en, raised=raised)
        await self._bus.publish(subjects.alarm(self._scope), msgspec.json.encode(alarm))
