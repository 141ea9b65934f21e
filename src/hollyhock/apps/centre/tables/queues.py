"""Queues with their rings."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from hollyhock.apps.base.gating import EVERYBODY, Gate
from hollyhock.apps.base.rows import Coded, Once
from hollyhock.apps.base.words import both
from hollyhock.apps.centre.tables.skills import level_field


def seconds_field(zh: str, en: str, default: int, low: int, high: int) -> models.PositiveIntegerField[int, int]:
    """Return a column of seconds within limits."""
    remedy = both(f"请填写 {low} 到 {high} 秒。", f"Enter {low} to {high} seconds.")
    limits = [MinValueValidator(low, remedy), MaxValueValidator(high, remedy)]
    return models.PositiveIntegerField(both(f"{zh}（秒）", f"{en} (s)"), default=default, validators=limits)


class Queue(Coded):
    """A named waiting line."""

    class Formula(models.TextChoices):
        """How the service level is counted; T is the threshold."""

        SL1 = (
            "SL1",
            both(
                "SL1 (T 内接听 + T 内放弃) / (接听 + 放弃)",
                "SL1 (answered ≤ T + abandoned ≤ T) / (answered + abandoned)",
            ),
        )
        SL2 = "SL2", both("SL2 T 内接听 / 接听", "SL2 answered ≤ T / answered")
        SL3 = "SL3", both("SL3 T 内接听 / (接听 + 放弃)", "SL3 answered ≤ T / (answered + abandoned)")
        SL4 = "SL4", both("SL4 T 内接听 / (接听 + T 后放弃)", "SL4 answered ≤ T / (answered + abandoned > T)")
        SL5 = (
            "SL5",
            both(
                "SL5 (T 内接听 + 短时放弃) / (接听 + 放弃)",
                "SL5 (answered ≤ T + short abandons) / (answered + abandoned)",
            ),
        )
        SL6 = (
            "SL6",
            both(
                "SL6 T 内接听 / (接听 + 放弃 − 短时放弃)", "SL6 answered ≤ T / (answered + abandoned − short abandons)"
            ),
        )

    domain = models.ForeignKey("tenancy.RoutingDomain", models.PROTECT, related_name="+", editable=False)
    priority = models.PositiveSmallIntegerField(
        both("默认优先级", "Default priority"),
        default=5,
        validators=[MaxValueValidator(9, both("优先级为 0 到 9。", "A priority is 0 to 9."))],
        help_text=both("0 最后，9 最先。", "0 is last, 9 is first."),
    )
    offer_s = seconds_field("振铃时限", "Ringing limit", 15, 5, 120)
    wrap_up_s = seconds_field("话后处理时间", "After-call work", 30, 0, 3600)
    wrap_up_codes = models.ManyToManyField(
        "centre.WrapUpCode", blank=True, related_name="+", verbose_name=both("可用小结代码", "Wrap-up codes")
    )
    service_level_s = seconds_field("服务水平阈值 T", "Service-level threshold T", 20, 1, 3600)
    service_level_formula = models.CharField(
        both("服务水平公式", "Service-level formula"), max_length=3, choices=Formula, default=Formula.SL1
    )
    short_abandon_s = seconds_field("短时放弃", "Short abandon", 5, 0, 60)
    announce_every_s = seconds_field("排队播报间隔", "Announcement interval", 45, 0, 600)
    music = models.CharField(both("等待音乐", "Music"), max_length=40, default="default")
    record = models.BooleanField(both("录音", "Record"), default=True)
    in_directory = True
    gate = Gate(tenant="tenant", read=EVERYBODY)

    class Meta(Coded.Meta):
        verbose_name = both("队列", "queue")
        verbose_name_plural = both("队列", "Queues")


class Ring(models.Model):
    """A timed widening of a queue: from so many seconds of waiting on, these needs hold instead."""

    class Strategy(models.TextChoices):
        """Which of the agents who fit comes first."""

        LONGEST_IDLE = "longest_idle", both("空闲最久优先", "Longest idle first")

    queue = models.ForeignKey(Queue, models.CASCADE, related_name="rings", verbose_name=both("队列", "Queue"))
    after_s = models.IntegerField(
        both("等待满（秒）", "After waiting (s)"),
        default=0,
        validators=[
            MinValueValidator(
                0, both("不能为负，请填写 0 或更大的秒数。", "It cannot be negative; enter 0 seconds or more.")
            ),
            MaxValueValidator(86_400, both("最多 86400 秒。", "86400 seconds at most.")),
        ],
    )
    strategy = models.CharField(
        both("分配策略", "Strategy"), max_length=20, choices=Strategy, default=Strategy.LONGEST_IDLE
    )
    in_directory = True
    gate = Gate(tenant="queue__tenant", read=EVERYBODY)

    class Meta:
        verbose_name = both("扩圈", "ring")
        verbose_name_plural = both("扩圈", "Rings")
        ordering = ("queue", "after_s")
        constraints = (
            Once(
                fields=("queue", "after_s"),
                at="after_s",
                name="centre_ring_once",
                violation_error_message=both(
                    "同一时刻只能有一个扩圈，请改秒数。", "Two rings begin at once; change the seconds of one."
                ),
            ),
        )

    def __str__(self) -> str:
        """Return when it begins."""
        return f"{self.after_s} s"


class RingNeed(models.Model):
    """A skill with the lowest level that a ring takes."""

    ring = models.ForeignKey(Ring, models.CASCADE, related_name="needs")
    skill = models.ForeignKey("centre.Skill", models.PROTECT, related_name="+", verbose_name=both("技能", "Skill"))
    minimum = level_field("最低级别", "Lowest level")
    in_directory = True
    gate = Gate(tenant="ring__queue__tenant", read=EVERYBODY)

    class Meta:
        verbose_name = both("技能要求", "need")
        verbose_name_plural = both("技能要求", "Needs")
        ordering = ("skill__code",)
        constraints = (
            Once(
                fields=("ring", "skill"),
                at="skill",
                name="centre_ringneed_once",
                violation_error_message=both("这个技能写了两次。", "This skill stands there twice."),
            ),
        )

    def __str__(self) -> str:
        """Return skill and level as they are written in the back office."""
        return f"{self.skill.code}:{self.minimum}"
