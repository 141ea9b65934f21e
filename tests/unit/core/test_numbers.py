"""Which numbers are numbers, and which the centre pays a call to."""

from __future__ import annotations

import pytest

from hollyhock.core.numbers import international, may_be_called


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("13800138000", "CN", "+8613800138000"),
        ("+86 138 0013 8000", "CN", "+8613800138000"),
        ("020 7946 0000", "GB", "+442079460000"),
        ("8001", "CN", ""),
        ("caller", "CN", ""),
    ],
)
def test_national_numbers_are_completed(text: str, region: str, number: str) -> None:
    assert international(text, region) == number


@pytest.mark.parametrize(
    ("text", "region", "may"),
    [
        ("13800138000", "CN", True),
        ("+8613800138000", "CN", True),
        ("8001", "CN", True),
        ("+14165550100", "CA", True),
        ("+442079460000", "CN", False),
        ("00442079460000", "CN", False),
        ("+99912", "CN", False),
        ("09098790000", "GB", False),
        ("138*00#", "CN", False),
        ("", "CN", False),
    ],
)
def test_nobody_makes_the_centre_call_abroad_or_a_number_that_costs_extra(text: str, region: str, may: bool) -> None:
    assert may_be_called(text, region) is may
