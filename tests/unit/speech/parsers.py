"""Readers of spoken values, written apart from the grammars: they go from words to numbers, left to right."""

import re

_DIGIT = {character: index for index, character in enumerate("零一二三四五六七八九")} | {"两": 2, "幺": 1}
_SMALL = {"十": 10, "百": 100, "千": 1000}


def chinese_number(text: str) -> int:
    if text.startswith("负"):
        return -chinese_number(text[1:])
    total = section = digit = 0
    for character in text:
        if character in _DIGIT:
            digit = _DIGIT[character]
        elif character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit = 0
        elif character == "万":
            total += (section + digit) * 10_000
            section = digit = 0
        elif character == "亿":
            total = (total + section + digit) * 100_000_000
            section = digit = 0
        else:
            raise AssertionError(f"not a numeral: {character}")
    return total + section + digit


def chinese_amount(text: str) -> int:
    match = re.fullmatch(r"(负?)(?:([^元]+)元)?零?(?:(.)角)?(?:(.)分)?", text)
    assert match is not None, text
    sign, yuan, jiao, fen = match.groups()
    total = (chinese_number(yuan) if yuan else 0) * 100 + _DIGIT[jiao or "零"] * 10 + _DIGIT[fen or "零"]
    return -total if sign else total


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_VALUES = {word: number for number, word in enumerate(_ONES.split(" "))}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES |= {word: 10 * number for number, word in enumerate(_TENS.split(" "), 2)}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def english_number(text: str) -> int:
    if text.startswith("minus "):
        return -english_number(text.removeprefix("minus "))
    total = group = 0
    for word in re.split("[ -]", text):
        if word in _SCALES:
            total += group * _SCALES[word]
            group = 0
        elif word == "hundred":
            group *= 100
        elif word != "and":
            group += _VALUES[word]
    return total + group


def english_amount(text: str) -> int:
    if text.startswith("minus "):
        return -english_amount(text.removeprefix("minus "))
    yuan, found, rest = text.rpartition("yuan")
    fen = rest.removeprefix(" and ").removesuffix(" fen") if found else text.removesuffix(" fen")
    return (english_number(yuan.strip()) * 100 if found else 0) + (english_number(fen) if fen else 0)
