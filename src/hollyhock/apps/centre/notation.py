"""The short notations of the back office: skills with levels, boosts, loans and overflow, each on one line of text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from hollyhock.apps.base.words import both
from hollyhock.contracts.routing import Boost, Loan, Overflow, Requirement

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_NAME = r"[A-Za-z0-9][A-Za-z0-9_-]*"
_NEED = re.compile(rf"({_NAME}(?:\.[A-Za-z0-9_-]+)?)\s*(?:(?::|：|>=|≥)\s*(-?\d+))?\Z")
_DATA = re.compile(rf"{_NAME}\Z")
_BOOST = re.compile(rf"({_NAME})\s*=\s*([^\s:：,，;；=]+)\s*[:：]\s*([+-]?\d+)\Z")
_LOAN = re.compile(rf"({_NAME})\s*(?:[:：]\s*(\d+))?\Z")
_COMMAS = re.compile(r"[,，;；、\n]")
_BARS = re.compile(r"[|｜/]")


class Unreadable(ValueError):
    """A piece of text is no such notation; ``remedy`` is the sentence for the person."""

    def __init__(self, piece: str, zh: str, en: str) -> None:
        self.remedy: _StrPromise = both(f"看不懂“{piece}”，{zh}", f"“{piece}” cannot be read; {en}")
        super().__init__(str(self.remedy))


def read_needs(text: str) -> tuple[Requirement, ...]:
    """Return all the skills of a line such as ``service:3, english``; without a level the lowest will do."""
    return tuple(_need(piece) for piece in _pieces(text))


def read_groups(text: str) -> tuple[tuple[Requirement, ...], ...]:
    """Return the groups of a line such as ``gold | vip:3, english``: of each group one skill is enough."""
    return tuple(tuple(_need(one.strip()) for one in _BARS.split(piece)) for piece in _pieces(text))


def read_names(text: str) -> tuple[str, ...]:
    """Return the names of attached values of a line such as ``language, region``."""
    names = tuple(_pieces(text))
    for name in names:
        if not _DATA.match(name):
            raise Unreadable(name, "请写数据名称，例如 language。", "write the name of a value, e.g. language.")
    return names


def read_boosts(text: str) -> tuple[Boost, ...]:
    """Return the boosts of a line such as ``tier=vip:2``."""
    found = [(piece, _BOOST.match(piece)) for piece in _pieces(text)]
    for piece, match in found:
        if match is None:
            raise Unreadable(
                piece, "请写成 名称=值:级数，例如 tier=vip:2。", "write name=value:levels, e.g. tier=vip:2."
            )
    return tuple(Boost(name=m[1], value=m[2], levels=int(m[3])) for _, m in found if m is not None)


def read_loans(text: str) -> tuple[Loan, ...]:
    """Return the loans of a line such as ``sales:10, help``: a lending queue with the seconds that it may let wait."""
    found = [(piece, _LOAN.match(piece)) for piece in _pieces(text)]
    for piece, match in found:
        if match is None:
            raise Unreadable(piece, "请写成 队列:秒，例如 sales:10。", "write queue:seconds, e.g. sales:10.")
    return tuple(Loan(lender=m[1], well_ms=int(m[2] or 0) * 1000) for _, m in found if m is not None)


def read_overflow(text: str) -> Overflow | None:
    """Return the overflow of ``queue:CODE``, ``flow:CODE``, ``callback`` or ``busy``; nothing for an empty text."""
    kind, _, to = text.partition(":")
    match kind:
        case "queue" | "flow" if to:
            return Overflow(kind=kind, to=to)
        case "callback" | "busy" if not to:
            return Overflow(kind=kind)
        case "" if not to:
            return None
        case _:
            raise Unreadable(text, "请从列表中选择。", "choose one of the list.")


def write_needs(needs: Iterable[Requirement], between: str = ", ") -> str:
    """Return skills as they are written."""
    return between.join(f"{need.skill}:{need.minimum}" if need.minimum != 1 else need.skill for need in needs)


def write_groups(groups: Iterable[Iterable[Requirement]]) -> str:
    """Return groups as they are written."""
    return ", ".join(write_needs(group, " | ") for group in groups)


def write_boosts(boosts: Iterable[Boost]) -> str:
    """Return boosts as they are written."""
    return ", ".join(f"{boost.name}={boost.value}:{boost.levels}" for boost in boosts)


def write_loans(loans: Iterable[Loan]) -> str:
    """Return loans as they are written."""
    return ", ".join(f"{loan.lender}:{loan.well_ms // 1000}" if loan.well_ms else loan.lender for loan in loans)


def write_overflow(overflow: Overflow | None) -> str:
    """Return an overflow as it is kept."""
    if overflow is None:
        return ""
    return f"{overflow.kind}:{overflow.to}" if overflow.to else overflow.kind


def _need(piece: str) -> Requirement:
    match = _NEED.match(piece)
    if match is None:
        raise Unreadable(piece, "请写成 技能:级别，例如 service:3。", "write skill:level, e.g. service:3.")
    return Requirement(match[1], int(match[2] or 1))


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _COMMAS.split(text) if piece.strip()]
