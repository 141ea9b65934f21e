"""The worker's part of publishing: the outbox becomes versions, and the engine's pulls are answered."""

from __future__ import annotations

import asyncio

import msgspec

from hollyhock.apps.base.jobs import Context, Job
from hollyhock.apps.publishing import selectors, services
from hollyhock.contracts import subjects

SWEEP_MS = 1_000
"""The outbox is looked at this often even when no poke comes, because a poke may be lost."""


def jobs(context: Context) -> list[Job]:
    """Return the publisher and the answerer of pulls."""
    return [
        Job("publishing.publish", lambda: publish_changes(context)),
        Job("publishing.pull", lambda: answer_pulls(context)),
    ]


async def publish_changes(context: Context) -> None:
    """Publish whenever the outbox has grown; poke the engine after each new version."""
    poked = asyncio.Event()

    async def poke(_message: bytes) -> None:
        poked.set()

    await context.bus.subscribe(subjects.outbox_grew(context.scope), poke)
    refused = True
    while True:
        poked.clear()
        number = await context.records(services.publish, context.scope)
        if number is not None:
            await context.bus.publish(subjects.directory_changed(context.scope), str(number).encode())
        refused = await _watch_refusal(context, refused=refused)
        await _poked_or_due(context, poked)


async def _watch_refusal(context: Context, *, refused: bool) -> bool:
    """Raise the alarm at every sweep while the tables cannot be published, and end it once; tell whether it stands."""
    problems = await context.records(selectors.hindrances, context.scope)
    first = problems[0] if problems else None
    alarm = subjects.Alarm(
        code="directory_refused",
        zh=f"最近的更改没有生效，请在管理后台改正：{first.zh if first else ''}",
        en=f"The last changes do not hold; mend them in the back office. {first.en if first else ''}",
        raised=bool(problems),
    )
    if alarm.raised or refused:
        await context.bus.publish(subjects.alarm(context.scope), msgspec.json.encode(alarm))
    return alarm.raised


async def _poked_or_due(context: Context, poked: asyncio.Event) -> None:
    waits = [
        asyncio.ensure_future(poked.wait()),
        asyncio.ensure_future(context.clock.wait_until(context.clock.now() + SWEEP_MS)),
    ]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def answer_pulls(context: Context) -> None:
    """Answer the engine's pulls with the newest version, or an empty body when it holds that already."""

    async def pull(message: bytes) -> bytes:
        above = int(message) if message.isdigit() else 0
        return await context.records(selectors.pull, context.scope, above)

    await context.bus.subscribe(subjects.directory_pull(context.scope), pull, group="worker")
    await asyncio.Event().wait()
