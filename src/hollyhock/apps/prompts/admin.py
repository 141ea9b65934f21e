"""Prompts in the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget, UnfoldBooleanWidget

from hollyhock.apps.base.words import both
from hollyhock.apps.people.facade import GatedAdmin, GatedForm, GatedInline, Place, column, find
from hollyhock.apps.prompts import services
from hollyhock.apps.prompts.models import Prompt, Wording

LARGEST_UPLOAD = 20 * 1024 * 1024


class WordingForm(GatedForm):
    """A wording with an upload beside its text."""

    upload = forms.FileField(
        label=both("上传录音（WAV）", "Upload (WAV)"), required=False, widget=UnfoldAdminFileFieldWidget
    )
    text = forms.CharField(
        label=Wording._meta.get_field("text").verbose_name,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=Wording._meta.get_field("text").help_text,
    )
    drop = forms.BooleanField(label=both("删除录音", "Drop recording"), required=False, widget=UnfoldBooleanWidget)

    def clean(self) -> dict[str, Any] | None:
        """Take the upload into the row before the row is checked."""
        cleaned = super().clean()
        upload = self.cleaned_data.get("upload")
        wording: Any = self.instance
        if upload is not None:
            if upload.size > LARGEST_UPLOAD:
                raise ValidationError(
                    {"upload": both("文件超过 20 MB，请缩短录音。", "The file is over 20 MB; shorten it.")}
                )
            wording.recording = upload.read()
        elif self.cleaned_data.get("drop"):
            wording.recording = None
        return cleaned


class WordingInline(GatedInline):
    """The languages of a prompt."""

    model = Wording
    form = WordingForm
    fields = ("language", "text", "listen", "upload", "drop")
    readonly_fields = ("listen",)

    def save_row(self, person: Any, row: Any, form: forms.BaseForm) -> None:
        """Store a wording and make its sound."""
        services.save_wording(person, row)

    @column("试听", "Listen")
    def listen(self, row: Wording) -> SafeString | str:
        """Show a player for the sound that callers hear."""
        if not row.pk or not row.sound:
            return "-"
        return format_html(
            '<audio controls preload="none" style="height:32px;width:220px" src="{}"></audio>',
            reverse("admin:prompts_wording_sound", args=[row.pk]),
        )


@admin.register(Prompt)
class PromptAdmin(GatedAdmin):
    """Prompts."""

    place = Place("access", 30, "campaign")
    list_display = ("code", "chinese", "english", "state")
    search_fields = ("code", "note", "wordings__text")
    fields = (("code", "note"),)
    inlines = (WordingInline,)

    def get_urls(self) -> list[Any]:
        """Add the address of sounds."""
        view = self.admin_site.admin_view(self.sound)
        return [path("sound/<int:pk>/", view, name="prompts_wording_sound"), *super().get_urls()]

    def sound(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the sound of a wording."""
        row = find(Wording.objects.all(), request.user, pk=pk)  # type: ignore[arg-type]
        return HttpResponse(services.file_of(row.sound).read_bytes(), content_type="audio/wav")

    @column("中文", "Chinese")
    def chinese(self, row: Prompt) -> str:
        """Show the Chinese text."""
        return _text(row, "zh-Hans")

    @column("英文", "English")
    def english(self, row: Prompt) -> str:
        """Show the English text."""
        return _text(row, "en")

    @column("语音", "Sounds", label={"ready": "success", "missing": "warning"})
    def state(self, row: Prompt) -> tuple[str, Any]:
        """Show whether every wording has its sound."""
        ready = all(one.sound == services.sound_of(one) for one in row.wordings.all())
        return ("ready", both("已生成", "Ready")) if ready else ("missing", both("待生成", "Not made yet"))


def _text(row: Prompt, language: str) -> str:
    found = row.wordings.filter(language=language).first()
    return "-" if found is None else Truncator(found.text).chars(60) or "♪"
