"""The worker's part of prompts: sounds that could not be made when they were entered are made later."""

from __future__ import annotations

from hollyhock.apps.base.jobs import Context, Job
from hollyhock.apps.prompts import services
from hollyhock.apps.tenancy.facade import domain_of

EVERY_MS = 30_000


def jobs(context: Context) -> list[Job]:
    """Return the maker of missing sounds."""
    return [Job("prompts.render", lambda: render(context))]


async def render(context: Context) -> None:
    """Look for missing sounds for ever."""
    while True:
        await context.records(_render, context)
        await context.clock.wait_until(context.clock.now() + EVERY_MS)


def _render(context: Context) -> None:
    services.render_missing(domain_of(context.scope).tenant_id)
