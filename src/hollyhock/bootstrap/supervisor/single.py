"""One supervisor per home folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hollyhock.contracts.errors import HollyhockError


class AlreadyRunning(HollyhockError):
    """Another supervisor runs this home folder."""

    code = "already_running"
    status = 409
    zh = "这个中心已经在运行（数据目录 {home}）。"
    en = "This centre is already running (home folder {home})."


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the home folder's lock, which the kernel frees when we end; raise `AlreadyRunning` when another holds it."""
    with _lock_file(home).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(home=home) from None
        yield


def is_running(home: Path) -> bool:
    """Say whether a supervisor holds the home folder; changes nothing on the disk."""
    path = home / "run" / "supervisor.lock"
    if not path.exists():
        return False
    with path.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _lock_file(home: Path) -> Path:
    folder = home / "run"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "supervisor.lock"
