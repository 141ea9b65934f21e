"""Ways on which a customer would go round for ever without having chosen to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hollyhock.contracts.directory import Queue
from hollyhock.contracts.flow import Flow, ToQueue
from hollyhock.contracts.routing import Overflow
from hollyhock.core.checks.faults import Faults
from hollyhock.core.flows.checks.edges import edges_of


class Spot(NamedTuple):
    """Where a customer can be on the way: coming to a queue (``enter``), in its line (``stand``) or in a ``flow``."""

    kind: str
    code: str


Graph = Mapping[Spot, set[Spot]]


def check_circles(queues: Mapping[str, Queue], flows: Mapping[str, Flow], faults: Faults) -> None:
    """Note queues to whose line overflow leads back, and full queues that turn away to themselves through a flow.

    Two queues may each send on to the other when full: the engine tries each once. A flow that comes back only when the
    customer presses a key is a choice, not a circle.
    """
    graph = _ways(queues, flows)
    for code, queue in queues.items():
        if _leads(graph, Spot("stand", code), Spot("stand", code)):
            last = next(number for number, ring in enumerate(queue.rings) if ring.overflow is not None)
            zh = "溢出去向绕成圈，客户会一直转下去；请改其中一个去向，或在流程中让客户按键选择。"
            en = "its overflow leads back to itself; change a target, or let the customer choose by a key of the flow."
            faults.add("circular_overflow", ("queues", code, "rings", str(last), "overflow"), zh, en)
    at_once = {spot: targets for spot, targets in graph.items() if spot.kind != "stand"}
    circling = [spot for spot in at_once if spot.kind == "flow" and _leads(at_once, spot, spot)]
    for code in queues:
        enter = Spot("enter", code)
        if any(_leads(at_once, enter, flow) and _leads(at_once, flow, enter) for flow in circling):
            zh = "排满时经流程又回到本队列；请改去向，或在流程中让客户按键选择。"
            en = "when full, a flow leads back to it; change the target, or let the customer choose by a key."
            faults.add("circular_overflow", ("queues", code, "entry", "when_full"), zh, en)


def _ways(queues: Mapping[str, Queue], flows: Mapping[str, Flow]) -> dict[Spot, set[Spot]]:
    """Return where a customer who presses nothing may go from each spot."""
    graph: dict[Spot, set[Spot]] = {}
    for code, queue in queues.items():
        end = next((ring.overflow for ring in queue.rings if ring.overflow is not None), None)
        graph[Spot("stand", code)] = _target(end)
        graph[Spot("enter", code)] = {Spot("stand", code)} | _target(queue.entry.when_full)
    entered = {spot.code for targets in graph.values() for spot in targets if spot.kind == "flow"}
    for code in entered & flows.keys():
        graph[Spot("flow", code)] = {Spot("enter", queue) for queue in _queues_of(flows[code])}
    return graph


def _target(overflow: Overflow | None) -> set[Spot]:
    if overflow is None or overflow.kind not in {"queue", "flow"}:
        return set()
    return {Spot("enter" if overflow.kind == "queue" else "flow", overflow.to)}


def _queues_of(flow: Flow) -> set[str]:
    """Return the queues into which a flow leads a customer who presses nothing."""
    seen: set[str] = set()
    waiting = [flow.start]
    for name in waiting:
        node = flow.nodes.get(name)
        if node is not None and name not in seen:
            seen.add(name)
            waiting += [edge.target for edge in edges_of(node) if not edge.chosen]
    nodes = [flow.nodes[name] for name in seen]
    return {node.queue for node in nodes if isinstance(node, ToQueue)}


def _leads(graph: Graph, start: Spot, goal: Spot) -> bool:
    """Tell whether a way of one step at least leads from one spot to another."""
    seen: set[Spot] = set()
    waiting = list(graph.get(start, ()))
    while waiting:
        spot = waiting.pop()
        if spot == goal:
            return True
        if spot not in seen:
            seen.add(spot)
            waiting += graph.get(spot, ())
    return False
