"""Structured logs of every process. An error's own words are left out: they may quote what a person has entered."""

import errno
import logging
import sys
import threading
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

import structlog

FRAMES = 12
"""Of each error in a chain, the last so many places are named."""


def log_json() -> None:
    """Write one JSON object per line to stderr, of our own code and of libraries."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(places_of),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_first_line_of_asyncio)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # One line per request and per dropped connection is theirs, not ours; addresses may hold tokens.
    for name in ("httpx", "httpcore", "websockets", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _uncaught
    threading.excepthook = lambda failed: _uncaught(failed.exc_type, failed.exc_value, failed.exc_traceback)


def places_of(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> list[dict[str, Any]]:
    """Return an error and those that led to it, the last one first: their types and where they passed, no more.

    Databases and libraries quote values in their messages (a telephone number that is there already, a name that
    cannot be read), so the messages stay out; of the system's errors the symbol remains (``ENOSPC``).
    """
    error: BaseException | None = exc_info[1]
    told: list[dict[str, Any]] = []
    while error is not None and len(told) < FRAMES:
        told.append({"error": _kind(error), "where": _where(error.__traceback__)})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told


def _kind(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    symbol = errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""
    return f"{name} {symbol}".rstrip()


def _where(trace: TracebackType | None) -> list[str]:
    steps = [(frame.f_code, line) for frame, line in walk_tb(trace)][-FRAMES:]
    return [f"{Path(code.co_filename).name}:{line} {code.co_name}" for code, line in steps]


def _first_line_of_asyncio(record: logging.LogRecord) -> bool:
    # Below its first line asyncio shows tasks with what they returned and raised.
    if record.name == "asyncio":
        record.msg, record.args = record.getMessage().partition("\n")[0], ()
    return True


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is None or issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger(__name__).error("process_failed", exc_info=(kind, error, trace))
