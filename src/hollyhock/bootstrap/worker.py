"""The worker's process: ``python -m hollyhock.bootstrap.worker``; runs the jobs of all apps beside web."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import django
import uvloop

from hollyhock.adapters.clock import SystemClock
from hollyhock.adapters.settings import home, load_secrets, load_settings
from hollyhock.apps.base.jobs import Context, Job
from hollyhock.bootstrap import doors
from hollyhock.bootstrap.carriers import bus_of, journal_of
from hollyhock.bootstrap.health import health_server
from hollyhock.bootstrap.loading import loading
from hollyhock.bootstrap.logs import log_json
from hollyhock.bootstrap.running import Runner, Threads
from hollyhock.bootstrap.speech import prepare_words
from hollyhock.contracts.ids import Scope
from hollyhock.web import installed


def all_jobs(context: Context) -> list[Job]:
    """Return the jobs of every app that has a ``jobs.py``."""
    return [job for module in installed.modules("jobs") for job in module.jobs(context)]


async def run(folder: Path) -> None:
    """Work until told to stop (SIGTERM, SIGINT)."""
    settings, secrets = load_settings(folder), load_secrets(folder)
    bus, journal, threads = bus_of(settings, secrets, "worker"), journal_of(folder, settings), Threads()
    scope, clock = Scope(settings.tenant, settings.domain), SystemClock()
    await bus.connect()
    doors.make().attach(bus)
    await journal.open()
    runner = Runner(all_jobs(Context(scope, folder, settings, bus, journal, clock, threads)), clock)
    working = asyncio.create_task(runner.run())
    prepare_words(folder, settings)
    try:
        await health_server("worker", settings.ports.worker_health, lambda: sorted(runner.failing)).serve()
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await bus.close()
        await journal.close()
        threads.close()


def main() -> None:
    """Run the process."""
    log_json()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hollyhock.web.settings")
    with loading():
        django.setup()
    uvloop.run(run(home()))


if __name__ == "__main__":
    main()
