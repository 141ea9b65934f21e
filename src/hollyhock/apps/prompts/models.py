"""Prompts: what flows say, per language."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from hollyhock.apps.base.gating import ADMINISTRATOR, EXPERT, STAFF, Gate
from hollyhock.apps.base.rows import TAKEN, Once, code_field
from hollyhock.apps.base.words import both, pick


class Prompt(models.Model):
    """Something that can be said."""

    tenant = models.ForeignKey("tenancy.Tenant", models.PROTECT, related_name="+", editable=False)
    code = code_field()
    note = models.CharField(both("说明", "Note"), max_length=200, blank=True)
    history = HistoricalRecords()
    in_directory = True
    gate = Gate(tenant="tenant", read=STAFF, write=(EXPERT, ADMINISTRATOR))

    class Meta:
        verbose_name = both("语音提示", "prompt")
        verbose_name_plural = both("语音提示", "Prompts")
        ordering = ("code",)
        constraints = (
            Once(fields=("tenant", "code"), at="code", name="prompts_prompt_code", violation_error_message=TAKEN),
        )

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class Wording(models.Model):
    """A prompt in one language: text for the speech engine, or an uploaded recording, which goes before it."""

    class Language(models.TextChoices):
        """What the speech engine speaks."""

        CHINESE = "zh-Hans", "中文"
        ENGLISH = "en", "English"

    prompt = models.ForeignKey(Prompt, models.CASCADE, related_name="wordings", verbose_name=both("语音提示", "Prompt"))
    language = models.CharField(both("语言", "Language"), max_length=10, choices=Language)
    text = models.TextField(
        both("文字", "Text"),
        blank=True,
        max_length=2000,
        help_text=both(
            "由语音合成朗读；有录音时仅作说明。",
            "Spoken by the speech engine; with a recording it only says what is heard.",
        ),
    )
    recording = models.BinaryField(both("录音", "Recording"), null=True, blank=True, editable=True)
    sound = models.CharField(both("已生成语音", "Sound made"), max_length=200, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["recording", "sound"])
    in_directory = True
    gate = Gate(tenant="prompt__tenant", read=STAFF, write=(EXPERT, ADMINISTRATOR))

    class Meta:
        verbose_name = both("语言版本", "wording")
        verbose_name_plural = both("语言版本", "Wordings")
        ordering = ("prompt", "-language")
        constraints = (
            Once(
                fields=("prompt", "language"),
                at="language",
                name="prompts_wording_once",
                violation_error_message=both("这种语言已有内容。", "This language is there already."),
            ),
        )

    def __str__(self) -> str:
        """Return the language with the beginning of the text."""
        return f"{self.get_language_display()}: {self.text[:30] or pick('录音', 'recording')}"

    def clean(self) -> None:
        """Refuse a wording that says nothing."""
        if not self.text.strip() and not self.recording:
            raise ValidationError({"text": both("请填写文字或上传录音。", "Enter a text or upload a recording.")})
