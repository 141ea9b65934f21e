"""The form of a person's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminPasswordWidget,
)

from hollyhock.apps.base.media import held_media
from hollyhock.apps.base.words import both
from hollyhock.apps.people import services
from hollyhock.apps.people.capacity import most, remedy
from hollyhock.apps.people.models import ROLE_NAMES, User
from hollyhock.apps.people.office import GatedForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PREFIX = "capacity_"


def capacity_fields() -> dict[str, forms.Field]:
    """Return the fields of how many at once, one per medium."""
    return {f"{PREFIX}{medium}": _number(medium, label) for medium, label in held_media()}


def _number(medium: str, label: str | _StrPromise) -> forms.Field:
    wrong = {"invalid": remedy(medium)}
    field = forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=most(medium),
        error_messages=wrong,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    # Django's limit validators bring sentences of their own.
    for validator in field.validators:
        validator.message = remedy(medium)  # type: ignore[attr-defined]
    return field


class PersonForm(GatedForm):
    """A person, with roles to tick and a password that is only ever written."""

    roles = forms.MultipleChoiceField(
        label=User._meta.get_field("roles").verbose_name,
        help_text=User._meta.get_field("roles").help_text,
        choices=list(ROLE_NAMES.items()),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    new_password = forms.CharField(
        label=both("新密码", "New password"),
        required=False,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text=both(
            "至少 10 个字符。新增人员时留空则自动生成并显示一次；修改时留空表示不变。",
            "10 characters at least. Left empty, a new person gets one that is shown once, others keep theirs.",
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.instance.capacity  # type: ignore[attr-defined]
        for name in capacity_fields():
            self.initial[name] = stored.get(name.removeprefix(PREFIX), 1)

    def clean(self) -> dict[str, Any] | None:
        """Gather the numbers per medium; refuse a person with an agent code who takes nothing."""
        cleaned = super().clean() or self.cleaned_data
        entered = {name: cleaned.get(name) for name in capacity_fields()}
        if not any(name in self.errors for name in entered):
            said = {name.removeprefix(PREFIX): number for name, number in entered.items()}
            self.instance.capacity = {**self.instance.capacity, **said}  # type: ignore[attr-defined]
            if cleaned.get("agent_code") and not any(said.values()):
                self.add_error(
                    next(iter(entered)),
                    both("请至少为一种媒体填写数量。", "Give a number for one medium at least."),
                )
        return cleaned

    def clean_new_password(self) -> str:
        """Refuse a weak password at its field."""
        password: str = self.cleaned_data["new_password"]
        if password:
            try:
                services.check_password_rules(password, self.instance)  # type: ignore[arg-type]
            except forms.ValidationError as error:
                raise forms.ValidationError(error.messages) from None
        return password


# Media are what is installed, so the fields are only known now.
PersonForm.declared_fields.update(capacity_fields())
