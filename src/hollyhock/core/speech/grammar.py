"""Reads a value back in a language: the one way from a flow's part to words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from hollyhock.contracts.errors import Invalid, Unknown
from hollyhock.core.speech.english import English
from hollyhock.core.speech.kinds import MOST, Grammar, Words
from hollyhock.core.speech.mandarin import Mandarin

GRAMMARS: Mapping[str, Grammar] = {"zh-Hans": Mandarin(), "en": English()}
"""Language to grammar."""

LONGEST = 64
"""Most digits that are read one by one."""


class Spoken(msgspec.Struct, frozen=True):
    """A value as it is said."""

    words: Words
    """Small sounds in order; empty for free text, which must be synthesised for the call."""
    text: str
    """The same in writing."""


def read_back(kind: str, value: str, language: str) -> Spoken:
    """Return how ``value`` is said.

    Raises ``Unknown`` for a language or a kind without grammar and ``Invalid`` for a value that is not of its kind; the
    error never repeats the value, which may be personal.
    """
    if kind == "text":
        return Spoken((), value)
    grammar = grammar_of(language)
    say = _KINDS.get(kind)
    if say is None:
        raise Unknown(what="read", name=kind)
    try:
        words = say(grammar, value.strip())
    except ValueError:
        raise Invalid(
            field_name=kind,
            remedy_zh="此值不能这样读，请检查连接器给出的格式",
            remedy_en="the value cannot be read like this; check the form in which the connector gives it",
        ) from None
    return Spoken(words, grammar.joint.join(words))


def grammar_of(language: str) -> Grammar:
    """Return a language's grammar; raise ``Unknown`` when there is none."""
    if language not in GRAMMARS:
        raise Unknown(what="language", name=language)
    return GRAMMARS[language]


def _number(grammar: Grammar, value: str) -> Words:
    return grammar.number(_integer(value))


def _amount(grammar: Grammar, value: str) -> Words:
    return grammar.amount(_integer(value))


def _date(grammar: Grammar, value: str) -> Words:
    day = date.fromisoformat(value)
    if day.year < 1000:
        raise ValueError
    return grammar.date(day)


def _digits(grammar: Grammar, value: str) -> Words:
    digits = re.sub(r"[ +()-]", "", value)
    if not re.fullmatch(rf"[0-9]{{1,{LONGEST}}}", digits):
        raise ValueError
    return grammar.digits(digits)


def _place(grammar: Grammar, value: str) -> Words:
    place = _integer(value)
    if place < 1:
        raise ValueError
    return grammar.place(place)


def _minutes(grammar: Grammar, value: str) -> Words:
    first, _dash, last = value.partition("-")
    low, high = _integer(first), _integer(last)
    if not (0 <= low <= high and high >= 1):
        raise ValueError
    return grammar.minutes(low, high)


_KINDS: Mapping[str, Callable[[Grammar, str], Words]] = {
    "number": _number,
    "amount": _amount,
    "date": _date,
    "digits": _digits,
    "place": _place,
    "minutes": _minutes,
}


def _integer(value: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,15}", value):
        raise ValueError
    number = int(value)
    if abs(number) > MOST:
        raise ValueError
    return number
