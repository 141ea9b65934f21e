"""Sentences that every centre can say; a prompt of the same code in the directory takes their place."""

from __future__ import annotations

from collections.abc import Mapping

BUILT_IN: Mapping[str, Mapping[str, str]] = {
    "queue_position": {"zh-Hans": "您现在排在", "en": "You are"},
    "queue_wait": {"zh-Hans": "预计等待", "en": "We expect to answer in"},
    "queue_callback": {
        "zh-Hans": "您也可以挂机等候，我们会保留您的位置并给您回电。需要回电，请按",
        "en": "You need not stay on the line: you can keep your place and be called back. For that, press",
    },
    "queue_callback_kept": {
        "zh-Hans": "您的位置已经保留，轮到您时我们会给您回电。再见。",
        "en": "Your place is kept, and we call you back when it is your turn. Goodbye.",
    },
}
"""Prompt code to language to text: said before the place in a queue, before the expected wait, before the key for a
call back, and when one has been promised."""
