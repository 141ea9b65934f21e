"""Log files of a home folder: one per process, kept small."""

import logging
import shutil
from pathlib import Path

import structlog

MAX_BYTES = 20_000_000
"""A log file above this is moved to `.1`; one old file is kept."""


def configure(folder: Path) -> None:
    """Send this process's structured log to `supervisor.log`, one JSON object a line."""
    folder.mkdir(parents=True, exist_ok=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=(folder / "supervisor.log").open("a", buffering=1)),
    )


def rotate(folder: Path, limit: int = MAX_BYTES) -> None:
    """Copy and empty every log that has grown beyond `limit` bytes; writers keep their open file (they append)."""
    for path in folder.glob("*.log"):
        if path.stat().st_size > limit:
            shutil.copyfile(path, path.with_suffix(".log.1"))
            with path.open("r+b") as file:
                file.truncate(0)


def tail(path: Path, lines: int = 15) -> str:
    """Return the last lines of a log, empty when there is none."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 16_384))
            return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-lines:])
    except FileNotFoundError:
        return ""
