"""ARCHITECTURE.md names files and words that are there."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from hollyhock.contracts import commands, events, switch

CHECKOUT = Path(__file__).parents[3]
TEXT = (CHECKOUT / "ARCHITECTURE.md").read_text(encoding="utf-8")
# Drawings stand between three ticks.
QUOTED = sorted(set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL))))
PATHS = [one for one in QUOTED if re.fullmatch(r"[\w./-]*/[\w./-]*", one)]
WORDS = [one for one in QUOTED if re.fullmatch(r"(?:[A-Z][a-z]+)+", one)]
KNOWN = {name for module in (commands, events, switch) for name, _ in inspect.getmembers(module, inspect.isclass)}
APPLICATIONS = {"StasisBroadcast"}
"""Words of the switch's own dialplan."""


def test_there_is_something_to_look_for() -> None:
    assert len(PATHS) > 25
    assert len(WORDS) > 8


@pytest.mark.parametrize("path", PATHS)
def test_a_path_exists(path: str) -> None:
    assert (CHECKOUT / "src" / "hollyhock" / path).exists() or (CHECKOUT / path).exists()


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_a_command_or_an_event(word: str) -> None:
    assert word in KNOWN | APPLICATIONS


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)", TEXT))))
def test_a_link_leads_somewhere(link: str) -> None:
    assert (CHECKOUT / link).exists()
