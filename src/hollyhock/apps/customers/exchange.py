"""Customers in and out as CSV or Excel: read, check every row, and only then write all of it or nothing."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import structlog
import tablib
from django.core.exceptions import ValidationError
from django.db import transaction
from import_export import fields, resources
from import_export.results import Result

from hollyhock.apps.audit.facade import Action, record
from hollyhock.apps.base.saving import BadField, as_problem
from hollyhock.apps.customers.models import Customer, Phone
from hollyhock.apps.customers.numbers import BadNumber, normalise
from hollyhock.apps.customers.services import save_customer
from hollyhock.apps.people.facade import User, require, visible
from hollyhock.contracts.errors import Invalid, Problem

COLUMNS = ("number", "name", "phone", "language", "tier", "email", "company", "address", "note")
NEEDED = ("number", "name")
LARGEST = 20 * 1024 * 1024
MOST_ROWS = 50_000
log = structlog.get_logger(__name__)
_RISKY = ("=", "+", "-", "@", "\t", "\r")


class CustomerResource(resources.ModelResource):  # type: ignore[misc]
    """How a customer is a row: several telephone numbers stand in one cell, separated by spaces or semicolons."""

    phone = fields.Field(column_name="phone")

    class Meta:
        model = Customer
        fields = COLUMNS
        export_order = COLUMNS
        import_id_fields = ("number",)
        skip_unchanged = False
        use_transactions = True
        clean_model_instances = True

    def __init__(self, person: User) -> None:
        """Work for this person: only what they may see is found and only what they may write is written."""
        super().__init__()
        self._person = person

    def get_queryset(self) -> Any:
        """Return the customers that the person may see."""
        return visible(Customer.objects.prefetch_related("phones"), self._person)

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Customer | None:
        """Find the customer by number, upper and lower case being the same."""
        return self.get_queryset().filter(number__iexact=str(row.get("number") or "").strip()).first()  # type: ignore[no-any-return]

    def init_instance(self, row: dict[str, Any] | None = None) -> Customer:
        """Begin a new customer of the person's tenant."""
        return Customer(tenant=self._person.tenant)

    def before_import_row(self, row: dict[str, Any], **_: Any) -> None:
        """Make text of every cell and check the telephone numbers."""
        for column in COLUMNS:
            if column in row:
                row[column] = _text(row[column])
        if row.get("language") == "":
            row["language"] = Customer.Language.CHINESE
        if row.get("tier") == "":
            row["tier"] = Customer.Tier.STANDARD
        for number in split_phones(row.get("phone", "")):
            try:
                normalise(number, self._person.tenant.region)
            except BadNumber as bad:
                raise ValidationError({"phone": bad.remedy}) from None

    def save_instance(self, instance: Customer, is_create: bool, row: dict[str, Any], **_: Any) -> None:
        """Store through the service; a file without a ``phone`` column leaves the numbers alone."""
        phones = split_phones(row["phone"]) if "phone" in row else None
        save_customer(self._person, instance, phones)

    def dehydrate_phone(self, customer: Customer) -> str:
        """Return the telephone numbers in one cell."""
        return "; ".join(phone.e164 for phone in customer.phones.all())


def read(body: bytes, name: str) -> tablib.Dataset:
    """Return the rows of a CSV or XLSX file; raise ``Invalid`` with the remedy when it is neither."""
    try:
        return _checked(body, name)
    except Invalid:
        # Neither the file's name nor what stands in it: both may name customers.
        log.warning("import_refused", bytes=len(body))
        raise


def _checked(body: bytes, name: str) -> tablib.Dataset:
    if len(body) > LARGEST:
        raise _bad("文件超过 20 MB，请分成几个。", "the file is over 20 MB; split it.")
    data = _read(body, _excel if body[:2] == b"PK" or name.lower().endswith((".xlsx", ".xls")) else _csv)
    headers = [_text(header).lower() for header in data.headers or []]
    missing = [column for column in NEEDED if column not in headers]
    unknown = [header for header in headers if header and header not in COLUMNS]
    if missing or unknown:
        wrong, listed = (missing or unknown)[0], ", ".join(COLUMNS)
        raise _bad(
            f"第一行{'缺少列' if missing else '有未知的列'}“{wrong}”；可用的列：{listed}。",
            f"the first line {'lacks' if missing else 'has the unknown column'} “{wrong}”; the columns are: {listed}.",
        )
    data.headers = headers
    if data.height > MOST_ROWS:
        raise _bad(f"超过 {MOST_ROWS} 行，请分成几个文件。", f"there are over {MOST_ROWS} rows; split the file.")
    return data


def run(person: User, data: tablib.Dataset, *, dry_run: bool) -> dict[str, Any]:
    """Check every row, and unless ``dry_run`` or a row is bad, write all of them in one transaction.

    Returns ``rows``, ``new``, ``changed``, ``written`` and ``errors``: row number as in a spreadsheet, where
    the header is 1, with the problem.
    """
    require(person, "add", Customer(tenant=person.tenant))
    with transaction.atomic():
        result: Result = CustomerResource(person).import_data(data, dry_run=True, raise_errors=False)
        errors = _errors(result)
        if errors:
            log.warning("import_refused", rows=data.height, bad_rows=len(errors))
        if not errors and not dry_run:
            CustomerResource(person).import_data(data, dry_run=False, raise_errors=True)
            record(person, Action.IMPORTED, kind="customers.customer", thing=f"{data.height} rows")
    return {
        "rows": data.height,
        "new": result.totals.get("new", 0),
        "changed": result.totals.get("update", 0),
        "written": not errors and not dry_run,
        "errors": errors,
    }


def export(person: User, rows: Any, form: str) -> bytes:
    """Return visible customers as ``csv`` or ``xlsx``; cells that a spreadsheet would run as formulas are defused."""
    data = CustomerResource(person).export(visible(rows, person).prefetch_related("phones"))
    safe = tablib.Dataset(headers=data.headers)
    for row in data:
        safe.append([_defused(cell) for cell in row])
    record(person, Action.EXPORTED, kind="customers.customer", thing=f"{data.height} rows")
    return bytes(safe.export("xlsx")) if form == "xlsx" else str(safe.export("csv")).encode("utf-8-sig")


def split_phones(text: str) -> list[str]:
    """Return the numbers of a cell; blanks within a number, as in ``138 0013 8000``, are not separators."""
    return [piece.strip() for piece in re.split(r"[;；,，、/\n]", text) if piece.strip()]


def _errors(result: Result) -> list[dict[str, Any]]:
    found = [(row.number, row.error) for row in result.invalid_rows]
    found += [(number, errors[0].error) for number, errors in result.row_errors()]
    return [{"row": number + 1, "problem": _problem(error)} for number, error in sorted(found, key=lambda one: one[0])]


def _problem(error: Exception) -> Problem:
    if isinstance(error, ValidationError):
        return as_problem(error, Customer, {"phone": Phone._meta.get_field("e164").verbose_name}).problem()
    return _bad("这一行无法读取，请检查各列。", "this row cannot be read; check its columns.").problem()


def _read(body: bytes, reader: Callable[[bytes], tablib.Dataset]) -> tablib.Dataset:
    try:
        return reader(body)
    except (ValueError, KeyError, OSError, csv.Error, zipfile.BadZipFile, tablib.exceptions.TablibException) as error:
        raise _bad(
            "文件已损坏或不是 CSV/Excel（.xlsx）文件，请另存为 .xlsx 或 UTF-8 的 .csv 后重试。",
            "the file is damaged or neither CSV nor Excel (.xlsx); save it as .xlsx or as UTF-8 .csv and try again.",
        ) from error


def _excel(body: bytes) -> tablib.Dataset:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(body), read_only=True, data_only=True).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row)]
    if not rows:
        return tablib.Dataset()
    width = max((index + 1 for index, cell in enumerate(rows[0]) if cell is not None), default=0)
    return tablib.Dataset(*[row[:width] for row in rows[1:]], headers=list(rows[0][:width]))


def _csv(body: bytes) -> tablib.Dataset:
    if b"\0" in body:
        raise ValueError("binary")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("gb18030")  # what Excel in China writes
    rows = [row for row in csv.reader(io.StringIO(text)) if any(row)]
    if not rows:
        return tablib.Dataset()
    width = len(rows[0])
    return tablib.Dataset(*[(row + [""] * width)[:width] for row in rows[1:]], headers=rows[0])


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _RISKY else text


def _defused(cell: object) -> str:
    text = "" if cell is None else str(cell)
    # A number such as +8613800138000 is no formula.
    return f"'{text}" if text.startswith(_RISKY) and not re.fullmatch(r"[+\d; -]+", text) else text


def _bad(zh: str, en: str) -> Invalid:
    return BadField(field="file", field_zh="文件", field_en="file", remedy_zh=zh, remedy_en=en)
