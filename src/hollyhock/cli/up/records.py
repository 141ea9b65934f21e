"""The records database: made and brought up to date before web starts, filled with the demo the first time."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import msgspec

import hollyhock
from hollyhock.cli.up.errors import RecordsFailed

_CHECKOUT = Path(hollyhock.__file__).parents[2]
DEMO = _CHECKOUT / "demo"


class LogIn(msgspec.Struct, frozen=True):
    """A person made just now, with the generated password."""

    username: str
    password: str
    name: str = ""
    roles: tuple[str, ...] = ()


def prepare(home: Path, *, demo: bool) -> list[LogIn]:
    """Bring the schema up to date; in a new centre make its people, of the demo or one administrator, and return them.

    A repeat with the same program costs some file reads.
    """
    stamp = home / "run" / "records.txt"
    wanted = _fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return []
    command = [sys.executable, "-m", "hollyhock.bootstrap.records", *(["--demo", str(DEMO)] if demo else [])]
    done = subprocess.run(
        command, env={**os.environ, "HOLLYHOCK_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RecordsFailed(detail="\n".join(done.stderr.splitlines()[-12:]))
    made = msgspec.json.decode(done.stdout, type=list[LogIn])
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted, encoding="utf-8")
    return made


def _fingerprint() -> str:
    """Return a value that changes with any migration of ours or of a library."""
    total = hashlib.sha256()
    apps = Path(hollyhock.__file__).parent / "apps"
    for path in [*sorted(apps.glob("*/migrations/*.py")), _CHECKOUT / "locks" / "runtime.txt"]:
        total.update(path.read_bytes())
    return total.hexdigest()
