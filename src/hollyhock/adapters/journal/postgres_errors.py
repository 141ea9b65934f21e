"""Tells PostgreSQL's failures apart as the journal's four errors."""

import psycopg

from hollyhock.contracts.errors import HollyhockError, JournalBroken, JournalBusy, JournalConflict, JournalFull

_FULL = {"53100", "53400"}
"""disk_full, configuration_limit_exceeded (PostgreSQL manual, appendix A)."""
_BUSY = {"40001", "40P01", "55P03", "57014", "53300"}
"""serialization_failure, deadlock_detected, lock_not_available, query_canceled (time-out), too_many_connections."""
_CONFLICT = {"23505"}
"""unique_violation: another owner has taken the number."""


def journal_error(error: psycopg.Error) -> HollyhockError:
    """Return which of the four errors ``error`` is. A server that has gone away is ``JournalBroken``."""
    state = error.sqlstate or ""
    if state in _FULL or (state == "58030" and "No space left" in str(error)):
        return JournalFull()
    if state in _BUSY:
        return JournalBusy()
    if state in _CONFLICT:
        return JournalConflict()
    return JournalBroken(detail=state or type(error).__name__)
