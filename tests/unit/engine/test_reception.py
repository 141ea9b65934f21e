"""The same customer is known again, by whatever way they come, and nobody else."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from hollyhock.contracts.directory import Directory
from hollyhock.core.state import State
from hollyhock.engine.reception import Reception


def reception(key: str = "key") -> Reception:
    state = State()
    state.data.directory = Directory(version=1, region="CN")
    return Reception(SimpleNamespace(here=SimpleNamespace(state=state)), "voice", key)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "personal",
    [
        {"ani": "+8613800138000"},
        {"ani": "008613800138000"},
        {"ani": "13800138000"},
        {"callback_number": "13800138000", "customer_number": "C7"},
        {"ani": "13800138000", "customer_number": "C8"},
    ],
)
def test_a_number_is_one_customer_however_it_is_written(personal: dict[str, str]) -> None:
    known = reception().customer({"ani": "13800138000"})
    assert reception().customer(personal) == known
    assert "138" not in known


def test_other_numbers_and_other_keys_are_other_customers() -> None:
    by_numbers = [reception().customer({"ani": number}) for number in ("13800138000", "13800138001", "8001")]
    by_record = reception().customer({"customer_number": "C7"})
    by_other_key = reception("another").customer({"ani": "13800138000"})
    assert len({*by_numbers, by_record, by_other_key}) == 5


def test_who_withholds_the_number_and_is_not_signed_in_is_nobody() -> None:
    assert reception().customer({}) == reception().customer({"note": "x"}) == ""
