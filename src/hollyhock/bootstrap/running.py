"""Running the worker's jobs: each again after a failure, with a pause that grows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

import structlog
from django.db import close_old_connections, connections
from prometheus_client import Counter

from hollyhock.apps.base.jobs import Job
from hollyhock.contracts.ports import Clock

log = structlog.get_logger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

FIRST_PAUSE_MS = 200
LONGEST_PAUSE_MS = 30_000
FAILURES = Counter("hollyhock_worker_job_failures", "Failures of the worker's jobs", ["job"])


class Threads:
    """Implements ``InRecords``: a few threads, each with a database connection of its own while it works."""

    def __init__(self, count: int = 4) -> None:
        """Make room for ``count`` pieces of work at once."""
        default = connections["default"]
        if default.vendor == "sqlite":
            # These few threads keep theirs open: opening one costs more than most questions. PostgreSQL has a pool.
            default.settings_dict["CONN_MAX_AGE"] = None
        self._pool = ThreadPoolExecutor(count, "records")

    def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Run ``work`` on a thread and return what it returns."""
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self._pool, partial(_with_connection, partial(work, *args, **kwargs)))

    def close(self) -> None:
        """Wait for what runs and end the threads."""
        self._pool.shutdown()


def _with_connection(work: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()


class Runner:
    """Keeps jobs running; ``failing`` names those that wait for their next try."""

    def __init__(self, jobs: Sequence[Job], clock: Clock) -> None:
        """Take the jobs; nothing runs yet."""
        self._jobs, self._clock = jobs, clock
        self.failing: set[str] = set()

    async def run(self) -> None:
        """Run all jobs until cancelled."""
        async with asyncio.TaskGroup() as group:
            for job in self._jobs:
                group.create_task(self._keep(job), name=job.name)

    async def _keep(self, job: Job) -> None:
        pause = FIRST_PAUSE_MS
        while True:
            began = self._clock.now()
            try:
                await job.run()
            except Exception as error:
                log.warning("job_failed", job=job.name, error=type(error).__name__, exc_info=error)
            FAILURES.labels(job.name).inc()
            self.failing.add(job.name)
            pause = FIRST_PAUSE_MS if self._clock.now() - began > LONGEST_PAUSE_MS else min(2 * pause, LONGEST_PAUSE_MS)
            await self._clock.wait_until(self._clock.now() + pause)
            self.failing.discard(job.name)
