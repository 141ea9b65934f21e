"""The records database: made and brought up to date before web starts, filled with the demo the first time."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import hollyhock
from hollyhock.adapters.settings import home
from hollyhock.cli.launch.steps import tell
from hollyhock.cli.up.errors import RecordsFailed
from hollyhock.cli.words import say

_CHECKOUT = Path(hollyhock.__file__).parents[2]


def prepare(folder: Path, *, demo: bool) -> None:
    """Bring the schema up to date; when the records hold nobody, also make people.

    These are the demo's or one administrator; their log-ins are kept for being shown. A repeat with the same program
    costs some file reads.
    """
    stamp = _stamp(folder)
    wanted = _fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    tell(say("准备数据库（首次需几十秒）", "Preparing the databases (the first time, some tens of seconds)"))
    _run(folder, "demo" if demo else "administrator", "first")
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted, encoding="utf-8")


def is_prepared(folder: Path) -> bool:
    """Say whether this folder's records have been made, by `up` or by `init`."""
    return _stamp(folder).is_file()


def _stamp(folder: Path) -> Path:
    return folder / "run" / "records.txt"


def load_demo(folder: Path) -> None:
    """Load what is missing of the demo; the log-ins made by it are kept for being shown."""
    _run(folder, "demo")


def _run(folder: Path, *what: str) -> None:
    environment = {**os.environ, "HOLLYHOCK_HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", __name__, *what], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RecordsFailed(detail="\n".join(done.stderr.splitlines()[-12:]))


def _fingerprint() -> str:
    """Return a value that changes with any migration of ours or of a library."""
    total = hashlib.sha256()
    apps = Path(hollyhock.__file__).parent / "apps"
    for path in [*sorted(apps.glob("*/migrations/*.py")), _CHECKOUT / "locks" / "runtime.txt"]:
        total.update(path.read_bytes())
    return total.hexdigest()


def _main() -> None:
    """Do the work in a process of its own, so that the supervisor does not carry Django for ever after."""
    from hollyhock.bootstrap import web

    web.initialise(home(), demo=sys.argv[1] == "demo", first=sys.argv[2:] == ["first"])


if __name__ == "__main__":
    _main()
