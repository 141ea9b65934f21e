"""Changing flows: drafts are free, publishing is checked."""

from __future__ import annotations

import structlog
from django.core.exceptions import ValidationError
from django.utils import timezone

from hollyhock.apps.audit.facade import Action, record
from hollyhock.apps.base.saving import checked
from hollyhock.apps.base.words import both
from hollyhock.apps.flows.checking import check
from hollyhock.apps.flows.models import Flow, FlowVersion
from hollyhock.apps.people.facade import User, change_of, require, save_row
from hollyhock.apps.prompts.facade import render_missing
from hollyhock.apps.tenancy.facade import home_domain
from hollyhock.contracts.errors import Problem

log = structlog.get_logger(__name__)
save_flow = save_row

LONGEST = 200_000
"""Characters of a flow's text."""


class NotPublishable(ValidationError):
    """The text has faults; ``problems`` lists them all."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__({"text": [both(problem.zh, problem.en) for problem in problems]})
        self.problems = problems


def save_draft(person: User | None, flow: Flow, text: str) -> FlowVersion:
    """Keep a text as the flow's draft; it may still be wrong."""
    if len(text) > LONGEST:
        raise ValidationError(
            {"text": both(f"内容过长，最多 {LONGEST} 个字符。", f"The text is too long; {LONGEST} characters at most.")}
        )
    draft = flow.versions.filter(state=FlowVersion.State.DRAFT).first()
    if draft is None:
        newest = flow.versions.first()
        draft = FlowVersion(flow=flow, number=newest.number + 1 if newest else 1)
    draft.text, draft.author = text.replace("\r\n", "\n"), person
    if person is not None:
        require(person, "change", flow)
    with change_of(draft):
        checked(draft)
        draft.save()
        record(person, Action.CHANGED, row=flow, fields=("text",), actor="-")
    return draft


def publish(person: User | None, version: FlowVersion) -> None:
    """Let callers meet this version; raises ``NotPublishable`` and changes nothing when its text has faults.

    An older version may be published again: that is how one goes back.
    """
    if person is not None:
        require(person, "change", version.flow)
    render_missing(version.flow.tenant_id)
    with change_of(version):
        _flow, problems = check(version.flow.code, version.text, home_domain())
        if problems:
            log.warning("flow_refused", flow=version.flow.code, faults=sorted({problem.code for problem in problems}))
            raise NotPublishable(problems)
        version.flow.versions.filter(state=FlowVersion.State.PUBLISHED).update(state=FlowVersion.State.RETIRED)
        version.state, version.published = FlowVersion.State.PUBLISHED, timezone.now()
        version.save(update_fields=["state", "published"])
        record(person, Action.PUBLISHED, row=version.flow, thing=str(version), actor="-")
