"""The records that the projector writes. Times are epoch milliseconds (UTC), as in the journal.

The journal is the truth: every table but the personal values of people who asked to be forgotten can be made anew from
it. Only ``MatterMark`` is written by people.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from hollyhock.apps.base.gating import ADMINISTRATOR, STAFF, Gate
from hollyhock.apps.base.words import both

LOOKED_UP = 64
"""Characters of a personal value that an index takes."""


class Owned(models.Model):
    """A row with its tenant and routing domain."""

    tenant = models.ForeignKey("tenancy.Tenant", models.PROTECT, related_name="+", db_index=False, editable=False)
    domain = models.ForeignKey(
        "tenancy.RoutingDomain", models.PROTECT, related_name="+", db_index=False, editable=False
    )

    class Meta:
        abstract = True


def moment(zh: str, en: str, **options: Any) -> models.BigIntegerField[int, int]:
    """Return the column of a time in epoch milliseconds."""
    return models.BigIntegerField(both(zh, en), **options)


class Interaction(Owned):
    """One customer's contact through one medium."""

    id = models.CharField(both("编号", "Number"), primary_key=True, max_length=200)
    medium = models.CharField(both("媒体", "Medium"), max_length=200)
    entry_point = models.CharField(both("接入点", "Entry point"), max_length=200)
    language = models.CharField(both("语言", "Language"), max_length=200)
    arrived = moment("到达时间", "Arrived")
    parent = models.CharField(both("来源联络", "Came from"), max_length=200, blank=True)
    adopted = models.BooleanField(both("恢复时接管", "Adopted on recovery"), default=False)
    data = models.JSONField(both("随路数据", "Attached data"), default=dict)
    queue = models.CharField(both("队列", "Queue"), max_length=200, blank=True)
    agent = models.CharField(both("座席", "Agent"), max_length=200, blank=True)
    answered = moment("首次接通时间", "First answered", null=True)
    closed = moment("结束时间", "Closed", null=True)
    cause = models.CharField(both("结束原因", "Cause"), max_length=200, blank=True)
    outcome = models.CharField(both("结果", "Outcome"), max_length=200)
    wrap_up_code = models.CharField(both("小结代码", "Wrap-up code"), max_length=200, blank=True)
    left_open = models.BooleanField(both("事项未结", "Matter left open"), default=False)
    """What the wrap-up code said; a later ``MatterMark`` says more."""
    sound = models.CharField(both("留言文件", "Voicemail file"), max_length=200, blank=True)
    sound_ms = models.BigIntegerField(both("留言时长", "Voicemail length"), default=0)
    took_message = models.BooleanField(both("客户留言", "Message taken"), default=False)
    gate = Gate(tenant="tenant", team="participants__team", own="participants__person", read=STAFF, write=())

    class Meta:
        verbose_name = both("联络", "interaction")
        verbose_name_plural = both("联络记录", "Interactions")
        ordering = ("-arrived", "-id")
        indexes = (
            models.Index(fields=("tenant", "arrived"), name="interaction_arrived"),
            models.Index(fields=("tenant", "parent"), name="interaction_parent"),
        )

    def __str__(self) -> str:
        """Return the number, which says nothing about the customer."""
        return self.id


class Part(Owned):
    """A row that belongs to one interaction and is seen by whoever sees that."""

    interaction = models.ForeignKey(Interaction, models.DO_NOTHING, db_index=False)
    gate = Gate(
        tenant="tenant",
        team="interaction__participants__team",
        own="interaction__participants__person",
        read=STAFF,
        write=(),
    )

    class Meta:
        abstract = True


class Participant(Part):
    """An agent who was offered an interaction, with the person and team of then; it decides who may see it."""

    interaction = models.ForeignKey(Interaction, models.DO_NOTHING, db_index=False, related_name="participants")
    agent = models.CharField(both("座席", "Agent"), max_length=200)
    person = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey("people.Team", models.SET_NULL, null=True, related_name="+")
    gate = Gate(tenant="tenant", team="team", own="person", read=STAFF, write=())

    class Meta:
        verbose_name = both("参与座席", "participant")
        verbose_name_plural = both("参与座席", "Participants")
        constraints = (models.UniqueConstraint(fields=("interaction", "agent"), name="participant_once"),)

    def __str__(self) -> str:
        """Return the interaction and the agent."""
        return f"{self.interaction_id} {self.agent}"


class Segment(Part):
    """A stretch of an interaction with one holder; ``core.kpi.rows.Segment`` explains the columns."""

    interaction = models.ForeignKey(Interaction, models.DO_NOTHING, db_index=False, related_name="segments")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=200)
    holder = models.CharField(max_length=200)
    began = models.BigIntegerField()
    ended = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=200, blank=True)
    queue = models.CharField(max_length=200, blank=True)
    team = models.CharField(max_length=200, blank=True)
    site = models.CharField(max_length=200, blank=True)
    priority = models.IntegerField(default=0)
    since = models.BigIntegerField(null=True)
    within = models.BooleanField(default=False)
    short = models.BooleanField(default=False)
    phase = models.CharField(max_length=200, blank=True)
    phase_since = models.BigIntegerField(null=True)
    talk_ms = models.BigIntegerField(default=0)
    hold_ms = models.BigIntegerField(default=0)
    gap_ms = models.BigIntegerField(default=0)
    transferred = models.BigIntegerField(null=True)
    acw_began = models.BigIntegerField(null=True)
    acw_ended = models.BigIntegerField(null=True)
    acw_ms = models.BigIntegerField(default=0)
    handled = models.BigIntegerField(null=True)
    wrap_up_code = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = both("阶段", "segment")
        verbose_name_plural = both("阶段", "Segments")
        constraints = (models.UniqueConstraint(fields=("interaction", "number"), name="segment_number"),)
        indexes = (
            models.Index(fields=("tenant", "kind", "began"), name="segment_began"),
            models.Index(fields=("tenant", "kind", "ended"), name="segment_ended"),
            models.Index(fields=("tenant", "handled"), name="segment_handled"),
            models.Index(fields=("tenant", "transferred"), name="segment_transferred"),
        )

    def __str__(self) -> str:
        """Return the interaction and the place in it."""
        return f"{self.interaction_id} {self.number} {self.kind}"


class Offer(Part):
    """A lease of the interaction to an agent, with the trace that says why this one."""

    interaction = models.ForeignKey(Interaction, models.DO_NOTHING, related_name="offers")
    offer = models.CharField(primary_key=True, max_length=200)
    agent = models.CharField(max_length=200)
    queue = models.CharField(max_length=200)
    made = models.BigIntegerField()
    deadline = models.BigIntegerField()
    ended = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=200, blank=True)
    team = models.CharField(max_length=200, blank=True)
    trace = models.JSONField(default=dict)

    class Meta:
        verbose_name = both("派单", "offer")
        verbose_name_plural = both("派单", "Offers")
        indexes = (
            models.Index(fields=("tenant", "made"), name="offer_made"),
            models.Index(fields=("tenant", "agent", "made"), name="offer_agent"),
            models.Index(fields=("tenant", "ended"), name="offer_ended"),
        )

    def __str__(self) -> str:
        """Return its id."""
        return self.offer


class TimelineEntry(Part):
    """One event of an interaction, for people to read."""

    interaction = models.ForeignKey(Interaction, models.DO_NOTHING, db_index=False, related_name="timeline")
    seq = models.BigIntegerField()
    index = models.PositiveIntegerField()
    at = models.BigIntegerField()
    kind = models.CharField(max_length=200)
    values = models.JSONField(default=dict)

    class Meta:
        verbose_name = both("时间线条目", "timeline entry")
        verbose_name_plural = both("时间线", "Timeline")
        ordering = ("seq", "index")
        constraints = (models.UniqueConstraint(fields=("interaction", "seq", "index"), name="timeline_place"),)

    def __str__(self) -> str:
        """Return the interaction and what happened."""
        return f"{self.interaction_id} {self.kind}"


class PersonalValue(Part):
    """A personal value of an interaction: a number, a name, a note. Erased at the customer's wish."""

    interaction = models.ForeignKey(Interaction, models.DO_NOTHING, db_index=False, related_name="personal")
    name = models.CharField(max_length=200)
    value = models.TextField()
    key = models.CharField(max_length=LOOKED_UP)
    """The beginning of the value, short enough for an index."""
    personal = True
    """Tells the audit trail never to quote the row."""

    class Meta:
        verbose_name = both("个人数据", "personal value")
        verbose_name_plural = both("个人数据", "Personal values")
        constraints = (models.UniqueConstraint(fields=("interaction", "name"), name="personal_name"),)
        indexes = (models.Index(fields=("tenant", "name", "key"), name="personal_key"),)

    def __str__(self) -> str:
        """Return the interaction and the name, never the value."""
        return f"{self.interaction_id} {self.name}"


class MatterMark(Part):
    """Somebody has marked the customer's matter as solved, or as open again; the latest mark holds."""

    interaction = models.ForeignKey(
        Interaction,
        models.DO_NOTHING,
        # Interactions are made anew from the journal by a rebuild; marks stay meanwhile.
        db_constraint=False,
        related_name="marks",
    )
    at = moment("时间", "At")
    open = models.BooleanField(both("未结", "Open"))
    person = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = both("事项标记", "matter mark")
        verbose_name_plural = both("事项标记", "Matter marks")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        """Return the interaction and what was said of its matter."""
        return f"{self.interaction_id} {'open' if self.open else 'solved'}"


class AgentStay(Owned):
    """An agent's stay in one state (CSTA names)."""

    agent = models.CharField(both("座席", "Agent"), max_length=200)
    number = models.PositiveIntegerField()
    state = models.CharField(both("状态", "State"), max_length=200)
    reason = models.CharField(both("原因", "Reason"), max_length=200, blank=True)
    began = moment("开始", "Began")
    ended = moment("结束", "Ended", null=True)
    team = models.CharField(max_length=200, blank=True)
    site = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    place = models.ForeignKey("people.Team", models.SET_NULL, null=True, related_name="+")
    """The team of then, while it exists."""
    gate = Gate(tenant="tenant", team="place", own="person", read=STAFF, write=())

    class Meta:
        verbose_name = both("座席状态", "agent state")
        verbose_name_plural = both("座席状态", "Agent states")
        constraints = (models.UniqueConstraint(fields=("domain", "agent", "number"), name="stay_number"),)
        indexes = (
            models.Index(fields=("tenant", "began"), name="stay_began"),
            models.Index(fields=("tenant", "agent", "began"), name="stay_agent"),
        )

    def __str__(self) -> str:
        """Return the agent and the state."""
        return f"{self.agent} {self.state}"


class Folded(Owned):
    """What the fold must remember beside the rows: one agent's book, or the rules of the directory in force."""

    key = models.CharField(max_length=200)
    """``rules`` or ``agent:CODE``."""
    body = models.BinaryField()
    gate = Gate(tenant="tenant", read=(), write=())

    class Meta:
        verbose_name = both("折算状态", "fold state")
        verbose_name_plural = both("折算状态", "Fold states")
        constraints = (models.UniqueConstraint(fields=("domain", "key"), name="folded_key"),)

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class ProjectorCursor(Owned):
    """How far a domain's journal has been projected; moved in the transaction of the rows."""

    seq = models.BigIntegerField(both("已处理到", "Projected up to"), default=0)
    at = moment("最后事件时间", "Time of the last event", default=0)
    gate = Gate(tenant="tenant", read=(ADMINISTRATOR,), write=())

    class Meta:
        verbose_name = both("投影进度", "projector cursor")
        verbose_name_plural = both("投影进度", "Projector cursors")
        constraints = (models.UniqueConstraint(fields=("domain",), name="cursor_domain"),)

    def __str__(self) -> str:
        """Return the cursor."""
        return str(self.seq)
