"""Forms of the back office: the row has its tenant from the start, and what a service refuses stands at its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MinValueValidator
from django.db.models import Model
from django.http import HttpRequest
from unfold.forms import PaginationInlineFormSet

from hollyhock.apps.base.words import both, sentence
from hollyhock.apps.publishing.facade import RulesBroken
from hollyhock.apps.tenancy.facade import home_domain
from hollyhock.contracts.errors import HollyhockError
from hollyhock.core.checks.faults import Fault

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    _Form = forms.ModelForm[Model]
else:
    _Form = forms.ModelForm

OURS = ("tenant", "domain")
"""Columns that the program fills in; checked with the rest although nobody sees them."""


class GatedForm(_Form):
    """A form whose row has its tenant from the start, so that all rules can be checked while one still types."""

    request: HttpRequest
    belongs: ClassVar[bool] = False
    """The row belongs to the page's row: its formset tells what is wrong with it."""
    section: ClassVar[str] = ""
    """The list of the directory in which the page's row stands, e.g. ``queues``; empty = in none."""
    key: ClassVar[str] = "code"
    """The field that is the row's code there."""
    places: ClassVar[Mapping[str, str]] = {}
    """Path of a fault below the row, dotted, to the field where it is shown; what is not named has the same name."""
    rows: ClassVar[tuple[str, ...]] = ()
    """First keys of those faults that the page's inline rows show."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.request.user
        if self.instance._state.adding and hasattr(type(self.instance), "tenant"):
            self.instance.tenant = person.tenant  # type: ignore[attr-defined]
        if self.instance._state.adding and hasattr(type(self.instance), "domain") and "domain" not in self.fields:
            self.instance.domain = home_domain()  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            # The column has limits of its own, and a sentence that says what to enter.
            if isinstance(field, forms.IntegerField) and name not in self.declared_fields:
                field.validators = [one for one in field.validators if not isinstance(one, MinValueValidator)]

    def _get_validation_exclusions(self) -> set[str]:
        return set(super()._get_validation_exclusions()) - set(OURS)  # type: ignore[misc]

    def clean(self) -> dict[str, Any] | None:
        """Show at its field what a service refused on the first try."""
        cleaned = super().clean()
        refused = getattr(self.request, "refused", None)
        if isinstance(refused, RulesBroken):
            if not self.belongs:
                self._show(refused.faults)
        elif refused is not None:
            for field, errors in _by_field(refused):
                self.add_error(field if field in self.fields else None, errors)
        return cleaned

    def _show(self, faults: list[Fault]) -> None:
        here = (self.section, str(self.cleaned_data.get(self.key, "")))
        for fault in faults:
            rest = fault.path[2:]
            own = fault.path[:2] == here
            field = place_of(rest, self.places, self.fields) if own else None
            if field is not None:
                self.add_error(field, remedy_of(fault))
            elif not (own and rest and rest[0] in self.rows):
                self.add_error(None, sentence(fault.problem()))


class GatedFormSet(PaginationInlineFormSet):  # type: ignore[misc]
    """Inline rows that show what is wrong with them in the directory."""

    section: ClassVar[str] = ""
    """The list of the directory in which the page's row stands."""
    parts: ClassVar[tuple[str, ...]] = ()
    """The keys below that row whose faults these rows show."""
    order: ClassVar[str] = ""
    """The field by which the directory numbers the rows; empty = faults are those of all rows together."""
    places: ClassVar[Mapping[str, str]] = {}
    """As of ``GatedForm``, below the numbered row."""

    def clean(self) -> None:
        """Show at their rows what the check of the whole directory refused on the first try."""
        super().clean()
        refused = getattr(self.form.request, "refused", None)
        if isinstance(refused, RulesBroken):
            rest = [remedy_of(fault) for fault in self._mine(refused.faults) if not self._shown(fault)]
            if rest:
                raise ValidationError(rest)

    def _mine(self, faults: list[Fault]) -> Iterator[Fault]:
        here = (self.section, self.instance.code)
        return (
            fault for fault in faults if fault.path[:2] == here and fault.path[2:3] in {(part,) for part in self.parts}
        )

    def _shown(self, fault: Fault) -> bool:
        number = fault.path[3] if len(fault.path) > 3 else ""
        if not self.order or not number.isdigit():
            return False
        kept = [form for form in self.forms if form not in self.deleted_forms and self.order in form.cleaned_data]
        ordered = sorted(kept, key=lambda form: form.cleaned_data[self.order])
        if int(number) >= len(ordered):
            return False
        form = ordered[int(number)]
        form.add_error(place_of(fault.path[4:], self.places, form.fields), remedy_of(fault))
        return True


def remedy_of(fault: Fault) -> _StrPromise:
    """Return what to do, as a sentence of its own: where is said by the field at which it stands."""
    return both(fault.zh, f"{fault.en[:1].upper()}{fault.en[1:]}")


def place_of(path: tuple[str, ...], places: Mapping[str, str], fields: Mapping[str, Any]) -> str | None:
    """Return the field at which a fault is shown: that of the longest known beginning of its path."""
    for length in range(len(path), 0, -1):
        name = ".".join(path[:length])
        field = places.get(name, name)
        if field in fields:
            return field
    return None


def _by_field(refused: Exception) -> list[tuple[str | None, list[Any]]]:
    if isinstance(refused, HollyhockError):
        return [(refused.field, [sentence(refused.problem())])]
    assert isinstance(refused, ValidationError)  # noqa: S101 - nothing else is kept
    if hasattr(refused, "error_dict"):
        return [(None if name == NON_FIELD_ERRORS else name, list(found)) for name, found in refused.error_dict.items()]
    return [(None, list(refused.error_list))]
