"""Flows and their versions."""

from __future__ import annotations

from django.db import models

from hollyhock.apps.base.gating import ADMINISTRATOR, EXPERT, STAFF, Gate
from hollyhock.apps.base.rows import Coded
from hollyhock.apps.base.words import both


class Flow(Coded):
    """A flow by its code; what it does stands in its versions."""

    in_directory = True
    gate = Gate(tenant="tenant", read=STAFF, write=(EXPERT, ADMINISTRATOR))

    class Meta(Coded.Meta):
        verbose_name = both("流程", "flow")
        verbose_name_plural = both("流程", "Flows")


class FlowVersion(models.Model):
    """The text of a flow (YAML). At most one is the draft and one is published; published text never changes."""

    class State(models.TextChoices):
        """Whether callers meet it."""

        DRAFT = "draft", both("草稿", "Draft")
        PUBLISHED = "published", both("已发布", "Published")
        RETIRED = "retired", both("已替换", "Replaced")

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="versions", verbose_name=both("流程", "Flow"))
    number = models.PositiveIntegerField(both("版本", "Version"))
    text = models.TextField(both("内容（YAML）", "Text (YAML)"))
    state = models.CharField(both("状态", "State"), max_length=10, choices=State, default=State.DRAFT)
    author = models.ForeignKey(
        "people.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=both("作者", "Author")
    )
    saved = models.DateTimeField(both("保存时间", "Saved"), auto_now=True)
    published = models.DateTimeField(both("发布时间", "Published"), null=True, blank=True)
    in_directory = True
    gate = Gate(tenant="flow__tenant", read=STAFF, write=(EXPERT, ADMINISTRATOR))

    class Meta:
        verbose_name = both("流程版本", "flow version")
        verbose_name_plural = both("流程版本", "Flow versions")
        ordering = ("flow", "-number")
        constraints = (
            models.UniqueConstraint(fields=("flow", "number"), name="flows_version_number"),
            models.UniqueConstraint(fields=("flow",), condition=models.Q(state="draft"), name="flows_one_draft"),
            models.UniqueConstraint(
                fields=("flow",), condition=models.Q(state="published"), name="flows_one_published"
            ),
        )

    def __str__(self) -> str:
        """Return the flow with the number."""
        return f"{self.flow.code} #{self.number}"
