"""One PostgreSQL connection that is made again after it broke."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg import sql

from hollyhock.adapters.journal.postgres_errors import journal_error
from hollyhock.adapters.postgres import connect

Row = tuple[Any, ...]


class PostgresLine:
    """Runs single statements, each its own short transaction; raises the four ``Journal*`` errors."""

    def __init__(self, url: str, schema: str) -> None:
        """Use the database ``url``; names are looked up in ``schema``."""
        self._url, self._schema = url, schema
        self._connection: psycopg.AsyncConnection[Row] | None = None

    async def ask(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows of ``statement``; placeholders are ``%s``."""
        try:
            connection = await self._connected()
            cursor = await connection.execute(statement.encode(), values or None)
            return await cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            raise journal_error(error) from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[psycopg.AsyncConnection[Row]]:
        """Give the connection for several statements that hold together."""
        try:
            connection = await self._connected()
            async with connection.transaction():
                yield connection
        except psycopg.Error as error:
            raise journal_error(error) from error

    async def close(self) -> None:
        """Release the connection."""
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def _connected(self) -> psycopg.AsyncConnection[Row]:
        if self._connection is None or self._connection.closed:
            self._connection = await connect(
                self._url,
                search_path=sql.Identifier(self._schema).as_string(),
                synchronous_commit="on",
                lock_timeout="2s",
                statement_timeout="30s",
            )
        return self._connection
