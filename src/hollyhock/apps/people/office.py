"""What every page of the back office is made of: the gate, our services, errors at their fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Field, ForeignKey, ManyToManyField, Model, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from hollyhock.apps.base.gating import Ungated
from hollyhock.apps.base.saving import as_problem
from hollyhock.apps.base.words import both, sentence
from hollyhock.apps.people import gate
from hollyhock.apps.people.office_forms import GatedForm
from hollyhock.apps.people.writing import changes, check_changes, delete_row, save_row
from hollyhock.contracts.errors import HollyhockError

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


class _Inline(_Gated):
    """Rows that belong to the page's row; shared by tables and stacks of them."""

    extra = 0
    form = GatedForm
    tab = False
    hide_title = True

    def get_formset(
        self, request: HttpRequest, obj: Model | None = None, **kwargs: Any
    ) -> type[BaseInlineFormSet[Any, Any, Any]]:
        """Let the forms know who asks."""
        made = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        made.form = type(made.form.__name__, (made.form,), {"request": request, "belongs": True})
        return made  # type: ignore[no-any-return]

    def save_row(self, person: Any, row: Model, form: forms.BaseForm) -> None:
        """Store one row; overridden where a service does more."""
        save_row(person, row)


class GatedInline(_Inline, TabularInline):  # type: ignore[misc]
    """Rows that belong to the page's row, as a table."""

    def get_formset(
        self, request: HttpRequest, obj: Model | None = None, **kwargs: Any
    ) -> type[BaseInlineFormSet[Any, Any, Any]]:
        """Let each field say its name itself: the heading of a column is no label of a field."""
        made = super().get_formset(request, obj, **kwargs)
        for field in made.form.base_fields.values():
            field.widget.attrs["aria-label"] = field.label
        return made


class GatedStack(_Inline, StackedInline):  # type: ignore[misc]
    """Rows that belong to the page's row and are too wide for a table, one below the other."""


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
            with changes():
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
        """Store the inline rows, then check the whole before anybody is told that it is stored."""
        super().save_related(request, form, formsets, change)
        check_changes()

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

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask and delete; a refusal undoes everything and is shown on the row's page."""
        try:
            with changes():
                answer: HttpResponse = super().delete_view(request, object_id, extra_context)
        except (ValidationError, HollyhockError) as refused:
            _tell(request, refused)
            meta = self.model._meta
            return HttpResponseRedirect(reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[object_id]))
        return answer

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete one row, and check what is left."""
        delete_row(request.user, obj)  # type: ignore[arg-type]
        check_changes()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete rows together, and check what is left."""
        for row in queryset:
            delete_row(request.user, row)  # type: ignore[arg-type]
        check_changes()

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Do what was chosen for several rows, for all of them or, when one is refused, for none."""
        try:
            with changes():
                answer: HttpResponse | None = super().response_action(request, queryset)
        except (ValidationError, HollyhockError) as refused:
            _tell(request, refused)
            return HttpResponseRedirect(request.get_full_path())
        return answer

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Django's own log is not used: the audit trail has it already."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Django's own log is not used: the audit trail has it already."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """Django's own log is not used: the audit trail has it already."""


def _tell(request: HttpRequest, refused: ValidationError | HollyhockError) -> None:
    problem = as_problem(refused) if isinstance(refused, ValidationError) else refused
    messages.error(request, sentence(problem.problem()))


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
