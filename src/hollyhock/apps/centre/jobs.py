"""The worker's part of the centre: it tells the engine the passwords of trunks."""

from __future__ import annotations

import asyncio

import msgspec

from hollyhock.apps.base.jobs import Context, Job
from hollyhock.apps.centre import selectors
from hollyhock.contracts import subjects


def jobs(context: Context) -> list[Job]:
    """Return the answerer."""
    return [Job("centre.trunk_secret", lambda: answer_secrets(context))]


async def answer_secrets(context: Context) -> None:
    """Answer requests for trunks' passwords."""

    async def secret(message: bytes) -> bytes:
        ask = msgspec.json.decode(message, type=subjects.TrunkSecretAsk)
        found = await context.records(selectors.trunk_secret, context.scope, ask.trunk)
        return msgspec.json.encode(subjects.TrunkSecret(found))

    await context.bus.subscribe(subjects.trunk_secret(context.scope), secret, group="worker")
    await asyncio.Event().wait()
