"""How many of each medium a person holds at once and what may interrupt what: own rules, or the team's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from hollyhock.apps.base.media import VOICE, held_media
from hollyhock.apps.base.words import both
from hollyhock.contracts.directory import CAPACITY, INTERRUPTS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST = 20
"""Of any medium but voice; of that one softphone takes one."""
MOST_WEIGHT = 100


def most(medium: str) -> int:
    """Return the most that a person can hold of a medium."""
    return 1 if medium == VOICE else MOST


def usual(medium: str) -> int:
    """Return how many of a medium a person holds of whom nothing was said."""
    return CAPACITY.get(medium, 1)


def remedy(medium: str) -> _StrPromise:
    """Return what to enter instead of a number that cannot be."""
    if medium == VOICE:
        return both(
            "同时只能接一通电话：请填 1；不接电话请留空。", "One call at a time: enter 1, or leave it empty for none."
        )
    return both(f"请填 1 到 {MOST}；不接此媒体请留空。", f"Enter 1 to {MOST}, or leave it empty for none.")


def effective(own: Mapping[str, int | None], team: Mapping[str, int | None] | None = None) -> dict[str, int]:
    """Return medium to how many at once: the person's own numbers, else the team's, else the usual ones.

    A medium that a set of numbers does not name is one that came later: the usual number; None is not taken.
    """
    stored = own or team or {}
    every = {medium: stored.get(medium, usual(medium)) for medium, _ in held_media()}
    return {medium: number for medium, number in every.items() if number}


def interrupts(own: Mapping[str, list[str]], team: Mapping[str, list[str]] | None = None) -> dict[str, tuple[str, ...]]:
    """Return medium to those during which it may be offered: the person's own, else the team's, else the usual."""
    stored = own or team or {}
    return {**INTERRUPTS, **{medium: tuple(during) for medium, during in stored.items()}}


def check(stored: Any) -> None:
    """Raise ``ValidationError`` for the field ``capacity``, which names the medium, unless every number can be."""
    if not isinstance(stored, dict):
        raise ValidationError({"capacity": both("请按媒体填写数量。", "Give a number for each medium.")})
    labels = dict(held_media())
    for medium, number in stored.items():
        if medium in labels and number is not None and not _can_be(medium, number):
            name, what = labels[medium], remedy(medium)
            raise ValidationError({"capacity": both(f"{name}：{what}", f"{name}: {what}")})


def check_interrupts(stored: Any) -> None:
    """Raise ``ValidationError`` for the field ``interrupts`` unless it is medium to media."""
    good = isinstance(stored, dict) and all(
        isinstance(during, list) and all(isinstance(one, str) and one != medium for one in during)
        for medium, during in stored.items()
    )
    if not good:
        remedy = both("请按媒体列出可以打断哪些媒体。", "List for each medium those that it may interrupt.")
        raise ValidationError({"interrupts": remedy})


def exactly(named: Mapping[str, int]) -> dict[str, int | None]:
    """Return what is stored for a person who takes these media and no others; nothing named: as the team."""
    if not named:
        return {}
    return {**{medium: None for medium, _ in held_media()}, **named}


def exactly_interrupts(named: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return what is stored for a person with these rules and no others; nothing named: as the team."""
    if not named:
        return {}
    return {**{medium: [] for medium in INTERRUPTS}, **{medium: list(during) for medium, during in named.items()}}


def _can_be(medium: str, number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= most(medium)
