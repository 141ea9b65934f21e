"""Generated log-ins between being made and being shown: passwords stand nowhere else, and a kill must not lose them."""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec


class LogIn(msgspec.Struct, frozen=True):
    """A person made just now, with the generated password."""

    username: str
    password: str
    name: str = ""
    roles: tuple[str, ...] = ()


def keep(home: Path, made: Iterable[LogIn]) -> None:
    """Write log-ins where only the owner can read them; call it before they become valid.

    What is kept already and has not been shown stays; one of a try that came to nothing is replaced by the next.
    """
    whole = {one.username: one for one in (*kept(home), *made)}
    if not whole:
        return
    path = _file(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.encode(list(whole.values())))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def kept(home: Path) -> list[LogIn]:
    """Return what was made and has not been shown."""
    try:
        return msgspec.json.decode(_file(home).read_bytes(), type=list[LogIn])
    except FileNotFoundError:
        return []


def forget(home: Path) -> None:
    """Delete them: they have been shown."""
    _file(home).unlink(missing_ok=True)


def _file(home: Path) -> Path:
    return home / "run" / "log-ins.json"
