"""What must hold between several rows; used where they are entered and where they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from hollyhock.apps.base.words import both

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_NEED = re.compile(r"([a-z0-9][a-z0-9_-]*)\s*(?:(?::|>=|≥)\s*(-?\d+))?\Z")
Span = tuple[int, int]


class Broken(ValueError):
    """A rule does not hold; the argument is the sentence for the person."""

    def __init__(self, remedy: _StrPromise) -> None:
        super().__init__(remedy)
        self.remedy = remedy


def check_rings(starts: Sequence[int]) -> None:
    """Raise ``Broken`` unless there is a ring at 0 and no two begin at once."""
    if 0 not in starts:
        raise Broken(both("至少需要一个从 0 秒开始的扩圈。", "A queue needs a ring that begins at 0 seconds."))
    if len(set(starts)) != len(starts):
        raise Broken(both("同一时刻只能有一个扩圈，请改秒数。", "Two rings begin at once; change the seconds of one."))


def check_spans(spans: Iterable[tuple[object, Span]]) -> None:
    """Raise ``Broken`` when two stretches of one day overlap; each comes as (day, (start, end))."""
    last: dict[object, Span] = {}
    for day, span in sorted(spans, key=lambda one: (str(one[0]), one[1])):
        before = last.get(day)
        if before is not None and span[0] < before[1]:
            times = f"{_clock(before[0])}-{_clock(before[1])}", f"{_clock(span[0])}-{_clock(span[1])}"
            raise Broken(
                both(
                    f"时段 {times[0]} 与 {times[1]} 重叠，请改正其中一个。",
                    f"{times[0]} and {times[1]} overlap; mend one of them.",
                )
            )
        last[day] = span


def read_needs(text: str, known: Mapping[str, object]) -> dict[str, int]:
    """Return skill code to lowest level from a line such as ``service:3, english``; raise ``Broken``."""
    needs: dict[str, int] = {}
    for piece in filter(None, (piece.strip() for piece in re.split(r"[,，;；\n]", text))):
        match = _NEED.match(piece)
        if match is None:
            raise Broken(
                both(
                    f"看不懂“{piece}”，请写成 技能:级别，例如 service:3。",
                    f"“{piece}” cannot be read; write skill:level, e.g. service:3.",
                )
            )
        code, level = match.group(1), int(match.group(2) or 1)
        if code not in known:
            listed = ", ".join(sorted(known)) or "-"
            raise Broken(
                both(f"没有技能“{code}”，现有：{listed}。", f"There is no skill “{code}”; known are: {listed}.")
            )
        if not 1 <= level <= 10:
            raise Broken(both(f"“{piece}”的级别须为 1 到 10。", f"The level in “{piece}” must be 1 to 10."))
        if code in needs:
            raise Broken(both(f"技能“{code}”写了两次。", f"The skill “{code}” stands there twice."))
        needs[code] = level
    return needs


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
