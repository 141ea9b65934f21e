"""People and teams in the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse

from hollyhock.apps.base.words import both
from hollyhock.apps.people import services
from hollyhock.apps.people.forms import PersonForm
from hollyhock.apps.people.load_form import LoadForm, load_fields, shown_when
from hollyhock.apps.people.models import ROLE_NAMES, Team, User
from hollyhock.apps.people.office import NAMES, PERSON_INLINES, GatedAdmin, Place, button, column
from hollyhock.apps.people.writing import check_changes

_LOAD = (
    both("同时处理量与打断", "How much at once"),
    {
        "fields": load_fields(),
        "description": both(
            "座席没有自定时用班组的，班组没有自定时用系统的默认值。不接的媒体请留空。",
            "What an agent has no own rule for is the team's, else the usual. Leave a medium empty that is not taken.",
        ),
    },
)


@admin.register(Team)
class TeamAdmin(GatedAdmin):
    """Teams."""

    place = Place("people", 20, "groups")
    form = LoadForm
    conditional_fields = shown_when()
    list_display = ("code", "label", "site", "size")
    list_filter = ("site",)
    search_fields = ("code", "name_zh", "name_en")
    fieldsets = (NAMES, (None, {"fields": ("site",)}), _LOAD)

    @column("名称", "Name")
    def label(self, row: Team) -> str:
        """Show the name in the language in force."""
        return str(row)

    @column("人数", "People")
    def size(self, row: Team) -> int:
        """Show how many people belong to it."""
        return row.members.filter(is_active=True).count()


@admin.register(User)
class PersonAdmin(GatedAdmin):
    """People."""

    place = Place("people", 10, "person")
    form = PersonForm
    conditional_fields = shown_when()
    list_display = ("username", "name", "agent_code", "role_list", "team", "seat_kind", "active")
    list_filter = ("team", "seat_kind", "is_active")
    search_fields = ("username", "name", "agent_code")
    list_select_related = ("team",)
    actions_submit_line = ("generate", "unlock")
    fieldsets = (
        (None, {"fields": (("username", "name"), ("email", "language"), ("new_password", "is_active"))}),
        (both("角色与范围", "Roles and scope"), {"fields": ("roles", ("leads", "sites"), "all_teams")}),
        (both("座席", "Seat"), {"fields": (("agent_code", "team"), "seat_kind")}),
        _LOAD,
    )

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Leave out a button for which there is no room."""
        fewer = {**(extra_context or {}), "show_save_and_add_another": False}
        return super().changeform_view(request, object_id, form_url, fewer)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Show what other apps know of a person."""
        return list(PERSON_INLINES)

    def store(self, request: HttpRequest, row: Any, form: forms.BaseForm, change: bool) -> None:
        """Store the person; a new one without a password gets one."""
        password = form.cleaned_data.get("new_password") or None
        if password is None and not change:
            password = services.generate_password()
            self._tell(request, row, password)
        chosen = {name: form.cleaned_data.get(name) for name in ("leads", "sites")}
        services.save_person(request.user, row, password=password, **chosen)  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store the inline rows; teams and sites have been stored with the person."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)
        check_changes()

    @button("生成新密码", "New password", permissions=["change"])
    def generate(self, request: HttpRequest, row: User) -> None:
        """Give the person a generated password and show it once."""
        password = services.generate_password()
        services.save_person(request.user, row, password=password)  # type: ignore[arg-type]
        self._tell(request, row, password)

    @button("解除登录锁定", "Unlock log-in", permissions=["change"])
    def unlock(self, request: HttpRequest, row: User) -> None:
        """Let the person log in again at once after too many failures."""
        services.unlock(request.user, row)  # type: ignore[arg-type]
        messages.success(request, both("已解除锁定。", "Unlocked."))

    def _tell(self, request: HttpRequest, row: User, password: str) -> None:
        text = both(
            f"{row.username} 的新密码：{password}（只显示这一次，请现在转告本人）",
            f"New password of {row.username}: {password} (shown only now; pass it on)",
        )
        messages.warning(request, text)

    @column("角色", "Roles")
    def role_list(self, row: User) -> str:
        """Show the roles by name."""
        return " · ".join(str(ROLE_NAMES.get(role, role)) for role in row.roles)

    @column("状态", "State", label={True: "success", False: "danger"})
    def active(self, row: User) -> tuple[bool, Any]:
        """Show whether the person may log in."""
        return row.is_active, both("启用", "Active") if row.is_active else both("停用", "Off")
