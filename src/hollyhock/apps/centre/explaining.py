"""Whom the rings of a queue reach, as its page shows it."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hollyhock.apps.base.words import pick
from hollyhock.apps.centre import able
from hollyhock.apps.centre.models import Queue
from hollyhock.apps.publishing.facade import build
from hollyhock.contracts.directory import Agent

NAMED = 8
"""So many are shown by name."""


def shown_able(row: Queue) -> dict[int, SafeString]:
    """Return for each ring, by its key, how many agents satisfy it and who."""
    directory = build(row.domain, 0)
    queue = next((one for one in directory.queues if one.code == row.code), None)
    found = able.able_agents(directory, queue) if queue is not None else []
    return {ring.pk: _shown(one) for ring, one in zip(row.rings.all(), found, strict=True)}


def _shown(found: list[able.Able]) -> SafeString:
    if not found:
        return format_html("{}", pick("队列到此结束。", "The line ends here."))
    lines = [(f"{one.data} → " if one.data else "", _said(one), one.agents) for one in found]
    return format_html_join(
        "", '<span class="block">{}<b>{}</b>{}</span>', ((data, said, _named(agents)) for data, said, agents in lines)
    )


def _said(one: able.Able) -> str:
    count = len(one.agents)
    return pick(f"{count} 名座席", "1 agent" if count == 1 else f"{count} agents")


def _named(agents: tuple[Agent, ...]) -> SafeString:
    names = ", ".join(f"{agent.name} ({agent.code})" for agent in agents[:NAMED])
    more = " …" if len(agents) > NAMED else ""
    return format_html("{}{}", pick("：", ": ") + names if names else "", more)
