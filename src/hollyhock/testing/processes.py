"""The environment of our own processes in tests."""

from __future__ import annotations

import os
from pathlib import Path


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return this process's environment for a program with a home of its own.

    What tests of the apps have put in for themselves (Django's settings) is left out: a person's shell has none.
    """
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return {**kept, "HOLLYHOCK_HOME": str(home), **more}
