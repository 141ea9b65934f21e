"""``{% refusal as refused %}``: why what the tables hold has not been published, for the head of every page."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template

from hollyhock.apps.base.words import pick, sentence
from hollyhock.apps.people.facade import visible
from hollyhock.apps.publishing.facade import problems_of
from hollyhock.apps.publishing.models import Refusal, Version

register = template.Library()

MOST = 5
"""Sentences shown; the others come when these are mended."""


class Refused(NamedTuple):
    """What a page says of it."""

    kept: str
    sentences: list[str]
    more: str


@register.simple_tag(takes_context=True)
def refusal(context: Any) -> Refused | None:
    """Return what hinders publishing; None when nothing does, or nobody is logged in."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return None
    row = visible(Refusal.objects.all(), request.user).first()
    if row is None:
        return None
    version = Version.objects.filter(domain=row.domain_id).first()
    number = version.number if version else 0
    sentences = [sentence(problem) for problem in problems_of(row)]
    rest = len(sentences) - MOST
    return Refused(
        pick(
            f"引擎仍按目录版本 #{number} 工作。请改正下列各处；改好并保存后，所有更改一起生效。",
            f"The engine still works by version #{number} of the directory. Mend what follows; "
            "once that is saved, all changes hold together.",
        ),
        sentences[:MOST],
        pick(f"另有 {rest} 处。", f"And {rest} more.") if rest > 0 else "",
    )
