"""Reading a TOML file of a person's hand: all that is wrong with it at once, each with its place and its remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from hollyhock.contracts.errors import Invalid, Problem
from hollyhock.core.flows.findings import Findings
from hollyhock.core.shape import check_shape

T = TypeVar("T")
_MOST = 8
"""Faults told at once: the first mended often mends the rest."""


def read_toml(path: Path, kind: type[T]) -> T:
    """Return what a file says as a ``kind``; raise ``Invalid`` naming every field at fault and its remedy."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(
            field=path.name,
            field_name=path.name,
            remedy_zh=f"不是有效的 TOML，请改正：{error}",
            remedy_en=f"this is no valid TOML, mend it: {error}",
        ) from None
    findings = Findings()
    check_shape(kind, data, findings, family="file")
    refuse(path.name, findings.problems())
    return msgspec.convert(data, kind)


def refuse(name: str, problems: Sequence[Problem]) -> None:
    """Raise ``Invalid`` for a file with any problems, telling the first few."""
    if not problems:
        return
    told, more = problems[:_MOST], len(problems) - _MOST
    zh = [problem.zh for problem in told] + ([f"另有 {more} 处。"] if more > 0 else [])
    en = [problem.en for problem in told] + ([f"And {more} more."] if more > 0 else [])
    one = len(zh) == 1
    raise Invalid(
        field=problems[0].field,
        field_name=name,
        remedy_zh=zh[0] if one else "".join(f"\n  {line}" for line in zh),
        remedy_en=en[0] if one else "".join(f"\n  {line}" for line in en),
    )
