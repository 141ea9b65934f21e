"""From a fresh clone to the running command."""

import os
import sys
from pathlib import Path
from typing import NoReturn

from hollyhock.cli import words
from hollyhock.cli.launch import frontend, venv
from hollyhock.cli.launch.steps import SetupFailed

_WITH_PAGES = {"up", "test", "service"}


def start(checkout: Path, arguments: list[str]) -> NoReturn:
    """Make the environment, build the pages where the command needs them, and become the command."""
    words.choose(arguments[arguments.index("--lang") + 1] if "--lang" in arguments[:-1] else None)
    command = next((word for word in arguments if not word.startswith("-")), "")
    try:
        python = venv.ensure(checkout, venv.TEST if command == "test" else venv.RUNTIME)
        if command in _WITH_PAGES and "--help" not in arguments:
            frontend.ensure(checkout)
    except SetupFailed as failed:
        sys.exit(str(failed))
    os.environ.setdefault("HOLLYHOCK_HOME", str(checkout / "var"))
    os.execv(python, [str(python), "-m", "hollyhock.cli.main", *arguments])
