"""English: numbers with "and" before the last two digits, yuan and fen, spoken years."""

from __future__ import annotations

from datetime import date

from hollyhock.core.speech.kinds import Words


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_ONES = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = _listed("zero ten twenty thirty forty fifty sixty seventy eighty ninety")
_MONTHS = _listed("January February March April May June July August September October November December")
_ORDINALS = {
    1: "first",
    2: "second",
    3: "third",
    5: "fifth",
    8: "eighth",
    9: "ninth",
    12: "twelfth",
    20: "twentieth",
    30: "thirtieth",
}
_GROUPS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


class English:
    """The grammar of en."""

    joint = " "

    def vocabulary(self) -> frozenset[str]:
        """Return every word in use: about 190."""
        numbers = {_below_hundred(n) for n in range(100)}
        hundreds = {f"{_below_hundred(n)} hundred" for n in range(1, 100) if n < 10 or n % 10}
        days = {_ordinal(n) for n in range(1, 32)}
        others = {"minus", "and", "yuan", "fen", "oh", "number", "in line", "to", "minute", "minutes"}
        groups = {name for _size, name in _GROUPS}
        return frozenset({*numbers, *hundreds, *days, *_MONTHS, *groups, *others, "less than", "about"})

    def number(self, number: int) -> Words:
        """Say an integer: 1005 is "one thousand and five"."""
        if number < 0:
            return ("minus", *self.number(-number))
        words: list[str] = []
        rest = number
        for size, name in _GROUPS:
            group, rest = divmod(rest, size)
            if group:
                words += [*_below_thousand(group), name]
        if rest and rest < 100 and words:
            words.append("and")
        if rest or not number:
            words += _below_thousand(rest)
        return tuple(words)

    def amount(self, fen: int) -> Words:
        """Say an amount: 1234567 is "twelve thousand three hundred and forty-five yuan and sixty-seven fen"."""
        if fen < 0:
            return ("minus", *self.amount(-fen))
        yuan, rest = divmod(fen, 100)
        words: list[str] = []
        if yuan or not fen:
            words += [*self.number(yuan), "yuan"]
        if yuan and rest:
            words.append("and")
        if rest:
            words += [_below_hundred(rest), "fen"]
        return tuple(words)

    def date(self, day: date) -> Words:
        """Say a date: "December thirty-first twenty twenty-seven"."""
        return (_MONTHS[day.month - 1], _ordinal(day.day), *self._year(day.year))

    def digits(self, digits: str) -> Words:
        """Say digits one by one."""
        return tuple(_ONES[int(digit)] for digit in digits)

    def place(self, place: int) -> Words:
        """Say a position: "number three in line"."""
        return ("number", *self.number(place), "in line")

    def minutes(self, low: int, high: int) -> Words:
        """Say a range: "two to five minutes", "less than one minute", "about three minutes"."""
        last = (*self.number(high), "minute" if high == 1 else "minutes")
        if low == 0:
            return ("less than", *last)
        if low == high:
            return ("about", *last)
        return (*self.number(low), "to", *last)

    def _year(self, year: int) -> Words:
        """2005 is a number, 1905 and 2027 are pairs."""
        century, rest = divmod(year, 100)
        if century % 10 == 0 and rest < 10:
            return self.number(year)
        if rest == 0:
            return (f"{_below_hundred(century)} hundred",)
        if rest < 10:
            return (_below_hundred(century), "oh", _ONES[rest])
        return (_below_hundred(century), _below_hundred(rest))


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return [_below_hundred(rest)]
    words = [f"{_ONES[hundreds]} hundred"]
    if rest:
        words += ["and", _below_hundred(rest)]
    return words


def _below_hundred(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]


def _ordinal(number: int) -> str:
    if number in _ORDINALS:
        return _ORDINALS[number]
    if number > 20:
        return f"{_TENS[number // 10]}-{_ordinal(number % 10)}"
    return f"{_ONES[number]}th"
