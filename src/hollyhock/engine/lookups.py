"""Asks connectors what flows want to know; answers come back as facts, late ones too."""

from __future__ import annotations

import asyncio

import structlog

from hollyhock.contracts.commands import LookUpDone
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.ports import Connectors
from hollyhock.contracts.treatment import LookUpWanted
from hollyhock.engine.owner import Owner

log = structlog.get_logger(__name__)


class LookUps:
    """One task per question; the budget is the core's deadline, so that nothing here keeps time."""

    def __init__(self, owner: Owner, connectors: Connectors) -> None:
        """Take where to ask and where to answer."""
        self._owner, self._connectors = owner, connectors
        self._asked: dict[tuple[str, int], asyncio.Task[None]] = {}

    def want(self, question: LookUpWanted) -> None:
        """Ask, unless this visit has asked already."""
        key = (question.interaction, question.visit)
        if key not in self._asked:
            task = self._asked[key] = asyncio.create_task(self._ask(question))
            task.add_done_callback(lambda _: self._asked.pop(key, None))

    async def _ask(self, question: LookUpWanted) -> None:
        try:
            answer = await self._connectors.look_up(question)
        except HollyhockError as error:
            log.warning(
                "look_up_failed", interaction=question.interaction, connector=question.connector, why=error.code
            )
            answer = None
        data, personal = answer or ({}, {})
        done = LookUpDone(
            interaction=question.interaction,
            visit=question.visit,
            found=answer is not None,
            data=data,
        )
        await self._owner.post(self._owner.tell(done, f"connector:{question.connector}", **personal))
