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
from hollyhock.apps.centre.explaining import shown_able
from hollyhock.apps.centre.forms import (
    CalendarForm,
    DaysFormSet,
    EntryPointForm,
    HoursFormSet,
    QueueForm,
    RingForm,
    RingFormSet,
    TrunkForm,
)
from hollyhock.apps.people.facade import NAMES, PERSON_INLINES, GatedAdmin, GatedInline, GatedStack, Place, column


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


_ENDS = {
    "queue": both("转到队列", "on to queue"),
    "flow": both("转到流程", "on to flow"),
    "callback": both("回呼", "call back"),
    "busy": both("遇忙", "busy"),
}


class RingInline(GatedStack):
    """The rings of a queue."""

    model = models.Ring
    form = RingForm
    formset = RingFormSet
    hide_title = False
    readonly_fields = ("able",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("after_s", "strategy"),
                    ("requires", "any_of"),
                    "able",
                    ("by_data", "prefers"),
                    ("teams", "sites"),
                    ("raises", "overflow"),
                )
            },
        ),
    )

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Begin a new queue with its first ring, which it cannot do without."""
        return 1 if obj is None else 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Find out whom each ring reaches, as the tables stand."""
        self._able: dict[int, SafeString] = shown_able(obj) if obj is not None else {}
        return super().get_formset(request, obj, **kwargs)

    @column("符合要求的座席（不论此刻是否就绪）", "Agents who meet this, ready or not")
    def able(self, row: models.Ring) -> Any:
        """Show who satisfies the ring as it was saved."""
        return self._able.get(row.pk, both("保存后显示。", "Shown once it is saved."))


_TAB = ["tab"]


@admin.register(models.Queue)
class QueueAdmin(CodedAdmin):
    """Queues."""

    place = Place("routing", 10, "groups_3")
    form = QueueForm
    list_display = ("code", "label", "priority", "rings_text", "level_text", "wrap_up_s")
    inlines = (RingInline,)
    fieldsets = (
        NAMES,
        (
            both("等待与分配", "Waiting and offering"),
            {"classes": _TAB, "fields": (("priority", "offer_s"), ("announce_every_s", "music"), "calendar")},
        ),
        (
            both("服务水平与话后", "Service level, after-call work"),
            {
                "classes": _TAB,
                "fields": (
                    ("service_level_s", "short_abandon_s"),
                    "service_level_formula",
                    ("wrap_up_s", "record"),
                    "wrap_up_codes",
                ),
            },
        ),
        (
            both("谁先谁后", "Who comes first"),
            {"classes": _TAB, "fields": ("boosts", ("age_level_s", "age_cap_s"), "return_min")},
        ),
        (
            both("熟悉的座席", "Known agent"),
            {"classes": _TAB, "fields": (("last_agent_min", "own_wait_s"),)},
        ),
        (
            both("高峰", "Rush"),
            {"classes": _TAB, "fields": (("most_waiting", "most_per_customer"), "when_full")},
        ),
        (
            both("回呼", "Call backs"),
            {"classes": _TAB, "fields": (("callback_tries", "callback_pause_min"),)},
        ),
        (
            both("后备与借调", "Reserve and loans"),
            {"classes": _TAB, "fields": (("reserve", "reserve_after_s"), "loans")},
        ),
    )

    @column("扩圈", "Rings")
    def rings_text(self, row: models.Queue) -> SafeString:
        """Show each ring on a line of its own."""
        lines = [(ring.after_s, _ring_text(ring)) for ring in row.rings.all()]
        return format_html_join("", '<span class="block whitespace-nowrap">{} s → {}</span>', lines)

    @column("服务水平", "Service level")
    def level_text(self, row: models.Queue) -> str:
        """Show formula and threshold."""
        return f"{row.service_level_formula} ≤ {row.service_level_s} s"


def _ring_text(ring: models.Ring) -> str:
    if ring.overflow:
        kind, _, to = ring.overflow.partition(":")
        return f"{_ENDS[kind]} {to}".rstrip()
    by_data = f"{ring.by_data}=?" if ring.by_data else ""
    return " + ".join(filter(None, (ring.requires, ring.any_of, by_data))) or "*"


@admin.register(models.EntryPoint)
class EntryPointAdmin(CodedAdmin):
    """Entry points."""

    place = Place("access", 10, "call")
    form = EntryPointForm
    list_display = ("code", "label", "medium", "number", "flow", "when_down")
    list_select_related = ("flow",)
    search_fields = ("code", "name_zh", "name_en", "address")
    fieldsets = (
        NAMES,
        (None, {"fields": (("medium", "address"), ("flow", "language"), ("standby", "forward_to"))}),
        (both("高峰", "Rush"), {"fields": (("limit_arrivals", "limit_min"),)}),
    )

    @column("号码或代码", "Number or code", ordering="address")
    def number(self, row: models.EntryPoint) -> str:
        """Show the address under a short heading."""
        return row.address

    @column("系统不可用时", "When down")
    def when_down(self, row: models.EntryPoint) -> str:
        """Show the standby treatment under a short heading."""
        return str(row.get_standby_display())


_LOOK = " ".join(INPUT_CLASSES)
_CLOCK = {
    # Django's own widgets compare the browser's zone with the server's, and warn; these times are the calendar's.
    db.TimeField: {
        "form_class": forms.TimeField,
        "widget": forms.TimeInput(format="%H:%M", attrs={"class": _LOOK, "placeholder": "09:00"}),
    },
    db.DateField: {
        "form_class": forms.DateField,
        "widget": forms.DateInput(format="%Y-%m-%d", attrs={"class": _LOOK, "type": "date"}),
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
    form = CalendarForm
    list_display = ("code", "label", "time_zone")
    inlines = (HoursInline, DaysInline)
    fieldsets = (NAMES, (None, {"fields": ("time_zone",)}))


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
