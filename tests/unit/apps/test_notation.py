"""The short notations of rules: read as people write them, written to be read again, refused with a remedy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hollyhock.apps.centre import notation
from hollyhock.contracts.routing import Boost, Loan, Overflow, Requirement

NEED = st.builds(
    Requirement, st.from_regex(r"[a-z][a-z0-9_-]{0,8}(\.[A-Za-z-]{1,5})?", fullmatch=True), st.integers(1, 10)
)


def test_needs_are_read_as_people_write_them() -> None:
    three, one = Requirement("service", 3), Requirement("english")
    assert notation.read_needs("service:3, english") == (three, one)
    assert notation.read_needs("service >= 3；english≥1") == (three, one)
    assert notation.read_needs("service：3、language.zh-Hans") == (three, Requirement("language.zh-Hans"))
    assert notation.read_needs("  ") == ()


def test_groups_names_boosts_loans_and_overflow_are_read() -> None:
    assert notation.read_groups("gold | vip:3, english") == (
        (Requirement("gold"), Requirement("vip", 3)),
        (Requirement("english"),),
    )
    assert notation.read_names("language, tier") == ("language", "tier")
    assert notation.read_boosts("tier=vip:2, city=上海:-1") == (
        Boost(name="tier", value="vip", levels=2),
        Boost(name="city", value="上海", levels=-1),
    )
    assert notation.read_loans("sales:10, help") == (Loan(lender="sales", well_ms=10_000), Loan(lender="help"))
    assert notation.read_overflow("queue:sales") == Overflow(kind="queue", to="sales")
    assert notation.read_overflow("callback") == Overflow(kind="callback")
    assert notation.read_overflow("") is None


@given(st.lists(NEED, max_size=4), st.lists(st.lists(NEED, min_size=1, max_size=3), max_size=3))
def test_what_is_written_is_read_again(needs: list[Requirement], groups: list[list[Requirement]]) -> None:
    assert notation.read_needs(notation.write_needs(needs)) == tuple(needs)
    assert notation.read_groups(notation.write_groups(groups)) == tuple(map(tuple, groups))


@pytest.mark.parametrize(
    ("read", "text", "says"),
    [
        (notation.read_needs, "service level three", "service:3"),
        (notation.read_needs, "service:x", "service:3"),
        (notation.read_groups, "gold | , english", "service:3"),
        (notation.read_names, "language=en", "language"),
        (notation.read_boosts, "vip", "tier=vip:2"),
        (notation.read_boosts, "tier=vip", "tier=vip:2"),
        (notation.read_loans, "sales:soon", "sales:10"),
        (notation.read_overflow, "queue:", ""),
        (notation.read_overflow, "busy:sales", ""),
        (notation.read_overflow, "nowhere", ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(read: Callable[[str], object], text: str, says: str) -> None:
    with pytest.raises(notation.Unreadable) as caught:
        read(text)
    assert says in str(caught.value.remedy)
