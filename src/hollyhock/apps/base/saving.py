"""Refusing bad input in one voice, and saving one row with its checks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.translation import override

from hollyhock.contracts.errors import HollyhockError, Invalid


class BadField(Invalid):
    """Bad input at a field that has a name in both languages."""

    zh = "{field_zh}：{remedy_zh}"
    en = "{field_en}: {remedy_en}"


class Refused(Invalid):
    """A change that cannot be, for a reason that stands at no field of it."""

    zh = "{remedy_zh}"
    en = "{remedy_en}"


def checked(row: Model) -> None:
    """Check a row against its field rules, its own ``clean`` and its constraints; raise ``ValidationError``."""
    row.full_clean()


def changed_fields(row: Model) -> tuple[str, ...]:
    """Return the names of the columns that differ from what is stored; all of them for a new row."""
    stored = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    if stored is None:
        return tuple(names)
    return tuple(name for name in names if getattr(stored, name) != getattr(row, name))


def as_problem(
    error: ValidationError, model: type[Model] | None = None, labels: Mapping[str, object] = MappingProxyType({})
) -> HollyhockError:
    """Return the first fault of a validation error in both languages.

    ``labels`` name fields that are no columns of ``model``.
    """
    field, texts = "", {}
    for code in ("zh-hans", "en"):
        with override(code):
            field, remedy = _first(error)
            texts[code] = (str(labels[field]) if field in labels else _label(model, field), remedy)
    (field_zh, remedy_zh), (field_en, remedy_en) = texts["zh-hans"], texts["en"]
    if not field:
        return Refused(remedy_zh=remedy_zh, remedy_en=remedy_en)
    return BadField(field=field, field_zh=field_zh, field_en=field_en, remedy_zh=remedy_zh, remedy_en=remedy_en)


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
