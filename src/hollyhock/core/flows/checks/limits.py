"""Mistakes in single fields: keys, numbers out of range, parts that say nothing or two things."""

from __future__ import annotations

import re

from hollyhock.contracts.flow import AnyNode, Ask, Flow, LookUp, Menu, Part, Say, ToQueue, Voicemail
from hollyhock.core.flows.checks.parts import all_parts
from hollyhock.core.flows.findings import Findings, Path
from hollyhock.core.speech.kinds import READ_KINDS

KEYS = frozenset("0123456789*#")
"""Keys of a telephone that a menu can take."""
MOST_NODES = 500
MOST_PARTS = 30
LONGEST_VALUE = 200

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_RANGES: dict[str, tuple[float, float]] = {
    "tries": (1, 9),
    "timeout_s": (0.5, 60),
    "min_digits": (1, 32),
    "max_digits": (1, 32),
    "budget_ms": (50, 5000),
    "max_s": (5, 600),
    "priority": (0, 9),
}


def check_limits(flow: Flow, findings: Findings) -> None:
    """Note every field whose value is outside of what it may be."""
    _check_name(flow.code, ("code",), findings)
    if not flow.languages:
        findings.add("flow_language", ("languages",), "至少写一种语言。", "Name at least one language.")
    if len(flow.nodes) > MOST_NODES:
        findings.add(
            "flow_too_long",
            ("nodes",),
            f"节点超过 {MOST_NODES} 个，请拆成几个流程。",
            f"There are more than {MOST_NODES} nodes; make several flows of it.",
        )
    for path, part in all_parts(flow):
        _check_part(part, path, findings)
    for name, node in flow.nodes.items():
        _check_name(name, ("nodes", name), findings)
        _check_ranges(node, ("nodes", name), findings)
        _check_node(node, ("nodes", name), findings)


def _check_name(name: str, path: Path, findings: Findings) -> None:
    if not _NAME.fullmatch(name):
        findings.add(
            "flow_name",
            path,
            f"名称“{name[:64]}”只能用小写字母、数字、_ 和 -，以字母开头，最长 64 个字符。",
            f"The name “{name[:64]}” may have small letters, digits, _ and - only, begins with a letter, 64 at most.",
        )


def _check_ranges(node: AnyNode, path: Path, findings: Findings) -> None:
    for field, (low, high) in _RANGES.items():
        value = getattr(node, field, None)
        if value is not None and not low <= value <= high:
            findings.add(
                "flow_range",
                (*path, field),
                f"应在 {low:g} 到 {high:g} 之间。",
                f"This must be between {low:g} and {high:g}.",
            )


def _check_node(node: AnyNode, path: Path, findings: Findings) -> None:
    match node:
        case Menu():
            _check_menu(node, path, findings)
        case Ask():
            _check_ask(node, path, findings)
        case ToQueue():
            _check_set(node.set, (*path, "set"), findings)
            if node.callback and node.callback not in KEYS - {"*", "#"}:
                zh, en = "回呼按键须为 0-9 中的一个。", "The key for a call back is one of 0-9."
                findings.add("flow_key", (*path, "callback"), zh, en)
        case Say() | Voicemail() if not node.say:
            findings.add(
                "flow_empty",
                (*path, "say"),
                "没有要说的内容，请写上或删去此节点。",
                "It says nothing; fill it or remove the node.",
            )
        case LookUp() if not node.ask:
            findings.add(
                "flow_empty",
                (*path, "ask"),
                "没有要问的参数，请至少写一个。",
                "It asks for nothing; give at least one parameter.",
            )
        case _:
            pass


def _check_menu(node: Menu, path: Path, findings: Findings) -> None:
    if not node.choices:
        findings.add("flow_empty", (*path, "choices"), "菜单没有选项。", "The menu has no choices.")
    for key, choice in node.choices.items():
        if key not in KEYS:
            findings.add(
                "flow_key",
                (*path, "choices", key),
                f"“{key[:20]}”不是话机上的一个键，可用：0-9、*、#（* 和 # 要加引号）。",
                f"“{key[:20]}” is not one key of a telephone; use 0-9, * or # (the last two in quotes).",
            )
        _check_set(choice.set, (*path, "choices", key, "set"), findings)


def _check_ask(node: Ask, path: Path, findings: Findings) -> None:
    _check_name(node.into, (*path, "into"), findings)
    if node.min_digits > node.max_digits:
        findings.add(
            "flow_range",
            (*path, "max_digits"),
            "max_digits 不能小于 min_digits。",
            "max_digits must not be smaller than min_digits.",
        )
    if node.terminator not in {"", "*", "#"}:
        findings.add(
            "flow_key", (*path, "terminator"), "结束键只能是 #、* 或空。", "The terminator is #, * or nothing."
        )
    if node.into == "language":
        findings.add(
            "flow_name",
            (*path, "into"),
            "language 由菜单设置，请换一个名称。",
            "A menu sets language; choose another name.",
        )


def _check_set(values: dict[str, str], path: Path, findings: Findings) -> None:
    for name, value in values.items():
        _check_name(name, (*path, name), findings)
        if len(value) > LONGEST_VALUE:
            findings.add(
                "flow_range", (*path, name), f"最长 {LONGEST_VALUE} 个字符。", f"At most {LONGEST_VALUE} characters."
            )


def _check_part(part: Part, path: Path, findings: Findings) -> None:
    if path[0] == "standby" and part.prompt is None:
        findings.add(
            "flow_part", path, "待机提示只能播放 prompt。", "While the engine is away only prompts can be played."
        )
    elif part.prompt is not None and (part.read is not None or part.value is not None):
        findings.add("flow_part", path, "prompt 与 read 只能写一个。", "Give either prompt or read, not both.")
    elif part.prompt is None and (part.read is None or part.value is None):
        findings.add(
            "flow_part", path, "请写 prompt，或同时写 read 和 value。", "Give a prompt, or read together with value."
        )
    elif part.read is not None and part.read not in READ_KINDS:
        listed = ", ".join(sorted(READ_KINDS))
        findings.add(
            "flow_part",
            (*path, "read"),
            f"不会读“{part.read}”，可用：{listed}",
            f"Cannot read “{part.read}”; use {listed}",
        )
    if path[0] != "standby" and int(path[-1]) == MOST_PARTS:
        findings.add("flow_too_long", path, f"一次最多说 {MOST_PARTS} 段。", f"At most {MOST_PARTS} parts at once.")
