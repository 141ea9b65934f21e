"""The lock of a fleet: held by a session of the database that all its engines reach."""

import asyncio
import hashlib
from contextlib import suppress
from typing import Any

import psycopg

from hollyhock.adapters.postgres import connect
from hollyhock.contracts.errors import Unavailable

LEASE_S, BEAT_S = 5.0, 1.0
"""An owner says every second that it lives; the server takes the lock from one that is silent for longer."""


class PostgresOwnership:
    """Implements ``Ownership`` by an advisory lock on a connection of its own: a fleet.

    The lock is a lease: it lasts as long as the session, and the server ends the session of an owner that stands
    still. One that has lost it takes it again when it is still free. All methods raise ``Unavailable`` when the
    database does not answer.
    """

    def __init__(self, url: str, name: str) -> None:
        """Use the database ``url``; ``name`` is what is owned, e.g. a scope."""
        self._url = url
        digest = hashlib.sha256(f"hollyhock ownership {name}".encode()).digest()
        self._key = int.from_bytes(digest[:8], "big", signed=True)
        self._connection: psycopg.AsyncConnection[tuple[Any, ...]] | None = None
        self._taken = False
        self._beating: asyncio.Task[None] | None = None

    async def acquire(self) -> bool:
        """Take the lock if it is free; False when another living owner has it."""
        if self._taken:
            return True
        if await self._ask("SELECT pg_try_advisory_lock(%s)") == (True,):
            self._took()
        return self._taken

    async def wait(self) -> None:
        """Return when the lock has been taken."""
        if not self._taken:
            await self._ask("SELECT pg_advisory_lock(%s) IS NOT NULL")
            self._took()

    async def release(self) -> None:
        """Give it up; it is free when this returns."""
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.wait((self._beating,))
            self._beating = None
        with suppress(psycopg.Error):
            if self._taken and self._connection is not None:
                await self._connection.execute("SELECT pg_advisory_unlock_all()")
        self._taken = False
        await self._drop()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            # What a session has it may take once more; a new session takes it again, when it is still free.
            with suppress(Unavailable):
                await self._ask("SELECT pg_try_advisory_lock(%s)")

    def _took(self) -> None:
        self._taken = True
        self._beating = asyncio.create_task(self._beat(), name="ownership-lease")

    async def _ask(self, question: str) -> tuple[Any, ...] | None:
        try:
            if self._connection is None or self._connection.closed:
                lease = f"{int(LEASE_S * 1000)}ms"
                self._connection = await connect(self._url, idle_session_timeout=lease)
            cursor = await self._connection.execute(question.encode(), (self._key,))
            return await cursor.fetchone()
        except psycopg.Error:
            await self._drop()
            raise Unavailable(part="PostgreSQL") from None

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                await connection.close()
