"""YAML text of a flow to plain data, with the line of every key kept.

A flow uses a small part of YAML 1.1 on purpose: keys are always text (``on``, ``yes`` and ``1`` need no quotes), only
``true`` and ``false`` are truth values, and there are neither anchors nor tags nor doubled keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
import yaml

from hollyhock.contracts.errors import Problem
from hollyhock.core.flows.findings import Findings, Path

MOST_CHARACTERS = 262_144
"""Longest text that is looked at."""

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?")
_WORDS: Mapping[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}


class Document(msgspec.Struct, frozen=True):
    """What a text says."""

    data: object
    lines: dict[Path, int]
    """Where each key or item stands, from 1."""


def load(text: str) -> tuple[Document | None, list[Problem]]:
    """Return the document of a YAML text and the problems found; no document when it cannot be read at all."""
    findings = Findings()
    if len(text) > MOST_CHARACTERS:
        findings.add(
            "flow_too_long",
            (),
            f"文本超过 {MOST_CHARACTERS} 个字符，请拆成几个流程。",
            f"The text is longer than {MOST_CHARACTERS} characters; make several flows of it.",
        )
        return None, findings.problems()
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        _unreadable(findings, error)
        return None, findings.problems()
    except RecursionError:
        findings.add("flow_text", (), "嵌套过深。", "It is nested too deeply.")
        return None, findings.problems()
    builder = _Builder()
    data = builder.build(root, ()) if root is not None else None
    return Document(data, builder.lines), builder.findings.problems()


def _unreadable(findings: Findings, error: yaml.YAMLError) -> None:
    mark = getattr(error, "problem_mark", None)
    what = str(getattr(error, "problem", None) or "not YAML")
    zh, en = (f"第 {mark.line + 1} 行：", f"Line {mark.line + 1}: ") if mark is not None else ("", "")
    findings.add(
        "flow_text",
        (),
        f"{zh}不是正确的 YAML（{what}），请检查缩进、冒号和引号。",
        f"{en}this is not correct YAML ({what}); check indentation, colons and quotes.",
    )


class _Builder:
    """Turns YAML's nodes into data; notes lines and what our part of YAML leaves out."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.findings = Findings(self.lines)
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, path: Path) -> object:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self._seen:
            self.findings.add(
                "flow_text",
                path,
                "不能使用锚点（& 和 *），请把内容写出来。",
                "Anchors (& and *) are not used here; write it out.",
            )
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, str(index))) for index, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            self.lines[*path, name] = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.findings.add("flow_text", (*path, name), "键必须是一个词。", "A key must be one word.")
            elif name in result:
                self.findings.add(
                    "flow_double_key", (*path, name), "此键写了两次，请删去一处。", "This key stands twice; remove one."
                )
            result[name] = self.build(value, (*path, name))
        return result


def _scalar(node: yaml.Node) -> object:
    text = str(node.value)
    if getattr(node, "style", None) is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text
