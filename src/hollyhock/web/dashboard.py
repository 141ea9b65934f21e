"""The first page of the back office: what is there, what is to be seen to, what was done lately."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from hollyhock.apps.audit.models import Entry
from hollyhock.apps.base.words import both
from hollyhock.apps.centre.models import EntryPoint, Queue, Trunk
from hollyhock.apps.customers.models import Customer
from hollyhock.apps.flows.models import Flow, FlowVersion
from hollyhock.apps.people.facade import User, visible
from hollyhock.apps.prompts.models import Wording
from hollyhock.apps.publishing.models import Version

LATEST = 8


def fill(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add cards, matters and recent entries, each through the gate."""
    context.update(title=both("概览", "Overview"), cards=_cards(request), todo=_todo(request), recent=_recent(request))
    return context


def _cards(request: HttpRequest) -> list[dict[str, Any]]:
    models: tuple[Any, ...] = (Queue, User, EntryPoint, Flow, Customer, Trunk)
    cards = []
    for model in models:
        page = admin.site._registry.get(model)
        if page is not None and page.has_view_permission(request):
            link = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            rows = visible(model._default_manager.all(), request.user)
            cards.append({"title": model._meta.verbose_name_plural, "count": rows.count(), "link": link, "note": ""})
    version = visible(Version.objects.all(), request.user).first()
    if version is not None:
        link = reverse("admin:publishing_version_changelist")
        note = both("引擎使用的目录", "the directory that the engine uses")
        cards.append(
            {"title": Version._meta.verbose_name_plural, "count": f"#{version.number}", "link": link, "note": note}
        )
    return cards


def _todo(request: HttpRequest) -> list[dict[str, Any]]:
    drafts = visible(FlowVersion.objects.filter(state=FlowVersion.State.DRAFT), request.user)
    silent = visible(Wording.objects.filter(sound=""), request.user)
    uncovered = visible(Queue.objects.filter(rings__isnull=True), request.user)
    unskilled = visible(User.objects.exclude(agent_code="").filter(is_active=True, agent_skills=None), request.user)
    found = (
        (drafts, both("个流程草稿未发布", "flow drafts are not published"), "flows_flow"),
        (silent, both("段语音提示尚未生成", "prompts have no sound yet"), "prompts_prompt"),
        (uncovered, both("个队列没有扩圈", "queues have no ring"), "centre_queue"),
        (unskilled, both("名座席没有技能，不会分到来话", "agents have no skill and get no calls"), "people_user"),
    )
    return [
        {"text": f"{rows.count()} {text}", "link": reverse(f"admin:{page}_changelist")}
        for rows, text, page in found
        if rows.exists()
    ]


def _recent(request: HttpRequest) -> list[Entry]:
    page = admin.site._registry[Entry]
    entries = list(visible(Entry.objects.all(), request.user)[:LATEST])
    for entry in entries:
        entry.kind_name = page.kind_name(entry)  # type: ignore[attr-defined]
    return entries
