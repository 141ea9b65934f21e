"""What every page of the back office is made of: the gate, our services, errors at their fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Field, ForeignKey, ManyToManyField, Model, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from hollyhock.apps.base.gating import Ungated
from hollyhock.apps.base.saving import as_problem
from hollyhock.apps.base.words import both, sentence
from hollyhock.apps.people import gate
from hollyhock.apps.people.writing import delete_row, save_row
from hollyhock.apps.tenancy.facade import home_domain
from hollyhock.contracts.errors import HollyhockError

if TYPE_CHECKING:
    _Form = forms.ModelForm[Model]
else:
    _Form = forms.ModelForm

OURS = ("tenant", "domain")
"""Columns that the program fills in; checked with the rest although nobody sees them."""


F = TypeVar("F", bound=Callable[..., Any])


def column(zh: str, en: str, **options: Any) -> Callable[[F], F]:
    """Mark a method as a column headed so; ``options`` are those of unfold's ``display``."""
    return cast("Callable[[F], F]", display(description=both(zh, en), **options))


def button(zh: str, en: str, **options: Any) -> Callable[[F], F]:
    """Mark a method as a button labelled so; ``options`` are those of unfold's ``action``."""
    return cast("Callable[[F], F]", action(description=both(zh, en), **options))


@dataclass(frozen=True)
class Place:
    """Where a page stands in the sidebar."""

    group: str
    order: int
    icon: str
    """Name of a Material symbol."""


class GatedForm(_Form):
    """A form whose row has its tenant from the start, so that all rules can be checked while one still types."""

    request: HttpRequest

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.request.user
        if self.instance._state.adding and hasattr(type(self.instance), "tenant"):
            self.instance.tenant = person.tenant  # type: ignore[attr-defined]
        if self.instance._state.adding and hasattr(type(self.instance), "domain") and "domain" not in self.fields:
            self.instance.domain = home_domain()  # type: ignore[attr-defined]

    def _get_validation_exclusions(self) -> set[str]:
        return set(super()._get_validation_exclusions()) - set(OURS)  # type: ignore[misc]

    def clean(self) -> dict[str, Any] | None:
        """Show at its field what a service refused on the first try."""
        cleaned = super().clean()
        refused = getattr(self.request, "refused", None)
        if refused is not None:
            for field, errors in _by_field(refused):
                self.add_error(field if field in self.fields else None, errors)
        return cleaned


def _by_field(refused: Exception) -> list[tuple[str | None, list[Any]]]:
    if isinstance(refused, HollyhockError):
        return [(refused.field, [sentence(refused.problem())])]
    assert isinstance(refused, ValidationError)  # noqa: S101 - nothing else is kept
    if hasattr(refused, "error_dict"):
        return [(None if name == NON_FIELD_ERRORS else name, list(found)) for name, found in refused.error_dict.items()]
    return [(None, list(refused.error_list))]


class _Gated:
    """Queries and choices through the gate; shared by pages and inlines."""

    model: type[Model]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return only what the person may see."""
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return gate.visible(rows, request.user)

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only what the person may see."""
        return super().formfield_for_foreignkey(db_field, request, **_choices(db_field, request, kwargs))  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only what the person may see."""
        kwargs.setdefault("widget", UnfoldAdminCheckboxSelectMultipleWidget)
        return super().formfield_for_manytomany(db_field, request, **_choices(db_field, request, kwargs))  # type: ignore[misc]


def _choices(field: Field[Any, Any], request: HttpRequest, options: dict[str, Any]) -> dict[str, Any]:
    related: Any = field.related_model
    try:
        options.setdefault("queryset", gate.visible(related._default_manager.all(), request.user))
    except Ungated:
        options["queryset"] = related._default_manager.none()
    return options


class GatedInline(_Gated, TabularInline):  # type: ignore[misc]
    """Rows that belong to the page's row."""

    extra = 0
    form = GatedForm
    tab = False
    hide_title = True

    def get_formset(
        self, request: HttpRequest, obj: Model | None = None, **kwargs: Any
    ) -> type[BaseInlineFormSet[Any, Any, Any]]:
        """Let the forms know who asks."""
        made = super().get_formset(request, obj, **kwargs)
        made.form = type(made.form.__name__, (made.form,), {"request": request})
        return made  # type: ignore[no-any-return]

    def save_row(self, person: Any, row: Model, form: forms.BaseForm) -> None:
        """Store one row; overridden where a service does more."""
        save_row(person, row)


class GatedAdmin(_Gated, SimpleHistoryAdmin, ModelAdmin):  # type: ignore[misc]
    """A page of the back office. Everything is written by services; what they refuse stands at its field."""

    place: Place | None = None
    formfield_overrides = {models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 3})}}
    form = GatedForm
    compressed_fields = True
    warn_unsaved_form = True
    list_per_page = 50
    list_filter_submit = False

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Any]]:
        """Let the form know who asks."""
        made = super().get_form(request, obj, change=change, **kwargs)
        return type(made.__name__, (made,), {"request": request})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show or store a row. A refusal by a service undoes everything and shows the form again with the reason."""
        try:
            answer: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
        except (ValidationError, HollyhockError) as refused:
            request.refused = refused  # type: ignore[attr-defined]
            for upload in request.FILES.values():
                upload.seek(0)  # type: ignore[union-attr]
            answer = super().changeform_view(request, object_id, form_url, extra_context)
        return answer

    def save_model(self, request: HttpRequest, obj: Model, form: forms.BaseForm, change: bool) -> None:
        """Store the row itself, then do what an extra button of the form asks."""
        self.store(request, obj, form, change)
        for extra in self.get_actions_submit_line(request, obj.pk):
            if extra.action_name in request.POST:
                extra.method(request, obj)

    def store(self, request: HttpRequest, row: Any, form: forms.BaseForm, change: bool) -> None:
        """Store the row through its service; overridden where the service does more."""
        save_row(request.user, row)  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: Any, formsets: Sequence[Any], change: bool) -> None:
        """Store the inline rows, then check what must hold over all of them."""
        super().save_related(request, form, formsets, change)
        self.check_whole(form.instance)

    def check_whole(self, row: Any) -> None:
        """Raise ``ValidationError`` when row and inline rows do not fit together; nothing by default."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Store inline rows one by one."""
        inline = next(one for one in self.get_inline_instances(request, form.instance) if one.model is formset.model)
        rows = {id(row) for row in formset.save(commit=False)}
        for row in formset.deleted_objects:
            delete_row(request.user, row)  # type: ignore[arg-type]
        for one in formset.forms:
            if id(one.instance) in rows:
                inline.save_row(request.user, one.instance, one)
        formset.save_m2m()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete one row."""
        delete_row(request.user, obj)  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete those rows that nothing needs; say which could not be."""
        for row in queryset:
            try:
                delete_row(request.user, row)  # type: ignore[arg-type]
            except (ValidationError, HollyhockError) as refused:
                problem = as_problem(refused) if isinstance(refused, ValidationError) else refused
                messages.error(request, f"{row}: {sentence(problem.problem())}")

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Django's own log is not used: the audit trail has it already."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Django's own log is not used: the audit trail has it already."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """Django's own log is not used: the audit trail has it already."""


class ReadOnlyAdmin(GatedAdmin):
    """A page on which nothing can be changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False


PERSON_INLINES: list[type[GatedInline]] = []
"""Other apps' rows that belong to a person's page; their ``admin.py`` adds to it."""

NAMES = (both("名称", "Names"), {"fields": (("code",), ("name_zh", "name_en"))})
"""The first group of fields of rows with a code."""
