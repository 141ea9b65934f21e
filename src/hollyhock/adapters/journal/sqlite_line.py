"""One SQLite connection that lives in one thread of its own."""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from hollyhock.adapters.journal.sqlite_errors import journal_error
from hollyhock.contracts.errors import HollyhockError, JournalBroken

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

_BUSY_S = 2.0
"""How long a statement waits for another process's transaction."""
_SETTINGS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA wal_autocheckpoint=0",
    "PRAGMA secure_delete=ON",
)


class SqliteLine:
    """Runs work on the connection without blocking the event loop; work raises the four ``Journal*`` errors."""

    def __init__(self, path: Path) -> None:
        """Use the database ``path``; the connection is made at the first work."""
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._connection: sqlite3.Connection | None = None

    async def run(self, work: Work[T]) -> T:
        """Return what ``work`` returns; an open transaction is rolled back when it raises.

        Work that has begun is finished even if the caller is cancelled.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._guarded, work)

    async def close(self) -> None:
        """Close the connection and end the thread; safe to repeat, and ``run`` may not follow."""
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        self._thread.shutdown(wait=True)
        self._disconnect()

    def _guarded(self, work: Work[T]) -> T:
        try:
            return work(self._connected())
        except sqlite3.Error as error:
            known = journal_error(error, self._path.parent)
            self._undo(broken=isinstance(known, JournalBroken))
            raise known from error
        except HollyhockError:
            self._undo(broken=False)
            raise

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            made = sqlite3.connect(self._path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
            try:
                if made.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                    with _in_turn(self._path):
                        made.execute("PRAGMA journal_mode=WAL")
                for setting in _SETTINGS:
                    made.execute(setting)
            except BaseException:
                made.close()  # One with half of its settings would write, but not durably.
                raise
            self._connection = made
        return self._connection

    def _undo(self, *, broken: bool) -> None:
        # After an input/output error nobody knows what the connection's cache is worth: begin with a new one.
        if broken:
            self._disconnect()
        elif self._connection is not None and self._connection.in_transaction:
            self._connection.rollback()

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@contextmanager
def _in_turn(path: Path) -> Iterator[None]:
    """Let one process or thread at a time make a database a WAL one.

    SQLite tells all others at once that it is busy, however long they would wait. Only a new database needs this, so
    that a process that stands still keeps nobody from one that is in use. The lock is on the folder, since closing
    another handle of the file itself would drop the locks that SQLite holds on it (fcntl(2)).
    """
    folder = os.open(path.resolve().parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
