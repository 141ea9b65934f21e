"""Findings: what is wrong with a flow, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from hollyhock.contracts.errors import Problem

Path = tuple[str, ...]
"""Keys from the top of the document, e.g. ``("nodes", "main", "choices", "1", "next")``."""
Lines = Mapping[Path, int]
"""Where each path stands in the text, counted from 1; empty for a flow that does not come from text."""


class Findings:
    """Collects problems, so that a person sees all of them at once."""

    def __init__(self, lines: Lines | None = None) -> None:
        """Start empty; ``lines`` tells in which line of the text a path stands."""
        self._lines: Lines = {} if lines is None else lines
        self._found: list[tuple[int, Problem]] = []

    def add(self, code: str, path: Path, zh: str, en: str) -> None:
        """Note a problem at a path; the sentences say what to do and need not repeat where."""
        line = self._line(path)
        place_zh, place_en = _place(path, line)
        problem = Problem(
            code=code,
            status=422,
            retryable=False,
            zh=f"{place_zh}{zh}",
            en=f"{place_en}{en}",
            field=".".join(path) or None,
        )
        self._found.append((line or 0, problem))

    def problems(self) -> list[Problem]:
        """Return everything noted, in the order of the text, each once."""
        ordered = sorted(self._found, key=lambda found: found[0])
        return list(dict.fromkeys(problem for _line, problem in ordered))

    def _line(self, path: Path) -> int | None:
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None


def _place(path: Path, line: int | None) -> tuple[str, str]:
    zh, en = [], []
    if line is not None:
        zh.append(f"第 {line} 行")
        en.append(f"line {line}")
    if path[:1] == ("nodes",) and len(path) > 1:
        zh.append(f"节点“{path[1]}”")
        en.append(f"node “{path[1]}”")
        path = path[2:]
    if path:
        zh.append(f"字段 {'.'.join(path)}")
        en.append(f"field {'.'.join(path)}")
    if not zh:
        return "", ""
    place = ", ".join(en)
    return f"{'，'.join(zh)}：", f"{place[0].upper()}{place[1:]}: "


def instead(name: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the remedy for a name that does not exist: the nearest names, or the first few there are."""
    names = sorted(set(known))
    near = get_close_matches(name, names, n=3, cutoff=0.6)
    if near:
        listed = ", ".join(near)
        return f"是否想写：{listed}？", f"Did you mean {listed}?"
    if not names:
        return "目前一个也没有，请先建立。", "There are none yet; make one first."
    listed = ", ".join(names[:8]) + (" ..." if len(names) > 8 else "")
    return f"可用的有：{listed}", f"There are: {listed}"
