"""The parts that a flow says, with the place where each stands."""

from __future__ import annotations

from collections.abc import Iterator

from hollyhock.contracts.flow import AnyNode, Flow, Part
from hollyhock.core.flows.findings import Path

_FIELDS = ("say", "no_match", "no_input")


def parts_of(node: AnyNode) -> Iterator[tuple[Path, Part]]:
    """Yield the parts of a node with their place within it."""
    for field in _FIELDS:
        for index, part in enumerate(getattr(node, field, ())):
            yield (field, str(index)), part


def all_parts(flow: Flow) -> Iterator[tuple[Path, Part]]:
    """Yield every part of a flow with its place, the standby message included."""
    for index, part in enumerate(flow.standby):
        yield ("standby", str(index)), part
    for name, node in flow.nodes.items():
        for place, part in parts_of(node):
            yield ("nodes", name, *place), part
