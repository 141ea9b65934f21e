"""Every code that the engine sends to a screen has words there, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from hollyhock.contracts.events import AnyEvent
from hollyhock.contracts.waiting import TakeReason, WhyReason

SOURCE = Path(__file__).parents[3] / "frontend" / "desk" / "src"
SILENT = {"announcement_ended"}
"""Lines of a timeline that nobody needs to read."""


def words(folder: str) -> set[str]:
    """Return the keys of a folder's texts that have a Chinese and an English side."""
    text = (SOURCE / folder / "texts.ts").read_text("utf-8")
    return set(re.findall(r"^  '?(\w+)'?: \[(?:'[^']+'), (?:'[^']+')\],$", text, re.MULTILINE))


def tag(event: type[msgspec.Struct]) -> str:
    return str(event.__struct_config__.tag)


@pytest.mark.parametrize("reason", get_args(WhyReason))
def test_why_somebody_waits(reason: str) -> None:
    assert reason in words("words/states")


@pytest.mark.parametrize("reason", [one for one in get_args(TakeReason) if one])
def test_why_an_agent_cannot_take_it(reason: str) -> None:
    assert reason in words("words/cannot")


@pytest.mark.parametrize(
    "event", [one for one in get_args(AnyEvent) if "interaction" in one.__struct_fields__], ids=tag
)
def test_what_happened_to_an_interaction(event: type[msgspec.Struct]) -> None:
    assert tag(event) in words("pages/interactions/timeline_words") | SILENT


@pytest.mark.parametrize("cause", ["moved", "overflow", "callback", "transfer", "forced", "reattach_failed"])
def test_how_somebody_came_into_a_line(cause: str) -> None:
    assert f"queued_{cause}" in words("pages/interactions/timeline_words")
