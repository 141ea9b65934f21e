"""Running a set-up step: said once, kept quiet, its output shown only when it fails."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from hollyhock.cli.words import say


class SetupFailed(Exception):
    """A step failed; the text says what and how to mend it."""


def run(command: Sequence[str], *, step: str, remedy: str, cwd: Path, env: Mapping[str, str] | None = None) -> None:
    """Run a command; raise `SetupFailed` with the end of its output and the remedy when it fails."""
    tell(step)
    try:
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    except OSError as trouble:
        raise SetupFailed(f"{step}: {trouble}\n{say('处理办法：', 'What to do: ')}{remedy}") from trouble
    if done.returncode:
        end = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise SetupFailed(f"{end}\n{say('失败：', 'Failed: ')}{step}\n{say('处理办法：', 'What to do: ')}{remedy}")


def tell(step: str) -> None:
    """Say on stderr what is being done, so that stdout stays the command's own."""
    print(f"· {step}", file=sys.stderr, flush=True)
