"""Charts: round numbers at the side, gaps where nothing is known, and words that cannot become markup."""

from __future__ import annotations

import re

import pytest

from hollyhock.simulation.chart import Chart, Line, Table, Words, page

WORDS = Words("Simulation <1>", "Save as PNG", "en")


def drawn(*values: float | None, percent: bool = False) -> str:
    return page(WORDS, [Chart("q & r", ["00:00"] * len(values), [Line("a<b", values)], percent=percent, steps=True)])


def sides(text: str) -> list[str]:
    return re.findall(r'text-anchor="end">([^<]*)<', text)


@pytest.mark.parametrize(
    ("most", "shown"),
    [
        (300.0, ["0", "100", "200", "300"]),
        (137.0, ["0", "50", "100", "150"]),
        (0.7, ["0", "0.2", "0.4", "0.6", "0.8"]),
        (5.0, ["0", "1", "2", "3", "4", "5"]),
        (0.0, ["0", "1"]),
    ],
)
def test_numbers_at_the_side_are_round_and_reach_the_largest(most: float, shown: list[str]) -> None:
    assert sides(drawn(0.0, most)) == shown


def test_shares_reach_from_nothing_to_all() -> None:
    assert sides(drawn(0.4, percent=True)) == ["0%", "25%", "50%", "75%", "100%"]


def test_what_is_not_known_is_a_gap() -> None:
    assert len(re.findall("M", re.findall(r'<path d="([^"]*)"', drawn(1.0, None, 2.0))[0])) == 2


def test_names_are_text() -> None:
    text = drawn(1.0) + page(WORDS, [], [Table(["<b>"], [["<i>"]], "<u>")])
    assert not re.search("<[biu]>", text)
    assert "a&lt;b" in text
    assert "Simulation &lt;1&gt;" in text
