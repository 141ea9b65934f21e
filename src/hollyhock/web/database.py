"""The records database as Django wants it described."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from hollyhock.contracts.errors import Invalid

_SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
    "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864;"
)


def database(records: str, home: Path) -> dict[str, Any]:
    """Return Django's ``DATABASES`` entry for ``Settings.records``; raise ``Invalid`` for another kind of URL."""
    if not records:
        return _sqlite(home / "records.sqlite3")
    url = urlsplit(records)
    if url.scheme not in {"postgresql", "postgres"}:
        raise Invalid(
            field="records",
            field_name="records",
            remedy_zh="请填写 postgresql://用户:密码@主机/数据库，或留空使用 SQLite。",
            remedy_en="write postgresql://user:password@host/database, or leave it empty for SQLite.",
        )
    options = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", url.hostname or ""),
        "PORT": options.pop("port", str(url.port or "")),
        # Under ASGI each request has a thread of its own, so connections are shared through a pool.
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": 12, "timeout": 10}},
    }


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # IMMEDIATE: a transaction that will write takes its lock at the start and waits for it, instead of failing
        # half-way when two have read and both want to write.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_START},
    }
