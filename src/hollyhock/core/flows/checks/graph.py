"""Mistakes in how nodes hang together: missing targets, islands, traps and silent circles."""

from __future__ import annotations

from hollyhock.contracts.flow import AnyNode, Ask, Flow, HangUp, Menu, Say, ToQueue, Voicemail
from hollyhock.core.flows.checks.edges import all_edges, edges_of, reachable, reaching
from hollyhock.core.flows.findings import Findings, Path, instead


def check_graph(flow: Flow, findings: Findings) -> None:
    """Note targets that do not exist; when all exist, also nodes nobody reaches, nodes without a way out, circles."""
    if _check_targets(flow, findings):
        nodes = reachable(flow)
        for name in flow.nodes:
            if name not in nodes:
                findings.add(
                    "flow_unreachable",
                    ("nodes", name),
                    "没有任何路径通到此节点，请连上或删去。",
                    "Nothing leads to this node; connect it or remove it.",
                )
        _check_ways_out(nodes, findings)
        _check_circles(nodes, findings)


def _check_targets(flow: Flow, findings: Findings) -> bool:
    complete = True
    places: list[tuple[Path, str]] = [(("start",), flow.start)]
    places += [(("nodes", name, *edge.path), edge.target) for name, edge in all_edges(flow)]
    for path, target in places:
        if target not in flow.nodes:
            complete = False
            zh, en = instead(target, flow.nodes)
            findings.add("flow_target", path, f"没有节点“{target}”。{zh}", f"There is no node “{target}”. {en}")
    return complete


def _check_ways_out(nodes: dict[str, AnyNode], findings: Findings) -> None:
    """A customer who presses nothing must come to an end too, so only ways that need no key count."""
    graph = {name: {edge.target for edge in edges_of(node) if not edge.chosen} for name, node in nodes.items()}
    ends = {name for name, node in nodes.items() if isinstance(node, (HangUp, ToQueue))}
    for name in sorted(nodes.keys() - reaching(graph, ends)):
        findings.add(
            "flow_no_way_out",
            ("nodes", name),
            "客户若不按键，从这里永远到不了队列或挂机，请改动 failed 或 next。",
            "From here a customer who presses nothing never comes to a queue or a hang-up; change failed or next.",
        )


def _check_circles(nodes: dict[str, AnyNode], findings: Findings) -> None:
    silent = {name: {edge.target for edge in edges_of(node)} for name, node in nodes.items() if not _takes_time(node)}
    silent = {name: targets & silent.keys() for name, targets in silent.items()}
    for name, targets in silent.items():
        if any(name in _reached(silent, target) for target in targets):
            findings.add(
                "flow_silent_circle",
                ("nodes", name),
                "此节点在一个既不播放也不询问的循环里，请在循环中加入 say 或 menu。",
                "This node is in a circle that neither says nor asks anything; put a say or a menu into it.",
            )


def _reached(graph: dict[str, set[str]], start: str) -> set[str]:
    found = {start}
    waiting = [start]
    for name in waiting:
        fresh = graph[name] - found
        found |= fresh
        waiting.extend(fresh)
    return found


def _takes_time(node: AnyNode) -> bool:
    """Parts that read a value may fall away, so only a prompt is sure to be heard."""
    match node:
        case Menu() | Ask() | Voicemail():
            return True
        case Say():
            return any(part.prompt is not None for part in node.say)
        case _:
            return False
