"""Read-backs say what the value is: known sentences, and a round trip through independent readers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.speech.parsers import chinese_amount, chinese_number, english_amount, english_number

from hollyhock.contracts.errors import Invalid, Unknown
from hollyhock.core.speech.grammar import GRAMMARS, read_back
from hollyhock.core.speech.kinds import MOST, READ_KINDS

NUMBERS = st.integers(-MOST, MOST) | st.integers(-20_000, 20_000) | st.sampled_from([10**n for n in range(13)])
AMOUNTS = st.integers(-(10**12), 10**12) | st.integers(-2_000, 200_000)

TWELVE_THOUSAND = "twelve thousand three hundred and forty-five yuan and sixty-seven fen"
KNOWN = [
    ("number", "0", "零", "zero"),
    ("number", "2", "二", "two"),
    ("number", "12", "十二", "twelve"),
    ("number", "110", "一百一十", "one hundred and ten"),
    ("number", "1010", "一千零一十", "one thousand and ten"),
    ("number", "2000", "两千", "two thousand"),
    ("number", "22222", "两万二千二百二十二", "twenty-two thousand two hundred and twenty-two"),
    ("number", "100012", "十万零一十二", "one hundred thousand and twelve"),
    ("number", "100000005", "一亿零五", "one hundred million and five"),
    ("number", "1000000000000", "一万亿", "one trillion"),
    (
        "amount",
        "1234567",
        "一万二千三百四十五元六角七分",
        "twelve thousand three hundred and forty-five yuan and sixty-seven fen",
    ),
    ("amount", "10005", "一百元零五分", "one hundred yuan and five fen"),
    ("amount", "220", "两元二角", "two yuan and twenty fen"),
    ("amount", "20", "两角", "twenty fen"),
    ("amount", "0", "零元", "zero yuan"),
    ("amount", "-3905", "负三十九元零五分", "minus thirty-nine yuan and five fen"),
    ("date", "2027-12-31", "二零二七年十二月三十一日", "December thirty-first twenty twenty-seven"),
    ("date", "2008-08-12", "二零零八年八月十二日", "August twelfth two thousand and eight"),
    ("date", "1905-02-22", "一九零五年二月二十二日", "February twenty-second nineteen oh five"),
    ("date", "1900-10-02", "一九零零年十月二日", "October second nineteen hundred"),
    ("digits", "+86 1001", "八六幺零零幺", "eight six one zero zero one"),
    ("place", "2", "第二位", "number two in line"),
    ("minutes", "2-5", "两到五分钟", "two to five minutes"),
    ("minutes", "0-1", "不到一分钟", "less than one minute"),
    ("minutes", "3-3", "大约三分钟", "about three minutes"),
    ("text", "李雷 Li Lei", "李雷 Li Lei", "李雷 Li Lei"),
]


@pytest.mark.parametrize(("kind", "value", "zh", "en"), KNOWN)
def test_known_sentences(kind: str, value: str, zh: str, en: str) -> None:
    assert read_back(kind, value, "zh-Hans").text == zh
    assert read_back(kind, value, "en").text == en


@given(NUMBERS)
def test_numbers_come_back(number: int) -> None:
    assert chinese_number(read_back("number", str(number), "zh-Hans").text) == number
    assert english_number(read_back("number", str(number), "en").text) == number


@given(AMOUNTS)
def test_amounts_come_back(fen: int) -> None:
    assert chinese_amount(read_back("amount", str(fen), "zh-Hans").text) == fen
    assert english_amount(read_back("amount", str(fen), "en").text) == fen


@given(st.integers(1, MOST))
def test_chinese_never_says_two_zeros_or_a_zero_at_the_end(number: int) -> None:
    text = read_back("number", str(number), "zh-Hans").text
    assert "零零" not in text
    assert not text.endswith("零")


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(sorted(GRAMMARS)))
def test_every_date_has_its_own_words(day: date, language: str) -> None:
    spoken = read_back("date", day.isoformat(), language)
    following = read_back("date", day.replace(day=day.day % 28 + 1).isoformat(), language)
    assert spoken.text != following.text or day.day % 28 + 1 == day.day


@given(
    st.sampled_from(["number", "amount", "place"]).flatmap(
        lambda kind: st.tuples(st.just(kind), st.integers(1 if kind == "place" else -MOST, MOST).map(str))
    )
    | st.tuples(st.just("date"), st.dates(min_value=date(1000, 1, 1)).map(date.isoformat))
    | st.tuples(st.just("digits"), st.from_regex(r"[0-9]{1,20}", fullmatch=True))
    | st.tuples(
        st.just("minutes"),
        st.tuples(st.integers(0, 999), st.integers(1, 999)).map(lambda two: f"{min(two)}-{max(two)}"),
    ),
    st.sampled_from(sorted(GRAMMARS)),
)
def test_only_words_of_the_vocabulary_are_used(case: tuple[str, str], language: str) -> None:
    spoken = read_back(*case, language)
    assert spoken.words
    assert set(spoken.words) <= GRAMMARS[language].vocabulary()
    assert spoken.text == GRAMMARS[language].joint.join(spoken.words)


def test_free_text_has_no_words_that_could_be_kept() -> None:
    assert read_back("text", "李雷", "zh-Hans").words == ()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", "12.5"),
        ("number", ""),
        ("number", "9" * 4096),
        ("number", str(MOST + 1)),
        ("amount", "secret"),
        ("date", "31.12.2027"),
        ("date", "0999-01-01"),
        ("digits", "12a"),
        ("digits", "1" * 65),
        ("place", "0"),
        ("minutes", "5"),
        ("minutes", "5-2"),
        ("minutes", "0-0"),
        ("number", "٣"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_without_being_repeated(kind: str, value: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_back(kind, value, "en")
    assert not value or value not in caught.value.problem().en.removeprefix(f"{kind}:")


def test_unknown_languages_and_kinds_are_refused() -> None:
    with pytest.raises(Unknown):
        read_back("number", "1", "fr")
    with pytest.raises(Unknown):
        read_back("money", "1", "en")


def test_every_kind_can_be_read_in_every_language() -> None:
    examples = {kind: value for kind, value, _zh, _en in KNOWN}
    assert examples.keys() == READ_KINDS
    for language in GRAMMARS:
        for kind, value in examples.items():
            assert read_back(kind, value, language).text
