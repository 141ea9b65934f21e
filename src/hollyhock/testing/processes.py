"""The environment of our own processes in tests."""

from __future__ import annotations

import os
from pathlib import Path

_NOT_OURS = {
    # What tests of the apps have put in for themselves: a person's shell has none.
    "DJANGO_SETTINGS_MODULE",
    # Modules are compiled once, not again by each process: that is a quarter of an engine's start.
    "PYTHONDONTWRITEBYTECODE",
}


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return this process's environment for a program with a home of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    return {**kept, "HOLLYHOCK_HOME": str(home), **more}
