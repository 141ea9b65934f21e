"""Reading flows."""

from __future__ import annotations

import difflib

from hollyhock.apps.flows.models import Flow, FlowVersion


def published(flow: Flow) -> FlowVersion | None:
    """Return the version that callers meet."""
    return flow.versions.filter(state=FlowVersion.State.PUBLISHED).first()


def text_to_edit(flow: Flow) -> str:
    """Return the draft, or what is published, or the newest text, or the beginning of a flow."""
    for state in (FlowVersion.State.DRAFT, FlowVersion.State.PUBLISHED):
        found = flow.versions.filter(state=state).first()
        if found is not None:
            return found.text
    newest = flow.versions.first()
    return newest.text if newest else _BEGINNING.format(code=flow.code)


def lines_changed(old: str, new: str) -> list[tuple[str, str]]:
    """Return the lines round each change, each with ``+``, ``-``, a space or ``@`` (a gap) before it."""
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=3))[2:]
    return [(line[:1], line[1:] if line[:1] != "@" else "") for line in lines]


_BEGINNING = """code: {code}
languages: [zh-Hans, en]
start: bye

nodes:
  bye:
    kind: hang_up
"""
