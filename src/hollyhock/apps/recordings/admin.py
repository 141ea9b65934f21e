"""Recordings in the back office: the manifest, and how far the encoder is behind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat

from hollyhock.apps.base.words import pick
from hollyhock.apps.people.facade import Place, ReadOnlyAdmin, User, column
from hollyhock.apps.recordings import selectors
from hollyhock.apps.recordings.hearing import heard
from hollyhock.apps.recordings.models import Recording


@admin.register(Recording)
class RecordingAdmin(ReadOnlyAdmin):
    """Every recording with its state."""

    place = Place("records", 30, "graphic_eq")
    list_display = ("name", "interaction", "start", "state", "length", "volume", "trouble")
    list_filter = ("state",)
    fields = ("name", "interaction", "start", "state", "length", "volume", "attempts", "trouble")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Show what the person may hear, each once."""
        assert isinstance(request.user, User)  # noqa: S101 - the back office is for our people only
        return heard(request.user)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say above the list how far the encoder is behind."""
        behind = selectors.backlog(settings.HOLLYHOCK_SCOPE)
        zh = f"等待压缩 {behind.waiting} 个，录制中 {behind.running} 个，失败 {behind.failed} 个"
        en = f"{behind.waiting} wait for the encoder, {behind.running} are running, {behind.failed} have failed"
        messages.add_message(request, messages.WARNING if behind.failed else messages.INFO, pick(zh, en))
        page: HttpResponse = super().changelist_view(request, extra_context)
        return page

    @column("开始", "Began")
    def start(self, row: Recording) -> datetime:
        """Show the moment."""
        return datetime.fromtimestamp(row.began / 1000, UTC)

    @column("时长", "Length")
    def length(self, row: Recording) -> str:
        """Show minutes and seconds."""
        return f"{row.duration_ms // 60_000}:{row.duration_ms // 1000 % 60:02}" if row.duration_ms else ""

    @column("大小", "Size", ordering="size")
    def volume(self, row: Recording) -> str:
        """Show the size in readable units."""
        return filesizeformat(row.size) if row.size else ""
