"""May this flow be published? All checks in one call."""

from __future__ import annotations

from collections.abc import Mapping

from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import Problem
from hollyhock.contracts.flow import Flow
from hollyhock.core.flows.checks.graph import check_graph
from hollyhock.core.flows.checks.limits import check_limits
from hollyhock.core.flows.checks.references import check_references
from hollyhock.core.flows.checks.values import check_values
from hollyhock.core.flows.connectors import BUILT_IN, Connector
from hollyhock.core.flows.findings import Findings, Lines


def validate(
    flow: Flow,
    directory: Directory,
    connectors: Mapping[str, Connector] = BUILT_IN,
    lines: Lines | None = None,
) -> list[Problem]:
    """Return everything that keeps a flow from being published, in the order of its text; empty = publish it.

    ``connectors`` are those of the centre by code, the built-in ones included; ``lines`` come from ``read_text``.
    """
    findings = Findings(lines)
    check_limits(flow, findings)
    check_graph(flow, findings)
    check_references(flow, directory, connectors, findings)
    check_values(flow, connectors, findings)
    return findings.problems()
