"""Sentences that every centre can say; a prompt of the same code in the directory takes their place."""

from __future__ import annotations

from collections.abc import Mapping

BUILT_IN: Mapping[str, Mapping[str, str]] = {
    "queue_position": {"zh-Hans": "您现在排在", "en": "You are"},
    "queue_wait": {"zh-Hans": "预计等待", "en": "We expect to answer in"},
}
"""Prompt code to language to text: said before the place in a queue, and before the expected wait."""
