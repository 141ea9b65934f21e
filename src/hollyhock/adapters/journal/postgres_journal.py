"""The journal in a PostgreSQL schema of its own: a fleet."""

from collections.abc import Iterable, Sequence

from psycopg import sql

from hollyhock.adapters.journal.codec import body_of, check_batch, entry_of, personal_of, personal_rows
from hollyhock.adapters.journal.migrations import steps_above
from hollyhock.adapters.journal.postgres_line import PostgresLine
from hollyhock.adapters.journal.upcast import VERSION
from hollyhock.contracts.errors import JournalConflict
from hollyhock.contracts.journal import Entry, Personal, Snapshot

_LAST = "SELECT seq, epoch FROM entries ORDER BY seq DESC LIMIT 1"
_APPEND = """
WITH head AS (
    SELECT coalesce(max(seq), 0) AS seq, coalesce(max(epoch), 0) AS epoch
    FROM (SELECT seq, epoch FROM entries ORDER BY seq DESC LIMIT 1) AS newest
), added AS (
    INSERT INTO entries
    SELECT fresh.* FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::int[], %s::text[]) AS fresh, head
    WHERE head.seq = %s AND head.epoch <= %s
    RETURNING seq
), kept AS (
    INSERT INTO personal
    SELECT fresh.* FROM unnest(%s::text[], %s::text[], %s::text[]) AS fresh
    WHERE EXISTS (SELECT 1 FROM added)
    ON CONFLICT (interaction, name) DO UPDATE SET value = excluded.value
)
SELECT count(*) FROM added
"""
"""One statement is one transaction and one round trip; two writers at once meet in the primary key."""
_SAVE = """
WITH saved AS (
    INSERT INTO snapshots VALUES (%s, %s) ON CONFLICT (seq) DO UPDATE SET body = excluded.body
)
DELETE FROM snapshots WHERE seq < %s
"""


class PostgresJournal:
    """Implements ``Journal``: one connection that appends, one for everything else."""

    def __init__(self, url: str, schema: str = "journal") -> None:
        """Use the database ``url``; ``schema`` is made when missing, one per domain."""
        self._schema = schema
        self._writer, self._reader = PostgresLine(url, schema), PostgresLine(url, schema)

    async def open(self) -> None:
        """Make or migrate the schema; safe to repeat, also by two processes at once."""
        async with self._writer.transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"hollyhock {self._schema}",))
            await connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(self._schema)))
            await connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)")
            cursor = await connection.execute("SELECT coalesce(max(version), 0) FROM schema_version")
            for (version,) in await cursor.fetchall():
                for number, script in steps_above("postgres", version):
                    await connection.execute(script.encode())
                    await connection.execute("INSERT INTO schema_version VALUES (%s)", (number,))

    async def close(self) -> None:
        """Release the connections."""
        await self._writer.close()
        await self._reader.close()

    async def last(self) -> tuple[int, int]:
        """Return (last sequence number, highest epoch); (0, 0) when empty."""
        rows = await self._reader.ask(_LAST)
        return (rows[0][0], rows[0][1]) if rows else (0, 0)

    async def append(self, entries: Sequence[Entry]) -> None:
        """Make the batch durable in one transaction; raise ``JournalConflict`` on a gap or a higher epoch."""
        if not entries:
            return
        first = entries[0]
        check_batch(entries, (first.seq - 1, first.epoch))
        rows = ((entry.seq, entry.epoch, entry.at, VERSION, body_of(entry)) for entry in entries)
        values: list[object] = [list(column) for column in zip(*rows, strict=True)]
        personal = personal_rows(entries)
        columns = [list(column) for column in zip(*personal, strict=True)] if personal else [[], [], []]
        [(added,)] = await self._writer.ask(_APPEND, [*values, first.seq - 1, first.epoch, *columns])
        if added != len(entries):
            raise JournalConflict

    async def read(self, after: int, limit: int = 1000) -> list[Entry]:
        """Return up to ``limit`` entries with numbers above ``after``, in order, in one short transaction."""
        question = "SELECT body, version FROM entries WHERE seq > %s ORDER BY seq LIMIT %s"
        return [entry_of(*row) for row in await self._reader.ask(question, (after, limit))]

    async def personal(self, interactions: Iterable[str]) -> list[Personal]:
        """Return the personal values kept for these interactions."""
        question = (
            "SELECT interaction, name, value FROM personal WHERE interaction = ANY(%s) ORDER BY interaction, name"
        )
        rows = await self._reader.ask(question, (list(set(interactions)),))
        return [personal_of((row[0], row[1], row[2])) for row in rows]

    async def erase(self, interaction: str) -> None:
        """Delete the personal values of an interaction for good."""
        await self._reader.ask("DELETE FROM personal WHERE interaction = %s", (interaction,))

    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot in place of the ones before."""
        body = b"".join((snapshot.body, *snapshot.more))
        await self._reader.ask(_SAVE, (snapshot.seq, body, snapshot.seq))

    async def load_snapshot(self) -> Snapshot | None:
        """Return the newest snapshot, or None when there is none that this journal reaches."""
        question = (
            "SELECT seq, body FROM snapshots WHERE seq <= (SELECT max(seq) FROM entries) ORDER BY seq DESC LIMIT 1"
        )
        rows = await self._reader.ask(question)
        return Snapshot(rows[0][0], bytes(rows[0][1])) if rows else None
