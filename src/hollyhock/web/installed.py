"""The apps that are there: every folder of ``hollyhock.apps`` with an ``apps.py``, and those of other packages."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import hollyhock.apps
from hollyhock.contracts.extensions import APPS

TEMPLATES = Path(__file__).parent / "templates"


def apps() -> list[str]:
    """Return the dotted names of all apps in a fixed order: ours, then those of other packages' entry points."""
    names = sorted(f"hollyhock.apps.{found.name}" for found in iter_modules(hollyhock.apps.__path__) if found.ispkg)
    ours = [name for name in names if find_spec(f"{name}.apps") is not None]
    return [*ours, *sorted({entry.module for entry in entry_points(group=APPS)})]


def modules(name: str) -> Iterator[ModuleType]:
    """Yield the module called ``name`` of each app that has one, e.g. ``api`` or ``jobs``."""
    for app in apps():
        if find_spec(f"{app}.{name}") is not None:
            yield import_module(f"{app}.{name}")
