"""REST: codes and their names, for desks and reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from hollyhock.apps.base.media import shipped
from hollyhock.apps.base.rows import Coded
from hollyhock.apps.centre import models
from hollyhock.apps.people.facade import User, agents, teams, visible
from hollyhock.apps.tenancy.facade import Site

router = Router(tags=["labels"])


class Name(Schema):
    """A name in both screen languages."""

    zh: str
    en: str


class Label(Schema):
    """A code with its names."""

    code: str
    name: Name


class QueueLabel(Label):
    """A queue, with what its after-call work offers."""

    wrap_up_codes: list[str]
    wrap_up_ms: int


class WrapUpLabel(Label):
    """A wrap-up code."""

    leaves_open: bool


class AgentLabel(Schema):
    """An agent as one may see them."""

    code: str
    name: str
    team: str


class Labels(Schema):
    """Codes to names, as far as one may see them."""

    queues: list[QueueLabel]
    reasons: list[Label]
    wrap_up_codes: list[WrapUpLabel]
    teams: list[Label]
    sites: list[Label]
    skills: list[Label]
    entry_points: list[Label]
    agents: list[AgentLabel]
    media: list[Label]
    """Media of channels that bring their own names."""


@router.get("/labels", response=Labels)
def labels(request: HttpRequest) -> dict[str, Any]:
    """Return all codes with their names."""
    person: Any = request.user
    queues = visible(models.Queue.objects.prefetch_related("wrap_up_codes"), person)
    return {
        "queues": [_queue(row) for row in queues],
        "reasons": _labels(visible(models.NotReadyReason.objects.all(), person)),
        "wrap_up_codes": [_wrap_up(row) for row in visible(models.WrapUpCode.objects.all(), person)],
        "teams": _labels(teams(person)),
        "sites": _labels(visible(Site.objects.all(), person)),
        "skills": _labels(visible(models.Skill.objects.all(), person)),
        "entry_points": _labels(visible(models.EntryPoint.objects.all(), person)),
        "agents": [_agent(row) for row in agents(person)],
        "media": [{"code": code, "name": {"zh": name.zh, "en": name.en}} for code, name in sorted(shipped().items())],
    }


def _labels(rows: Iterable[Coded]) -> list[dict[str, Any]]:
    return [_label(row) for row in rows]


def _label(row: Coded) -> dict[str, Any]:
    label = row.labelled
    return {"code": label.code, "name": {"zh": label.name.zh, "en": label.name.en}}


def _wrap_up(row: models.WrapUpCode) -> dict[str, Any]:
    return {**_label(row), "leaves_open": row.leaves_open}


def _queue(row: models.Queue) -> dict[str, Any]:
    codes = sorted(code.code for code in row.wrap_up_codes.all())
    return {**_label(row), "wrap_up_codes": codes, "wrap_up_ms": row.wrap_up_s * 1000}


def _agent(row: User) -> dict[str, Any]:
    return {"code": row.agent_code, "name": row.name, "team": row.team.code if row.team else ""}
