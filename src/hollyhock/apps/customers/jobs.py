"""The worker's part of customers: look-ups of flows and screen pops are answered."""

from __future__ import annotations

import asyncio

import msgspec

from hollyhock.apps.base.jobs import Context, Job
from hollyhock.apps.customers import answers
from hollyhock.contracts import subjects


def jobs(context: Context) -> list[Job]:
    """Return the two answerers."""
    return [
        Job("customers.look_up", lambda: answer_look_ups(context)),
        Job("customers.pop", lambda: answer_pops(context)),
    ]


async def answer_look_ups(context: Context) -> None:
    """Answer flows' ``customer`` look-ups."""

    async def look_up(message: bytes) -> bytes:
        asked = msgspec.json.decode(message, type=subjects.LookUpAsk)
        return msgspec.json.encode(await context.records(answers.look_up, context.scope, asked.ask))

    await context.bus.subscribe(subjects.look_up(context.scope, "customer"), look_up, group="worker")
    await asyncio.Event().wait()


async def answer_pops(context: Context) -> None:
    """Answer desks' screen pops."""

    async def pop(message: bytes) -> bytes:
        asked = msgspec.json.decode(message, type=subjects.PopAsk)
        return msgspec.json.encode(await context.records(answers.pop, context.scope, asked))

    await context.bus.subscribe(subjects.pop(context.scope), pop, group="worker")
    await asyncio.Event().wait()
