"""Forms of the centre's pages that read more than columns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminTextInputWidget

from hollyhock.apps.base.words import both
from hollyhock.apps.centre import rules
from hollyhock.apps.centre.models import Ring, Skill
from hollyhock.apps.centre.tables.calendars import minutes
from hollyhock.apps.people.facade import GatedForm


class RingForm(GatedForm):
    """A ring with its needs on one line, such as ``service:3, english:1``."""

    requires = forms.CharField(
        label=both("技能要求", "Needs"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "service:3, english:1"}),
        help_text=both(
            "技能代码:最低级别，用逗号分开；留空表示任何座席。",
            "Skill code:lowest level, with commas; empty: any agent.",
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.instance, Ring) and self.instance.pk:
            needs = self.instance.needs.select_related("skill")
            self.initial["requires"] = ", ".join(str(need) for need in needs)

    def has_changed(self) -> bool:
        """Keep a new row even when it holds nothing but defaults: somebody has added it on purpose."""
        return self.instance.pk is None or super().has_changed()

    def clean_requires(self) -> dict[str, int]:
        """Return skill code to lowest level; refuse unknown skills and levels out of range."""
        person: Any = self.request.user
        known = {skill.code: skill for skill in Skill.objects.filter(tenant=person.tenant_id)}
        try:
            return rules.read_needs(self.cleaned_data["requires"], known)
        except rules.Broken as broken:
            raise ValidationError(broken.remedy) from None


class RingFormSet(PaginationInlineFormSet):  # type: ignore[misc]
    """The rings of a queue."""

    def clean(self) -> None:
        """Refuse a queue without a ring at 0 and rings that begin at once."""
        super().clean()
        forms_kept = [form for form in self.forms if form not in self.deleted_forms]
        if all(form.is_valid() for form in forms_kept):
            _check(lambda: rules.check_rings([form.cleaned_data["after_s"] for form in forms_kept]))


class HoursFormSet(PaginationInlineFormSet):  # type: ignore[misc]
    """The weekly hours of a calendar."""

    day = "weekday"

    def clean(self) -> None:
        """Refuse overlapping hours."""
        super().clean()
        spans = []
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if form in self.deleted_forms or data.get("start") is None or data.get("end") is None:
                continue
            spans.append((data.get(self.day), (minutes(data["start"]), minutes(data["end"], end=True))))
        _check(lambda: rules.check_spans(spans))


class DaysFormSet(HoursFormSet):
    """The special days of a calendar."""

    day = "date"


class TrunkForm(GatedForm):
    """A trunk with a password that is only ever written."""

    secret = forms.CharField(
        label=both("密码", "Password"),
        required=False,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text=both(
            "加密保存，不再显示；留空表示不变。", "Kept encrypted and never shown; empty leaves it as it is."
        ),
    )


def _check(rule: Any) -> None:
    try:
        rule()
    except rules.Broken as broken:
        raise ValidationError(broken.remedy) from None
