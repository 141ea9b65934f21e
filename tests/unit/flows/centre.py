"""A small centre for the tests of flows: the demo's flow fits it."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from hollyhock.contracts.directory import Calendar, Directory, Prompt, Queue
from hollyhock.contracts.flow import Flow
from hollyhock.core.flows.connectors import BUILT_IN, Connector
from hollyhock.core.flows.reading import read_text

DEMO = Path(__file__).parents[3] / "demo"


def demo_text() -> str:
    return (DEMO / "flows" / "line-1001.yaml").read_text(encoding="utf-8")


def demo_flow() -> Flow:
    reading = read_text(demo_text())
    assert reading.problems == []
    assert reading.flow is not None
    return reading.flow


@cache
def _loaded(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEMO / name).read_text(encoding="utf-8"))
    return loaded


def demo_directory() -> Directory:
    centre = _loaded("centre.yaml")
    prompts = _loaded("prompts.yaml")
    return Directory(
        version=1,
        queues=msgspec.convert(centre["queues"], tuple[Queue, ...]),
        calendars=msgspec.convert(centre["calendars"], tuple[Calendar, ...]),
        prompts=tuple(Prompt(code=code, audio=dict.fromkeys(text, "x")) for code, text in prompts.items()),
    )


def demo_connectors() -> dict[str, Connector]:
    centre = _loaded("centre.yaml")
    declared = msgspec.convert(centre["connectors"], tuple[Connector, ...])
    assert BUILT_IN["customer"] in declared
    return {connector.code: connector for connector in declared}
