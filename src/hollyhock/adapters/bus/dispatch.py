"""Runs the handlers of one subscription."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from hollyhock.adapters.bus.limits import MAX_RUNNING
from hollyhock.contracts.ports import Handler

_log = structlog.get_logger(__name__)

Answer = Callable[[bytes], Awaitable[None]]
"""Sends the answer to a request."""


class Dispatcher:
    """Starts handlers in the order of the messages and lets them run side by side.

    Side by side, so that commands that wait for one fsync share it. Work that must keep the order stands before a
    handler's first ``await``.
    """

    def __init__(self, subject: str, handler: Handler) -> None:
        """Call ``handler``; ``subject`` is for the log."""
        self._subject, self._handler = subject, handler
        self._running: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(MAX_RUNNING)

    async def take(self, message: bytes, answer: Answer | None) -> None:
        """Start the handler, waiting only while too many run."""
        await self._room.acquire()
        task = asyncio.create_task(self._handle(message, answer))
        self._running.add(task)
        task.add_done_callback(self._ended)

    async def stop(self) -> None:
        """Cancel what runs."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._room.release()

    async def _handle(self, message: bytes, answer: Answer | None) -> None:
        try:
            reply = await self._handler(message)
            if answer is not None and reply is not None:
                await answer(reply)
        except Exception:  # noqa: BLE001 - one bad message must not end the subscription
            # The message may hold personal data: only its subject and size are logged.
            _log.exception("bus_handler_failed", subject=self._subject, size=len(message))
