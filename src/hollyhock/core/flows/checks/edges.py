"""The ways out of a node, as data: what the graph checks and the designer follow."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from hollyhock.contracts.flow import AnyNode, Ask, Branch, Flow, Hours, LookUp, Menu, Say, Staffed, Voicemail
from hollyhock.core.flows.findings import Path


class Edge(msgspec.Struct, frozen=True):
    """One way from a node to another."""

    path: Path
    """Where it stands within the node, e.g. ``("choices", "1", "next")``."""
    target: str
    chosen: bool = False
    """Taken only when the customer presses something."""


def edges_of(node: AnyNode) -> tuple[Edge, ...]:
    """Return the ways out of a node; none for a node that ends the flow."""
    match node:
        case Say() | Voicemail():
            return (Edge(("next",), node.next),)
        case Menu():
            choices = (Edge(("choices", key, "next"), choice.next, True) for key, choice in node.choices.items())
            return (*choices, Edge(("failed",), node.failed))
        case Ask():
            return (Edge(("next",), node.next, True), Edge(("failed",), node.failed))
        case Branch():
            cases = (Edge(("cases", value), target) for value, target in node.cases.items())
            return (*cases, Edge(("default",), node.default))
        case LookUp():
            return (Edge(("found",), node.found), Edge(("unknown",), node.unknown))
        case Hours():
            return (Edge(("open",), node.open), Edge(("closed",), node.closed))
        case Staffed():
            return (Edge(("yes",), node.yes), Edge(("no",), node.no))
        case _:
            return ()


def reachable(flow: Flow) -> dict[str, AnyNode]:
    """Return the nodes that can be reached from the start, in the order in which a breadth-first walk meets them."""
    found: dict[str, AnyNode] = {}
    waiting = [flow.start]
    for name in waiting:
        node = flow.nodes.get(name)
        if node is not None and name not in found:
            found[name] = node
            waiting.extend(edge.target for edge in edges_of(node))
    return found


def reaching(graph: dict[str, set[str]], goals: set[str]) -> set[str]:
    """Return the nodes of a graph from which one of ``goals`` can be reached, the goals included."""
    sources: dict[str, set[str]] = {}
    for name, targets in graph.items():
        for target in targets:
            sources.setdefault(target, set()).add(name)
    found = set(goals)
    waiting = list(goals)
    for name in waiting:
        fresh = sources.get(name, set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found


def all_edges(flow: Flow) -> Iterator[tuple[str, Edge]]:
    """Yield every way in a flow with the name of the node that it leaves."""
    for name, node in flow.nodes.items():
        for edge in edges_of(node):
            yield name, edge
