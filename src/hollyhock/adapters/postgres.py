"""Connections to PostgreSQL that outlive neither the other machine nor a process that stands still."""

from typing import Any

import psycopg

_NOTICE_SERVERS_DEATH: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 11_000,
}
"""Of ``libpq``: a server that is gone is noticed after 11 s, whether we wait for it or it owes us nothing."""
_SESSION = {
    "tcp_keepalives_idle": "5s",
    "tcp_keepalives_interval": "2s",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "11s",
    # The kernel of a machine answers for a process that stands still, so its open transaction is ended by the clock.
    "idle_in_transaction_session_timeout": "3s",
}
"""Of the server: what a machine that is gone has locked is free after 11 s, a process that stands still after 3 s."""


async def connect(url: str, **settings: str) -> psycopg.AsyncConnection[tuple[Any, ...]]:
    """Open a connection in autocommit whose session has these further settings; raise ``psycopg.Error``."""
    connection = await psycopg.AsyncConnection.connect(url, autocommit=True, **_NOTICE_SERVERS_DEATH)
    wanted = {**_SESSION, **settings}
    pairs = [word for pair in wanted.items() for word in pair]
    try:
        await connection.execute(f"SELECT {', '.join(['set_config(%s, %s, false)'] * len(wanted))}".encode(), pairs)
    except BaseException:
        await connection.close()
        raise
    return connection
