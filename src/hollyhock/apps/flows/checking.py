"""May a flow's text be published? Asks ``core.flows`` with what the centre has."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings

from hollyhock.apps.publishing.facade import build
from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import Invalid, Problem
from hollyhock.contracts.flow import Flow
from hollyhock.core.flows.connectors import BUILT_IN, Connector
from hollyhock.core.flows.reading import read_text
from hollyhock.core.flows.validate import validate

if TYPE_CHECKING:
    from hollyhock.apps.tenancy.facade import RoutingDomain


def connectors() -> Mapping[str, Connector]:
    """Return the connectors of this centre by code: the built-in one and those of apps' ``connectors.py``."""
    found = dict(BUILT_IN)
    for config in apps.get_app_configs():
        name = f"{config.name}.connectors"
        if config.name in settings.HOLLYHOCK_APPS and find_spec(name) is not None:
            found |= {one.code: one for one in import_module(name).CONNECTORS}
    return found


def check(code: str, text: str, domain: RoutingDomain) -> tuple[Flow | None, list[Problem]]:
    """Return the flow as read and everything that keeps it from being published."""
    return check_against(code, text, build(domain, 0))


def check_against(code: str, text: str, directory: Directory) -> tuple[Flow | None, list[Problem]]:
    """Check against a directory that has been built already."""
    reading = read_text(text)
    if reading.flow is None:
        return None, reading.problems
    problems = validate(reading.flow, directory, connectors(), reading.lines)
    if reading.flow.code != code:
        problems = [_other_code(code, reading.flow.code), *problems]
    return reading.flow, problems


def _other_code(code: str, written: str) -> Problem:
    return Invalid(
        field="code",
        field_name="code",
        remedy_zh=f"文中写的是“{written}”，请改为此流程的代码“{code}”。",
        remedy_en=f"the text says “{written}”; write this flow's own code “{code}”.",
    ).problem()
