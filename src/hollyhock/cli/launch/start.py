"""From a fresh clone to the running command."""

import os
import sys
from pathlib import Path
from typing import NoReturn

from hollyhock.cli import words
from hollyhock.cli.launch import frontend, venv
from hollyhock.cli.launch.steps import SetupFailed

_WITH_PAGES = {"up", "test", "service"}


def command_of(arguments: list[str]) -> str:
    """Return the command among the arguments, empty when there is none; the value of ``--lang`` is no command."""
    words_left = iter(arguments)
    for word in words_left:
        if word == "--lang":
            next(words_left, None)
        elif not word.startswith("-"):
            return word
    return ""


def start(checkout: Path, arguments: list[str]) -> NoReturn:
    """Make the environment, build the pages where the command needs them, and become the command."""
    words.choose(arguments[arguments.index("--lang") + 1] if "--lang" in arguments[:-1] else None)
    command = command_of(arguments)
    try:
        python = venv.ensure(checkout, venv.TEST if command == "test" else venv.RUNTIME)
        if command in _WITH_PAGES and "--help" not in arguments:
            frontend.ensure(checkout)
    except SetupFailed as failed:
        sys.exit(str(failed))
    os.environ.setdefault("HOLLYHOCK_HOME", str(checkout / "var"))
    os.execv(python, [str(python), "-m", "hollyhock.cli.main", *arguments])
