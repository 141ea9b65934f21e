"""Reports as files: CSV and Excel, headings in the reader's language, local times with their offset."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from hollyhock.apps.base.words import pick
from hollyhock.apps.reports.columns import SHARE, TIME, Column
from hollyhock.apps.reports.selectors import Report

_DAY_MS = 86_400_000
_FORMATS = {SHARE: "0.0%", TIME: "[h]:mm:ss"}


def as_csv(report: Report, zone: ZoneInfo) -> bytes:
    """Return the report as CSV: seconds for times, fractions for shares; UTF-8 with the mark that Excel looks for."""
    text = io.StringIO()
    lines = csv.writer(text)
    for line in _lines(report, zone, _plain):
        lines.writerow(line)
    return text.getvalue().encode("utf-8-sig")


def as_excel(report: Report, zone: ZoneInfo, title: str) -> bytes:
    """Return the report as an Excel workbook with one sheet, times and shares as numbers with their formats."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = title[:31]
    for line in _lines(report, zone, _for_excel):
        sheet.append(line)
    for cell in (*sheet[1], *sheet[sheet.max_row]):
        cell.font = Font(bold=True)
    for index, column in enumerate(report.columns, 4):
        sheet.column_dimensions[get_column_letter(index)].width = 14
        if form := _FORMATS.get(column.kind):
            for (cell,) in sheet.iter_rows(min_row=2, min_col=index, max_col=index):
                cell.number_format = form
    for letter, width in {"A": 24, "B": 24, "C": 16}.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "D2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _lines(report: Report, zone: ZoneInfo, shown: Any) -> Iterator[list[Any]]:
    yield [
        pick("开始", "From"),
        pick("结束", "To"),
        pick("代码", "Code"),
        *(pick(column.title.zh, column.title.en) for column in report.columns),
    ]
    for row in report.rows:
        yield [
            _moment(row["start"], zone),
            _moment(row["end"], zone),
            row["code"],
            *(shown(column, row[column.name]) for column in report.columns),
        ]
    yield [pick("合计", "Total"), "", "", *(shown(column, report.totals[column.name]) for column in report.columns)]


def _moment(moment: int, zone: ZoneInfo) -> str:
    """Return local time with its offset, so that the repeated hour of a clock change can be told apart."""
    return f"{datetime.fromtimestamp(moment / 1000, zone):%Y-%m-%d %H:%M %z}"


def _plain(column: Column, value: float | None) -> float | str | None:
    if value is None:
        return ""
    return value / 1000 if column.kind == TIME else round(value, 6)


def _for_excel(column: Column, value: float | None) -> float | None:
    return value / _DAY_MS if value is not None and column.kind == TIME else value
