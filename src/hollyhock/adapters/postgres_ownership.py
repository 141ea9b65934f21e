"""The lock of a fleet: held by a session of the database that all its engines reach."""

import hashlib
from contextlib import suppress

import psycopg

from hollyhock.contracts.errors import Unavailable

_NOTICE_DEATH = (
    "SET tcp_keepalives_idle = 5",
    "SET tcp_keepalives_interval = 2",
    "SET tcp_keepalives_count = 3",
)
"""The lock of a machine that is gone is free after 11 s."""


class PostgresOwnership:
    """Implements ``Ownership`` by an advisory lock on a connection of its own: a fleet.

    The lock lasts as long as the session. All methods raise ``Unavailable`` when the database does not answer.
    """

    def __init__(self, url: str, name: str) -> None:
        """Use the database ``url``; ``name`` is what is owned, e.g. a scope."""
        self._url = url
        digest = hashlib.sha256(f"hollyhock ownership {name}".encode()).digest()
        self._key = int.from_bytes(digest[:8], "big", signed=True)
        self._connection: psycopg.AsyncConnection[tuple[bool]] | None = None
        self._taken = False

    async def acquire(self) -> bool:
        """Take the lock if it is free; False when another living owner has it."""
        if self._taken:
            return True
        row = await self._ask("SELECT pg_try_advisory_lock(%s)")
        self._taken = row == (True,)
        return self._taken

    async def wait(self) -> None:
        """Return when the lock has been taken."""
        if not self._taken:
            await self._ask("SELECT pg_advisory_lock(%s) IS NOT NULL")
            self._taken = True

    async def release(self) -> None:
        """Give it up; it is free when this returns."""
        taken, self._taken = self._taken, False
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                if taken:
                    await connection.execute("SELECT pg_advisory_unlock(%s)", (self._key,))
            await connection.close()

    async def _ask(self, question: str) -> tuple[bool] | None:
        try:
            if self._connection is None or self._connection.closed:
                self._connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
                for setting in _NOTICE_DEATH:
                    await self._connection.execute(setting)
            cursor = await self._connection.execute(question.encode(), (self._key,))
            return await cursor.fetchone()
        except psycopg.Error:
            with suppress(psycopg.Error):
                await self.release()
            raise Unavailable(part="PostgreSQL") from None
