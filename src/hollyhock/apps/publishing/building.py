"""The directory of a routing domain, gathered from all apps."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings

from hollyhock.contracts.directory import Directory


def build(domain: Any, number: int) -> Directory:
    """Return the directory of a routing domain as the tables stand; each app's ``directory.py`` gives its part."""
    parts: dict[str, Any] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.directory"
        if config.name in settings.HOLLYHOCK_APPS and find_spec(name) is not None:
            parts |= import_module(name).contribute(domain)
    return Directory(version=number, **parts)
