"""The worker's part of the demo's billing: flows' look-ups are answered."""

from __future__ import annotations

import asyncio

import msgspec

from hollyhock.apps.base.jobs import Context, Job
from hollyhock.apps.billing_demo import selectors
from hollyhock.apps.billing_demo.connectors import BILLING
from hollyhock.contracts import subjects


def jobs(context: Context) -> list[Job]:
    """Return the answerer."""
    return [Job("billing_demo.look_up", lambda: answer(context))]


async def answer(context: Context) -> None:
    """Answer look-ups of balances."""

    async def look_up(message: bytes) -> bytes:
        asked = msgspec.json.decode(message, type=subjects.LookUpAsk)
        return msgspec.json.encode(await context.records(selectors.ask, context.scope, asked.ask))

    await context.bus.subscribe(subjects.look_up(context.scope, BILLING.code), look_up, group="worker")
    await asyncio.Event().wait()
