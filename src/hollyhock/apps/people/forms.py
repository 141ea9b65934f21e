"""The form of a person's page."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminPasswordWidget

from hollyhock.apps.base.words import both
from hollyhock.apps.people import services
from hollyhock.apps.people.load_form import LoadForm, first_capacity_field
from hollyhock.apps.people.models import ROLE_NAMES, User


class PersonForm(LoadForm):
    """A person, with roles to tick and a password that is only ever written."""

    section = "agents"
    key = "agent_code"
    places = {"capacity": "own_capacity", "interrupts": "own_interrupts", "seat": "seat_kind"}
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

    def clean(self) -> dict[str, Any] | None:
        """Refuse a person with an agent code who takes nothing."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("agent_code") and self.takes_nothing():
            self.add_error(
                first_capacity_field(), both("请至少为一种媒体填写数量。", "Give a number for one medium at least.")
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
