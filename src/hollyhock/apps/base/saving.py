"""Refusing bad input in one voice, and saving one row with its checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import override

from hollyhock.contracts.errors import HollyhockError, Invalid


def refuse(field: str, message: str | Promise) -> ValidationError:
    """Return the error to raise for one field; say what is wrong and how to mend it."""
    return ValidationError({field: ValidationError(str(message) if isinstance(message, str) else message)})  # type: ignore[arg-type]


def checked(row: Model, leave_out: Iterable[str] = ()) -> None:
    """Check a row against its field rules, its own ``clean`` and its constraints; raise ``ValidationError``."""
    row.full_clean(exclude=set(leave_out))


def changed_fields(row: Model) -> tuple[str, ...]:
    """Return the names of the columns that differ from what is stored; all of them for a new row."""
    stored = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    if stored is None:
        return tuple(names)
    return tuple(name for name in names if getattr(stored, name) != getattr(row, name))


def as_problem(error: ValidationError, model: type[Model] | None = None) -> HollyhockError:
    """Return the first fault of a validation error in both languages."""
    field, texts = "", {}
    for code in ("zh-hans", "en"):
        with override(code):
            found = _first(error)
            field = found[0]
            texts[code] = (_label(model, field), found[1])
    zh, en = texts["zh-hans"], texts["en"]
    return Invalid(
        field=field or None,
        field_name=f"{zh[0]} / {en[0]}" if zh[0] != en[0] else zh[0],
        remedy_zh=zh[1],
        remedy_en=en[1],
    )


def _first(error: ValidationError) -> tuple[str, str]:
    if hasattr(error, "error_dict"):
        for field, errors in error.error_dict.items():
            name = "" if field == NON_FIELD_ERRORS else field
            return name, " ".join(errors[0].messages)
    return "", " ".join(error.messages[:1])


def _label(model: type[Model] | None, name: str) -> str:
    if model is not None and name:
        fields: dict[str, Any] = {field.name: field for field in model._meta.get_fields()}
        if name in fields and hasattr(fields[name], "verbose_name"):
            return str(fields[name].verbose_name)
    return name or "-"
