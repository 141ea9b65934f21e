"""The fields of how much somebody is given: numbers per medium and what may interrupt what, for people and teams."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldBooleanSwitchWidget,
)

from hollyhock.apps.base.media import held_media
from hollyhock.apps.base.words import both
from hollyhock.apps.people.capacity import effective, interrupts, most, remedy
from hollyhock.apps.people.office_forms import GatedForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OWN_CAPACITY, OWN_INTERRUPTS = "own_capacity", "own_interrupts"


def field_of(kind: str, medium: str) -> str:
    """Return the name of a medium's field; it is a name in the page's script, too."""
    return f"{kind}_{re.sub(r'[^a-z0-9]', '_', medium.lower())}"


def capacity_fields() -> dict[str, forms.Field]:
    """Return the fields of how many at once, one per medium."""
    return {field_of("capacity", medium): _number(medium, label) for medium, label in held_media()}


def interrupt_fields() -> dict[str, forms.Field]:
    """Return the fields of what a medium may interrupt, one per medium."""
    return {field_of("interrupts", medium): _during(medium, label) for medium, label in held_media()}


def first_capacity_field() -> str:
    """Return the field at which a person who takes nothing is told so."""
    return next(iter(capacity_fields()))


def shown_when() -> dict[str, str]:
    """Return which fields are shown only when their switch is on, as unfold's ``conditional_fields``."""
    numbers = dict.fromkeys(capacity_fields(), OWN_CAPACITY)
    return {**numbers, **dict.fromkeys(interrupt_fields(), OWN_INTERRUPTS)}


def load_fields() -> tuple[Any, ...]:
    """Return the lines of the fieldset."""
    return (OWN_CAPACITY, tuple(capacity_fields()), OWN_INTERRUPTS, tuple(interrupt_fields()), "weight")


def _number(medium: str, label: str | _StrPromise) -> forms.Field:
    field = forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=most(medium),
        error_messages={"invalid": remedy(medium)},
        widget=UnfoldAdminIntegerFieldWidget,
    )
    # Django's limit validators bring sentences of their own.
    for validator in field.validators:
        validator.message = remedy(medium)  # type: ignore[attr-defined]
    return field


def _during(medium: str, label: str | _StrPromise) -> forms.Field:
    return forms.MultipleChoiceField(
        label=format_lazy("{} · {}", label, both("可打断", "may interrupt")),
        required=False,
        choices=[choice for choice in held_media() if choice[0] != medium],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )


class LoadForm(GatedForm):
    """A person or a team, whose numbers and rules stand in two columns of JSON."""

    own_capacity = forms.BooleanField(
        label=both("自定同时处理量", "Own numbers at once"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    own_interrupts = forms.BooleanField(
        label=both("自定打断规则", "Own rules of interrupting"), required=False, widget=UnfoldBooleanSwitchWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row: Any = self.instance
        team = row.team if getattr(row, "team_id", None) else None
        numbers = effective(row.capacity, team.capacity if team else None)
        rules = interrupts(row.interrupts, team.interrupts if team else None)
        self.initial.update({OWN_CAPACITY: bool(row.capacity), OWN_INTERRUPTS: bool(row.interrupts)})
        for medium, _ in held_media():
            self.initial[field_of("capacity", medium)] = numbers.get(medium)
            self.initial[field_of("interrupts", medium)] = list(rules.get(medium, ()))

    def clean(self) -> dict[str, Any] | None:
        """Gather the numbers and rules per medium; none of their own when the switch is off."""
        cleaned = super().clean() or self.cleaned_data
        row: Any = self.instance
        names = [(medium, field_of("capacity", medium), field_of("interrupts", medium)) for medium, _ in held_media()]
        if not any(name in self.errors for _, *pair in names for name in pair):
            numbers = {medium: cleaned.get(number) for medium, number, _ in names}
            rules = {medium: cleaned.get(during) or [] for medium, _, during in names}
            row.capacity = {**row.capacity, **numbers} if cleaned.get(OWN_CAPACITY) else {}
            row.interrupts = {**row.interrupts, **rules} if cleaned.get(OWN_INTERRUPTS) else {}
        return cleaned

    def takes_nothing(self) -> bool:
        """Tell whether own numbers were asked for, but none was entered."""
        row: Any = self.instance
        return bool(self.cleaned_data.get(OWN_CAPACITY) and row.capacity and not any(row.capacity.values()))


# Media are what is installed, so the fields are only known now.
LoadForm.declared_fields.update({**capacity_fields(), **interrupt_fields()})
