"""Standard Chinese: numbers by groups of four digits, 元角分, and the choice between 二 and 两."""

from __future__ import annotations

from datetime import date

from hollyhock.core.speech.kinds import Words

_DIGITS = "零一二三四五六七八九"
_DIALLED = "零幺二三四五六七八九"
"""On the telephone 1 is said 幺, which cannot be taken for 七."""


class Mandarin:
    """The grammar of zh-Hans."""

    joint = ""

    def vocabulary(self) -> frozenset[str]:
        """Return every word in use: about 240."""
        tens = {_below_hundred(n, head=head) for n in range(1, 100) for head in (True, False)}
        big = {f"{digit}{unit}" for digit in _DIGITS[1:] for unit in "百千"} | {"两千"}
        months = {f"{_below_hundred(n, head=True)}月" for n in range(1, 13)}
        days = {f"{_below_hundred(n, head=True)}日" for n in range(1, 32)}
        coins = {f"{digit}{unit}" for digit in (*_DIGITS[1:], "两") for unit in "角分"}
        others = {"负", "万", "亿", "两", "元", "年", "第", "位", "到", "分钟", "不到", "大约"}
        return frozenset({*_DIGITS, *_DIALLED, *tens, *big, *months, *days, *coins, *others})

    def number(self, number: int) -> Words:
        """Say an integer: 10005 is 一万零五, 2000 is 两千, 12 is 十二."""
        if number < 0:
            return ("负", *self.number(-number))
        return _whole(number, head=True, counted=False)

    def amount(self, fen: int) -> Words:
        """Say an amount: 1234567 is 一万二千三百四十五元六角七分, 10005 is 一百元零五分, 0 is 零元."""
        if fen < 0:
            return ("负", *self.amount(-fen))
        yuan, (jiao, rest) = fen // 100, divmod(fen % 100, 10)
        words: list[str] = []
        if yuan or not fen:
            words += [*_whole(yuan, head=True, counted=True), "元"]
        if yuan and rest and not jiao:
            words.append("零")
        for coins, unit in ((jiao, "角"), (rest, "分")):
            if coins:
                words.append(f"{_DIGITS[coins] if words or coins != 2 else '两'}{unit}")
        return tuple(words)

    def date(self, day: date) -> Words:
        """Say a date: the year digit by digit, 二零二七年十二月三十一日."""
        year = tuple(_DIGITS[int(digit)] for digit in str(day.year))
        return (*year, "年", f"{_below_hundred(day.month, head=True)}月", f"{_below_hundred(day.day, head=True)}日")

    def digits(self, digits: str) -> Words:
        """Say digits one by one with 幺 for 1."""
        return tuple(_DIALLED[int(digit)] for digit in digits)

    def place(self, place: int) -> Words:
        """Say a position: 第三位."""
        return ("第", *self.number(place), "位")

    def minutes(self, low: int, high: int) -> Words:
        """Say a range: 两到五分钟, 不到一分钟, 大约三分钟."""
        last = _whole(high, head=True, counted=True)
        if low == 0:
            return ("不到", *last, "分钟")
        if low == high:
            return ("大约", *last, "分钟")
        return (*_whole(low, head=True, counted=True), "到", *last, "分钟")


def _whole(number: int, *, head: bool, counted: bool) -> Words:
    """Say a number of at least 0. ``head``: nothing stands before it; ``counted``: a measure word follows."""
    if number == 2 and head and counted:
        return ("两",)
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            above, rest = divmod(number, size)
            words = (*_whole(above, head=head, counted=True), unit)
            if not rest:
                return words
            gap = ("零",) if rest < size // 10 else ()
            return (*words, *gap, *_whole(rest, head=False, counted=False))
    return _below_ten_thousand(number, head=head)


def _below_ten_thousand(number: int, *, head: bool) -> Words:
    if number < 100:
        return (_below_hundred(number, head=head),)
    thousands, rest = divmod(number, 1000)
    words: list[str] = []
    if thousands:
        words.append("两千" if thousands == 2 and head else f"{_DIGITS[thousands]}千")
    hundreds, rest = divmod(rest, 100)
    if hundreds:
        words.append(f"{_DIGITS[hundreds]}百")
    if rest:
        if rest < 10 or (thousands and not hundreds):
            words.append("零")
        words.append(_below_hundred(rest, head=False))
    return tuple(words)


def _below_hundred(number: int, *, head: bool) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    front = "" if tens == 1 and head else _DIGITS[tens]
    return f"{front}十{_DIGITS[ones] if ones else ''}"
