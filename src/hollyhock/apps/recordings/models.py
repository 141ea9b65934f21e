"""The manifest of recordings: one row each, so that nothing is lost between the switch and the archive."""

from __future__ import annotations

from django.db import models

from hollyhock.apps.base.gating import ADMINISTRATOR, STAFF, Gate
from hollyhock.apps.base.words import both


class Recording(models.Model):
    """One recording: begun by the journal or found on disk, encoded later, removed in the end."""

    class State(models.TextChoices):
        """Where it stands."""

        RUNNING = "running", both("录制中", "Running")
        WAITING = "waiting", both("等待压缩", "Waiting to be encoded")
        DONE = "done", both("已归档", "Archived")
        FAILED = "failed", both("失败", "Failed")
        REMOVED = "removed", both("已删除", "Removed")

    name = models.CharField(both("名称", "Name"), primary_key=True, max_length=160)
    """Name of the files, without extension."""
    tenant = models.ForeignKey("tenancy.Tenant", models.PROTECT, related_name="+", editable=False)
    domain = models.ForeignKey("tenancy.RoutingDomain", models.PROTECT, related_name="+", editable=False)
    interaction = models.ForeignKey(
        "interactions.Interaction",
        models.DO_NOTHING,
        # Interactions are made anew from the journal by a rebuild; recordings stay meanwhile.
        db_constraint=False,
        null=True,
        related_name="recordings",
        verbose_name=both("联络", "Interaction"),
    )
    """None for a file that the journal knows nothing of."""
    began = models.BigIntegerField(both("开始", "Began"))
    ended = models.BigIntegerField(both("结束", "Ended"), null=True)
    state = models.CharField(both("状态", "State"), max_length=10, choices=State, default=State.RUNNING)
    attempts = models.PositiveIntegerField(both("尝试次数", "Attempts"), default=0)
    trouble = models.CharField(both("问题", "Trouble"), max_length=200, blank=True)
    duration_ms = models.BigIntegerField(both("时长", "Length"), default=0)
    size = models.BigIntegerField(both("大小（字节）", "Size in bytes"), default=0)
    peaks = models.BinaryField(default=bytes, editable=False)
    """Loudness for the waveform: one byte per step, first the customer's channel, then the agent's."""
    changed = models.BigIntegerField(both("最后变更", "Last change"), default=0)
    """When ``state`` last changed."""
    gate = Gate(
        tenant="tenant",
        team="interaction__participants__team",
        own="interaction__participants__person",
        read=STAFF,
        write=(ADMINISTRATOR,),
    )

    class Meta:
        verbose_name = both("录音", "recording")
        verbose_name_plural = both("录音", "Recordings")
        ordering = ("-began",)
        indexes = (models.Index(fields=("state", "began"), name="recording_state"),)

    def __str__(self) -> str:
        """Return the name, which says nothing about the customer."""
        return self.name
