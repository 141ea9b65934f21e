"""REST: the list of interactions and one of them whole."""

from __future__ import annotations

from time import time_ns

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from hollyhock.apps.audit.facade import Action, record
from hollyhock.apps.interactions import matters, selectors, services, sight, wire
from hollyhock.apps.people.facade import User
from hollyhock.apps.recordings.facade import recorded, recordings_of

router = Router(tags=["interactions"])
PAGE = 50


class Asked(Schema):
    """What to look for; empty values do not narrow."""

    start: int = Field(0, alias="from")
    end: int = Field(selectors.FOREVER, alias="to")
    queue: str = ""
    agent: str = ""
    medium: str = ""
    outcome: str = ""
    metric: str = ""
    of: str = Field("", pattern="^(queues|agents)?$")
    formula: str = Field("", pattern="^(SL[1-6])?$")
    customer: str = ""
    matter: str = Field("", pattern="^(open)?$")


class Mark(Schema):
    """How the customer's matter stands from now on."""

    open: bool
    during: str = ""
    """The interaction in hand with the same customer, for a matter that others took up."""


@router.get("/interactions", response=wire.Page)
def index(request: HttpRequest, asked: Query[Asked], page: int = 1) -> wire.Page:
    """List interactions, newest first; with ``metric`` exactly those that a report's figure counts."""
    seen = sight.sight_of(_person(request))
    found = selectors.find(seen, selectors.Filter(**asked.dict()))
    page, total = max(1, page), found.rows.count()
    rows = list(found.rows[(page - 1) * PAGE : page * PAGE])
    more, kept = selectors.extras(rows), recorded([row.pk for row in rows])
    lines = [wire.Row(**wire.line(seen, row, more, recorded=row.pk in kept)) for row in rows]
    return wire.Page(rows=lines, page=page, pages=max(1, -(-total // PAGE)), total=total, counted=found.counted)


@router.get("/interactions/{name}", response=wire.Detail)
def show(request: HttpRequest, name: str) -> wire.Detail:
    """Return one interaction with segments, timeline, offers and recordings; looking at personal values is audited."""
    person = _person(request)
    seen = sight.sight_of(person)
    row = sight.interactions(seen).filter(pk=name).first()
    if row is None:
        raise sight.UnknownInteraction(name=name)
    shown = wire.detail(seen, row, selectors.extras([row]), recordings_of(row.pk))
    if shown.personal or shown.note:
        record(person, Action.VIEWED, row=row)
    return shown


@router.post("/interactions/{name}/matter", response={204: None})
def mark(request: HttpRequest, name: str, body: Mark) -> Status[None]:
    """Mark the customer's matter as solved or open again; the interaction must have ended."""
    person = _person(request)
    row = matters.markable(sight.sight_of(person), name, body.during)
    if row is None:
        raise sight.UnknownInteraction(name=name)
    services.mark_matter(person, row, still_open=body.open, now=time_ns() // 1_000_000)
    return Status(204, None)


def _person(request: HttpRequest) -> User:
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - the API's guard has seen to it
    return person
