"""The centre in the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models as db
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from unfold.widgets import INPUT_CLASSES

from hollyhock.apps.base.words import both
from hollyhock.apps.centre import models, services
from hollyhock.apps.centre.forms import DaysFormSet, HoursFormSet, RingForm, RingFormSet, TrunkForm
from hollyhock.apps.people.facade import NAMES, PERSON_INLINES, GatedAdmin, GatedInline, Place, column


class CodedAdmin(GatedAdmin):
    """A list of codes with names."""

    list_display: tuple[Any, ...] = ("code", "label")
    search_fields: tuple[str, ...] = ("code", "name_zh", "name_en")
    fieldsets: Any = (NAMES,)

    @column("名称", "Name")
    def label(self, row: Any) -> str:
        """Show the name in the language in force."""
        return str(row)


@admin.register(models.Skill)
class SkillAdmin(CodedAdmin):
    """Skills."""

    place = Place("routing", 20, "school")
    list_display = ("code", "label", "agents")

    @column("座席数", "Agents")
    def agents(self, row: models.Skill) -> int:
        """Show how many have it."""
        return row.agent_skills.count()


@admin.register(models.NotReadyReason)
class ReasonAdmin(CodedAdmin):
    """Not-ready reasons."""

    place = Place("routing", 50, "coffee")


@admin.register(models.WrapUpCode)
class WrapUpCodeAdmin(CodedAdmin):
    """Wrap-up codes."""

    place = Place("routing", 40, "sell")
    list_display = ("code", "label", "open_text")
    list_filter = ("leaves_open",)
    fieldsets: Any = (NAMES, (None, {"fields": ("leaves_open",)}))

    @column("事项", "Matter", label={True: "warning", False: "success"})
    def open_text(self, row: models.WrapUpCode) -> tuple[bool, Any]:
        """Show whether the matter stays open."""
        return row.leaves_open, both("未结", "Stays open") if row.leaves_open else both("了结", "Closed")


@admin.register(models.AgentSkill)
class AgentSkillAdmin(GatedAdmin):
    """Agents' skills."""

    place = Place("routing", 30, "military_tech")
    list_display = ("person", "skill", "level")
    list_editable = ()
    list_filter = ("skill", "person__team")
    search_fields = ("person__name", "person__agent_code", "skill__code")
    list_select_related = ("person", "skill")
    fields = (("person", "skill"), "level")


class AgentSkillInline(GatedInline):
    """The skills of a person."""

    model = models.AgentSkill
    fields = ("skill", "level")


PERSON_INLINES.append(AgentSkillInline)


class RingInline(GatedInline):
    """The rings of a queue."""

    model = models.Ring
    form = RingForm
    formset = RingFormSet
    fields = ("after_s", "requires", "strategy")

    def save_row(self, person: Any, row: Any, form: forms.BaseForm) -> None:
        """Store a ring with its needs."""
        services.save(person, row)
        services.set_needs(person, row, form.cleaned_data["requires"])


@admin.register(models.Queue)
class QueueAdmin(CodedAdmin):
    """Queues."""

    place = Place("routing", 10, "groups_3")
    list_display = ("code", "label", "priority", "rings_text", "level_text", "wrap_up_s")
    inlines = (RingInline,)
    fieldsets = (
        NAMES,
        (
            both("等待与分配", "Waiting and offering"),
            {"fields": (("priority", "offer_s"), ("announce_every_s", "music"))},
        ),
        (
            both("服务水平", "Service level"),
            {"fields": (("service_level_s", "short_abandon_s"), "service_level_formula")},
        ),
        (both("话后处理", "After-call work"), {"fields": (("wrap_up_s", "record"), "wrap_up_codes")}),
    )

    def check_whole(self, row: Any) -> None:
        """Refuse a queue whose first seconds have no rule."""
        services.check_queue(row)

    @column("扩圈", "Rings")
    def rings_text(self, row: models.Queue) -> SafeString:
        """Show each ring on a line of its own."""
        rings = row.rings.prefetch_related("needs__skill")
        lines = [(ring.after_s, ", ".join(map(str, ring.needs.all())) or "*") for ring in rings]
        return format_html_join("", '<span class="block whitespace-nowrap">{} s → {}</span>', lines)

    @column("服务水平", "Service level")
    def level_text(self, row: models.Queue) -> str:
        """Show formula and threshold."""
        return f"{row.service_level_formula} ≤ {row.service_level_s} s"


@admin.register(models.EntryPoint)
class EntryPointAdmin(CodedAdmin):
    """Entry points."""

    place = Place("access", 10, "call")
    list_display = ("code", "label", "medium", "number", "flow", "when_down")
    list_select_related = ("flow",)
    search_fields = ("code", "name_zh", "name_en", "address")
    fieldsets = (
        NAMES,
        (None, {"fields": (("medium", "address"), ("flow", "language"), ("standby", "forward_to"))}),
    )

    @column("号码或代码", "Number or code", ordering="address")
    def number(self, row: models.EntryPoint) -> str:
        """Show the address under a short heading."""
        return row.address

    @column("系统不可用时", "When down")
    def when_down(self, row: models.EntryPoint) -> str:
        """Show the standby treatment under a short heading."""
        return str(row.get_standby_display())


_CLOCK = {
    # Django's own widget compares the browser's zone with the server's; these times are the calendar's.
    db.TimeField: {
        "form_class": forms.TimeField,
        "widget": forms.TimeInput(format="%H:%M", attrs={"class": " ".join(INPUT_CLASSES), "placeholder": "09:00"}),
    },
}


class HoursInline(GatedInline):
    """The weekly hours of a calendar."""

    formfield_overrides = _CLOCK

    model = models.Hours
    formset = HoursFormSet
    fields = ("weekday", "start", "end")


class DaysInline(GatedInline):
    """The special days of a calendar."""

    formfield_overrides = _CLOCK

    model = models.SpecialDay
    formset = DaysFormSet
    fields = ("date", "start", "end")


@admin.register(models.Calendar)
class CalendarAdmin(CodedAdmin):
    """Calendars."""

    place = Place("access", 40, "calendar_month")
    list_display = ("code", "label", "time_zone")
    inlines = (HoursInline, DaysInline)
    fieldsets = (NAMES, (None, {"fields": ("time_zone",)}))

    def check_whole(self, row: Any) -> None:
        """Refuse overlapping hours."""
        services.check_calendar(row)


@admin.register(models.Trunk)
class TrunkAdmin(CodedAdmin):
    """Trunks."""

    place = Place("access", 50, "cable")
    form = TrunkForm
    list_display = ("code", "label", "kind", "server", "addresses")
    fieldsets: Any = (
        NAMES,
        (None, {"fields": ("kind", "addresses", ("server",), ("user", "secret"), "dnis")}),
    )

    def store(self, request: HttpRequest, row: Any, form: forms.BaseForm, change: bool) -> None:
        """Store the trunk, and its password when a new one was entered."""
        services.save_trunk(request.user, row, form.cleaned_data.get("secret") or None)  # type: ignore[arg-type]
