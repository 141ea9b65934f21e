"""Mistakes in values: read before anything sets them, or personal where only plain ones may decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hollyhock.contracts.flow import AnyNode, Ask, Branch, Flow, LookUp, Menu
from hollyhock.core.flows.checks.edges import Edge, edges_of, reachable
from hollyhock.core.flows.checks.parts import parts_of
from hollyhock.core.flows.connectors import Connector
from hollyhock.core.flows.findings import Findings, Path, instead

ARRIVAL_PLAIN = frozenset({"language"})
"""Plain values that are there from the start.

So may be every value whose name begins with ``page``: the web page attaches what it likes under such names."""
ARRIVAL_PERSONAL = frozenset({"ani", "callback_number", "customer_number"})
"""Personal values that may be there from the start; those but the first when a page has signed its visitor in."""


def check_values(flow: Flow, connectors: Mapping[str, Connector], findings: Findings) -> None:
    """Note values that no way to their node has set, and branches on personal values."""
    nodes = reachable(flow)
    before = _possible_before(flow.start, nodes, connectors)
    private = _personal(nodes, connectors)
    for name, node in nodes.items():
        known = before.get(name, frozenset())
        for place, value in _used(node):
            if value not in known and not value.startswith("page"):
                zh, en = instead(value, known)
                findings.add(
                    "flow_value",
                    ("nodes", name, *place),
                    f"到达这里之前没有任何节点设置过值“{value}”。{zh}",
                    f"No node on the way here sets the value “{value}”. {en}",
                )
        if isinstance(node, Branch) and node.on in private:
            findings.add(
                "flow_personal",
                ("nodes", name, "on"),
                f"“{node.on}”是个人信息，不能用来分支；请用普通值，或把 ask 设为 secret: false。",
                f"“{node.on}” is personal and cannot choose a way; use a plain value, or an ask with secret: false.",
            )


def _possible_before(
    start: str, nodes: Mapping[str, AnyNode], connectors: Mapping[str, Connector]
) -> dict[str, frozenset[str]]:
    """Return, per node, the values that at least one way to it has set (a fixed point of a forward walk)."""
    before: dict[str, frozenset[str]] = {start: ARRIVAL_PLAIN | ARRIVAL_PERSONAL} if start in nodes else {}
    waiting = list(before)
    while waiting:
        name = waiting.pop()
        for edge in edges_of(nodes[name]):
            after = before[name] | _set_by(nodes[name], edge, connectors)
            seen = before.get(edge.target)
            if edge.target in nodes and (seen is None or not after <= seen):
                before[edge.target] = after | (seen or frozenset())
                waiting.append(edge.target)
    return before


def _set_by(node: AnyNode, edge: Edge, connectors: Mapping[str, Connector]) -> frozenset[str]:
    match node:
        case Menu() if edge.chosen:
            return frozenset(node.choices[edge.path[1]].set)
        case Ask() if edge.chosen:
            return frozenset({node.into})
        case LookUp() if edge.path == ("found",) and node.connector in connectors:
            connector = connectors[node.connector]
            return frozenset((*connector.gives, *connector.personal))
        case _:
            return frozenset()


def _personal(nodes: Mapping[str, AnyNode], connectors: Mapping[str, Connector]) -> set[str]:
    names = set(ARRIVAL_PERSONAL)
    for node in nodes.values():
        if isinstance(node, Ask) and node.secret:
            names.add(node.into)
        elif isinstance(node, LookUp) and node.connector in connectors:
            names.update(connectors[node.connector].personal)
    return names


def _used(node: AnyNode) -> Iterator[tuple[Path, str]]:
    for place, part in parts_of(node):
        if part.value is not None:
            yield (*place, "value"), part.value
    if isinstance(node, Branch):
        yield ("on",), node.on
    if isinstance(node, LookUp):
        for parameter, value in node.ask.items():
            yield ("ask", parameter), value
