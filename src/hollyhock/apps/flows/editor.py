"""The page on which a flow's text is written, checked, compared, tried and published."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from hollyhock.apps.base.words import both, sentence
from hollyhock.apps.flows import checking, selectors, services
from hollyhock.apps.flows.models import Flow, FlowVersion
from hollyhock.apps.flows.trying import TrialForm, walk
from hollyhock.apps.people.facade import find, may
from hollyhock.apps.publishing.facade import build
from hollyhock.apps.tenancy.facade import home_domain
from hollyhock.contracts.errors import Problem
from hollyhock.core.flows.difference import difference
from hollyhock.core.flows.reading import read_text

_LINE = re.compile(r"[Ll]ine (\d+)")


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the editor, or do what a button of it asks: ``check``, ``try``, ``save``, ``publish`` or ``again``."""
    person: Any = request.user
    flow = find(Flow.objects.all(), person, pk=pk)
    text, asked = selectors.text_to_edit(flow), ""
    if request.method == "POST":
        text, asked = request.POST.get("text", "").replace("\r\n", "\n"), request.POST.get("do", "")
    if asked in {"save", "publish", "again"} and _done(request, flow, text, asked):
        return HttpResponseRedirect(reverse("admin:flows_flow_editor", args=[pk]))
    return TemplateResponse(request, "flows/editor.html", _context(request, flow, text, asked))


def _done(request: HttpRequest, flow: Flow, text: str, asked: str) -> bool:
    person: Any = request.user
    try:
        if asked == "again":
            version = flow.versions.get(number=int(request.POST.get("number", "0")))
        else:
            version = services.save_draft(person, flow, text)
        if asked == "save":
            messages.success(request, both("草稿已保存。", "The draft is saved."))
        else:
            services.publish(person, version)
            number = version.number
            messages.success(request, both(f"版本 {number} 已发布。", f"Version {number} is published."))
    except services.NotPublishable as refused:
        count = len(refused.problems)
        messages.error(request, both(f"没有发布：还有 {count} 处问题。", f"Not published: {count} things to mend."))
        return False
    except (ValidationError, FlowVersion.DoesNotExist, ValueError) as refused:
        messages.error(request, "; ".join(getattr(refused, "messages", [str(refused)])))
        return False
    return True


def _context(request: HttpRequest, flow: Flow, text: str, asked: str) -> dict[str, Any]:
    person: Any = request.user
    directory = build(home_domain(), 0)
    read, problems = checking.check_against(flow.code, text, directory)
    trial = TrialForm(request.POST) if asked == "try" else TrialForm()
    steps = walk(read, directory, trial, person.tenant_id) if read and asked == "try" and trial.is_valid() else []
    published = selectors.published(flow)
    old = read_text(published.text).flow if published else None
    return {
        **admin.site.each_context(request),
        "title": str(flow),
        "opts": Flow._meta,
        "flow": flow,
        "original": flow,
        "text": text,
        "tab": "try" if asked == "try" else "problems",
        "problems": [_shown(problem) for problem in problems],
        "changes": [both(one.zh, one.en) for one in difference(old, read)] if old and read else [],
        "lines": selectors.lines_changed(published.text, text) if published else [],
        "published": published,
        "draft": flow.versions.filter(state=FlowVersion.State.DRAFT).first(),
        "versions": flow.versions.select_related("author"),
        "trial": trial,
        "steps": steps,
        "may_change": may(person, "change", Flow),
    }


def _shown(problem: Problem) -> dict[str, Any]:
    line = _LINE.search(problem.en)
    return {"sentence": sentence(problem), "line": int(line.group(1)) if line else 0}
