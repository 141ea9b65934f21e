"""Columns that several tables of the centre have: times within limits, and one-line notations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from hollyhock.apps.base.words import both
from hollyhock.apps.centre.notation import Unreadable

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Limits = tuple[int, int]
"""Lowest and highest."""
A_DAY_S = 86_400
A_MONTH_MIN = 31 * 24 * 60


def seconds_field(
    zh: str, en: str, default: int, limits: Limits, help_text: _StrPromise | str = ""
) -> models.PositiveIntegerField[int, int]:
    """Return a column of seconds within limits."""
    remedy = both(f"请填写 {limits[0]} 到 {limits[1]} 秒。", f"Enter {limits[0]} to {limits[1]} seconds.")
    return _number(both(f"{zh}（秒）", f"{en} (s)"), default, limits, remedy, help_text)


def minutes_field(
    zh: str, en: str, default: int, limits: Limits, help_text: _StrPromise | str = ""
) -> models.PositiveIntegerField[int, int]:
    """Return a column of minutes within limits."""
    remedy = both(f"请填写 {limits[0]} 到 {limits[1]} 分钟。", f"Enter {limits[0]} to {limits[1]} minutes.")
    return _number(both(f"{zh}（分钟）", f"{en} (min)"), default, limits, remedy, help_text)


def count_field(
    zh: str, en: str, default: int, limits: Limits, help_text: _StrPromise | str = ""
) -> models.PositiveIntegerField[int, int]:
    """Return a column of a number within limits."""
    remedy = both(f"请填写 {limits[0]} 到 {limits[1]}。", f"Enter {limits[0]} to {limits[1]}.")
    return _number(both(zh, en), default, limits, remedy, help_text)


def line_field(zh: str, en: str, zh_help: str, en_help: str) -> models.CharField[str, str]:
    """Return a column of a one-line notation (``apps.centre.notation``)."""
    return models.CharField(both(zh, en), max_length=400, blank=True, help_text=both(zh_help, en_help))


def check_lines(row: models.Model, readers: Mapping[str, Callable[[str], object]]) -> None:
    """Raise ``ValidationError`` that names each column whose notation cannot be read."""
    errors = {}
    for field, read in readers.items():
        try:
            read(getattr(row, field))
        except Unreadable as unreadable:
            errors[field] = unreadable.remedy
    if errors:
        raise ValidationError(errors)


def _number(
    label: _StrPromise, default: int, limits: Limits, remedy: _StrPromise, help_text: _StrPromise | str
) -> models.PositiveIntegerField[int, int]:
    validators = [MinValueValidator(limits[0], remedy), MaxValueValidator(limits[1], remedy)]
    return models.PositiveIntegerField(label, default=default, validators=validators, help_text=help_text)
