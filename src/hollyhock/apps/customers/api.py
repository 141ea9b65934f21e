"""REST: customers."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile

from hollyhock.apps.audit.facade import Action, record
from hollyhock.apps.customers import exchange, selectors, services
from hollyhock.apps.customers.models import Customer
from hollyhock.apps.people.facade import User, find
from hollyhock.contracts.errors import Problem

router = Router(tags=["customers"])
PAGE = 50


class CustomerBody(Schema):
    """A customer as it is written."""

    number: str
    name: str
    phones: list[str] = []
    language: str = "zh-Hans"
    tier: str = "standard"
    email: str = ""
    company: str = ""
    address: str = ""
    note: str = ""


class CustomerPage(Schema):
    """A page of customers."""

    total: int
    page: int
    rows: list[CustomerBody]


class RowError(Schema):
    """What is wrong with a row of an imported file."""

    row: int
    """As in a spreadsheet: the header is row 1."""
    problem: Any


class ImportReport(Schema):
    """What an import did, or would do."""

    rows: int
    new: int
    changed: int
    written: bool
    errors: list[RowError]


@router.get("/customers", response=CustomerPage)
def search(request: HttpRequest, q: str = "", page: Annotated[int, Query(ge=1, le=1_000_000)] = 1) -> dict[str, Any]:
    """Return customers whose number, name, company, e-mail or telephone number fits ``q``."""
    rows = selectors.search(_person(request), q)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return {"total": rows.count(), "page": page, "rows": [_body(row) for row in shown]}


@router.get("/customers/export.{form}")
def export(request: HttpRequest, form: str, q: str = "") -> HttpResponse:
    """Return customers as ``csv`` or ``xlsx``; audited."""
    excel = form == "xlsx"
    body = exchange.export(_person(request), selectors.search(_person(request), q), "xlsx" if excel else "csv")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" if excel else "text/csv; charset=utf-8"
    name = "customers.xlsx" if excel else "customers.csv"
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.post("/customers/import", response=ImportReport)
def import_file(request: HttpRequest, file: File[UploadedFile], dry_run: bool = True) -> dict[str, Any]:
    """Check a CSV or Excel file and name each bad row; without faults and with ``dry_run=false`` write all of it."""
    data = exchange.read(file.read(), file.name or "")
    report = exchange.run(_person(request), data, dry_run=dry_run)
    report["errors"] = [{"row": one["row"], "problem": _plain(one["problem"])} for one in report["errors"]]
    return report


@router.get("/customers/{number}", response=CustomerBody)
def show(request: HttpRequest, number: str) -> dict[str, Any]:
    """Return one customer; audited."""
    row = find(Customer.objects.prefetch_related("phones"), _person(request), number=number)
    record(_person(request), Action.VIEWED, row=row)
    return _body(row)


@router.put("/customers/{number}", response=CustomerBody)
def put(request: HttpRequest, number: str, body: CustomerBody) -> dict[str, Any]:
    """Make a customer or change one; ``phones`` are all numbers afterwards."""
    person = _person(request)
    row = selectors.search(person, "").filter(number=number).first() or Customer(tenant=person.tenant)
    for name, value in body.dict(exclude={"phones"}).items():
        setattr(row, name, value)
    services.save_customer(person, row, body.phones)
    return _body(Customer.objects.get(pk=row.pk))


def _body(row: Customer) -> dict[str, Any]:
    names = ("number", "name", "language", "tier", "email", "company", "address", "note")
    return {**{name: getattr(row, name) for name in names}, "phones": [phone.e164 for phone in row.phones.all()]}


def _plain(problem: Problem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in ("code", "zh", "en", "field")}


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the router's guard has seen to it
    return request.user
