"""Reading a flow: text or data in, a flow or the whole list of what is wrong with it out."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.errors import Problem
from hollyhock.contracts.flow import Flow
from hollyhock.core.flows.findings import Findings, Path
from hollyhock.core.flows.text import load
from hollyhock.core.shape import check_shape


class Reading(msgspec.Struct, frozen=True):
    """A flow as far as it could be read."""

    flow: Flow | None
    """None when ``problems`` keep it from being one."""
    problems: list[Problem]
    lines: dict[Path, int]
    """Where each key stands in the text, for the checks that follow."""


def read_text(text: str) -> Reading:
    """Read a flow from YAML text; ``validate`` then says whether it may be published."""
    document, problems = load(text)
    if document is None or problems:
        return Reading(None, problems, document.lines if document else {})
    return _decode(document.data, document.lines)


def parse(data: object) -> Reading:
    """Read a flow from data that has been loaded already (JSON, a database field)."""
    return _decode(data, {})


def _decode(data: object, lines: dict[Path, int]) -> Reading:
    findings = Findings(lines)
    check_shape(Flow, data, findings, family="flow")
    problems = findings.problems()
    if problems:
        return Reading(None, problems, lines)
    return Reading(msgspec.convert(data, Flow), [], lines)
