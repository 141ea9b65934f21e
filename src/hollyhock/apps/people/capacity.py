"""How many of each medium a person holds at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from hollyhock.apps.base.media import VOICE, held_media
from hollyhock.apps.base.words import both

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST = 20
"""Of any medium but voice; of that one softphone takes one."""


def most(medium: str) -> int:
    """Return the most that a person can hold of a medium."""
    return 1 if medium == VOICE else MOST


def remedy(medium: str) -> _StrPromise:
    """Return what to enter instead of a number that cannot be."""
    if medium == VOICE:
        return both(
            "同时只能接一通电话：请填 1；不接电话请留空。", "One call at a time: enter 1, or leave it empty for none."
        )
    return both(f"请填 1 到 {MOST}；不接此媒体请留空。", f"Enter 1 to {MOST}, or leave it empty for none.")


def effective(stored: Mapping[str, int | None]) -> dict[str, int]:
    """Return medium to how many at once; one of each that nothing was said of, none of those said to be empty."""
    every = {medium: stored.get(medium, 1) for medium, _ in held_media()}
    return {medium: number for medium, number in every.items() if number}


def check(stored: Any) -> None:
    """Raise ``ValidationError`` for the field ``capacity``, which names the medium, unless every number can be."""
    if not isinstance(stored, dict):
        raise ValidationError({"capacity": both("请按媒体填写数量。", "Give a number for each medium.")})
    labels = dict(held_media())
    for medium, number in stored.items():
        if medium in labels and number is not None and not _can_be(medium, number):
            name, what = labels[medium], remedy(medium)
            raise ValidationError({"capacity": both(f"{name}：{what}", f"{name}: {what}")})


def exactly(named: Mapping[str, int]) -> dict[str, int | None]:
    """Return what is stored for a person who takes these media and no others; nothing named: one of each."""
    if not named:
        return {}
    return {**{medium: None for medium, _ in held_media()}, **named}


def _can_be(medium: str, number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= most(medium)
