"""Texts that people see, written once in both screen languages where they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.utils.functional import lazy
from django.utils.translation import get_language

from hollyhock.contracts.directory import Names
from hollyhock.contracts.errors import Problem

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CHINESE = "zh-Hans"
ENGLISH = "en"


def language() -> str:
    """Return the language of the request in hand: ``zh-Hans`` (also when there is none) or ``en``."""
    return ENGLISH if (get_language() or "").startswith("en") else CHINESE


def pick(zh: str, en: str) -> str:
    """Return the text that fits the language in force now; Chinese when only one of them is filled in."""
    if language() == ENGLISH:
        return en or zh
    return zh or en


_lazy_pick = lazy(pick, str)


def both(zh: str, en: str) -> _StrPromise:
    """Return a text that is chosen when it is shown; for labels, help texts and messages.

    Having both languages side by side means that none can be forgotten, and no compiled catalogue is needed.
    """
    return cast("_StrPromise", _lazy_pick(zh, en))


def names(zh: str, en: str) -> Names:
    """Return a name for the wire; a language left empty takes the other's text."""
    return Names(zh=zh or en, en=en or zh)


def sentence(problem: Problem) -> str:
    """Return a problem's sentence in the language in force now."""
    return pick(problem.zh, problem.en)
