"""``{% both "中文" "English" %}``: a text in the language in force."""

from __future__ import annotations

from django import template

from hollyhock.apps.base.words import pick

register = template.Library()


@register.simple_tag
def both(zh: str, en: str) -> str:
    """Return the text that fits the language in force."""
    return pick(zh, en)
