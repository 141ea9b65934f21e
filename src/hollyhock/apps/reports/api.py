"""REST: reports as JSON and as files."""

from __future__ import annotations

import time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from hollyhock.apps.audit.facade import Action, record
from hollyhock.apps.base.words import pick
from hollyhock.apps.people.facade import User
from hollyhock.apps.reports import files
from hollyhock.apps.reports.selectors import Asked, Report, report
from hollyhock.contracts.errors import Invalid

router = Router(tags=["reports"])
_TITLES = {"queues": ("队列报表", "Queues"), "agents": ("座席报表", "Agents")}
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Wanted(Schema):
    """The period (epoch milliseconds, end exclusive), the intervals, the wall clock they follow."""

    start: int = Field(alias="from", ge=0, le=4_102_444_800_000)
    end: int = Field(alias="to", ge=0, le=4_102_444_800_000)
    interval: str = Field("30", pattern="^(15|30|60|day)$")
    tz: str = ""
    code: str = ""
    formula: str = Field("", pattern="^(SL[1-6])?$")


class Answer(Schema):
    """Rows have ``start``, ``end``, ``code`` and one value per column; averages and shares may be null."""

    columns: list[str]
    rows: list[dict[str, Any]]
    totals: dict[str, Any]


@router.get("/reports/queues", response=Answer)
def queues(request: HttpRequest, wanted: Query[Wanted]) -> Answer:
    """Report on queues."""
    return _answer(request, "queues", wanted)


@router.get("/reports/agents", response=Answer)
def agents(request: HttpRequest, wanted: Query[Wanted]) -> Answer:
    """Report on agents."""
    return _answer(request, "agents", wanted)


@router.get("/reports/queues.csv")
def queues_csv(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Report on queues as CSV."""
    return _csv(request, "queues", wanted)


@router.get("/reports/agents.csv")
def agents_csv(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Report on agents as CSV."""
    return _csv(request, "agents", wanted)


@router.get("/reports/queues.xlsx")
def queues_excel(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Report on queues as an Excel workbook."""
    return _excel(request, "queues", wanted)


@router.get("/reports/agents.xlsx")
def agents_excel(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Report on agents as an Excel workbook."""
    return _excel(request, "agents", wanted)


def _answer(request: HttpRequest, kind: str, wanted: Wanted) -> Answer:
    made = _make(request, kind, wanted)
    columns = ["start", "end", "code", *(column.name for column in made.columns)]
    return Answer(columns=columns, rows=made.rows, totals=made.totals)


def _csv(request: HttpRequest, kind: str, wanted: Wanted) -> HttpResponse:
    content = files.as_csv(_make(request, kind, wanted), _zone(wanted))
    return _file(request, content, "text/csv; charset=utf-8", f"{kind}.csv")


def _excel(request: HttpRequest, kind: str, wanted: Wanted) -> HttpResponse:
    content = files.as_excel(_make(request, kind, wanted), _zone(wanted), pick(*_TITLES[kind]))
    return _file(request, content, _EXCEL, f"{kind}.xlsx")


def _make(request: HttpRequest, kind: str, wanted: Wanted) -> Report:
    asked = Asked(kind, wanted.start, wanted.end, wanted.interval, _zone(wanted), wanted.code, wanted.formula)
    return report(_person(request), asked, time.time_ns() // 1_000_000)


def _file(request: HttpRequest, content: bytes, kind: str, name: str) -> HttpResponse:
    record(_person(request), Action.EXPORTED, kind="report", thing=name)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _zone(wanted: Wanted) -> ZoneInfo:
    try:
        return ZoneInfo(wanted.tz or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid(
            field="tz",
            field_name="tz",
            remedy_zh="没有这个时区，请用 IANA 名称，例如 Asia/Shanghai。",
            remedy_en="there is no such time zone; use an IANA name such as Asia/Shanghai.",
        ) from None


def _person(request: HttpRequest) -> User:
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - the API's guard has seen to it
    return person
