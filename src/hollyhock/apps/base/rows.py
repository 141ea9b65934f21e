"""Field grammar shared by many models: codes, names in both languages, who changed what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from hollyhock.apps.base.words import both, names, pick
from hollyhock.contracts.directory import Labelled, Names

CODE = RegexValidator(
    r"^[a-z0-9][a-z0-9_-]{0,39}\Z",
    both(
        "代码只能用小写字母、数字、“-”和“_”，以字母或数字开头，最多 40 个字符。",
        "Use lower-case letters, digits, “-” and “_” only, beginning with a letter or digit, 40 characters at most.",
    ),
)


class Once(models.UniqueConstraint):
    """A unique constraint over several columns whose refusal stands at one field, where it can be mended."""

    def __init__(self, *, at: str, **options: Any) -> None:
        """``at`` is the field; the rest is Django's."""
        self.at = at
        super().__init__(**options)

    def validate(self, *arguments: Any, **options: Any) -> None:
        """Raise ``ValidationError`` for the field when another row has these values."""
        try:
            super().validate(*arguments, **options)
        except ValidationError:
            raise ValidationError({self.at: self.violation_error_message}) from None

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Return what a migration writes."""
        path, arguments, options = super().deconstruct()
        return path, tuple(arguments), {**options, "at": self.at}


TAKEN = both("这个代码已被使用，请换一个。", "This code is taken; choose another.")


def code_field(**options: Any) -> models.CharField[str, str]:
    """Return the column of a stable code that flows, reports and the engine refer to."""
    options.setdefault("validators", [CODE])
    return models.CharField(
        both("代码", "Code"),
        max_length=40,
        help_text=both(
            "流程、报表和路由引擎用它引用，确定后请勿更改。",
            "Flows, reports and the engine refer to it; do not change it later.",
        ),
        **options,
    )


class Named(models.Model):
    """A row with a name in both screen languages."""

    name_zh = models.CharField(both("中文名称", "Chinese name"), max_length=80)
    name_en = models.CharField(both("英文名称", "English name"), max_length=80)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return the name in the language in force."""
        return pick(self.name_zh, self.name_en)

    @property
    def names(self) -> Names:
        """Both names, for the wire."""
        return names(self.name_zh, self.name_en)


class Coded(Named):
    """A tenant's row with a code, unique within the tenant, and a name in both languages."""

    tenant = models.ForeignKey("tenancy.Tenant", models.PROTECT, related_name="+", editable=False)
    code = code_field()
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True
        ordering = ("code",)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            Once(
                fields=("tenant", "code"),
                name="%(app_label)s_%(class)s_code",
                at="code",
                violation_error_message=TAKEN,
            ),
        )

    @property
    def labelled(self) -> Labelled:
        """Code and names, for the wire."""
        return Labelled(code=self.code, name=self.names)
