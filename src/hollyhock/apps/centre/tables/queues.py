"""Queues with their rings."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from hollyhock.apps.base.gating import EVERYBODY, Gate
from hollyhock.apps.base.rows import Coded
from hollyhock.apps.base.words import both, pick
from hollyhock.apps.centre import notation
from hollyhock.apps.centre.tables.columns import (
    A_DAY_S,
    A_MONTH_MIN,
    check_lines,
    count_field,
    line_field,
    minutes_field,
    seconds_field,
)
from hollyhock.contracts.routing import HIGHEST_PRIORITY, MOST_TRIES

_PRIORITY = both("优先级为 0 到 9。", "A priority is 0 to 9.")
_RAISES = both("请填写 0 到 9 级。", "Enter 0 to 9 levels.")


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
        validators=[MinValueValidator(0, _PRIORITY), MaxValueValidator(HIGHEST_PRIORITY, _PRIORITY)],
        help_text=both("0 最后，9 最先。", "0 is last, 9 is first."),
    )
    offer_s = seconds_field("振铃时限", "Ringing limit", 15, (5, 120))
    wrap_up_s = seconds_field("话后处理时间", "After-call work", 30, (0, 3600))
    wrap_up_codes = models.ManyToManyField(
        "centre.WrapUpCode", blank=True, related_name="+", verbose_name=both("可用小结代码", "Wrap-up codes")
    )
    service_level_s = seconds_field("服务水平阈值 T", "Service-level threshold T", 20, (1, 3600))
    service_level_formula = models.CharField(
        both("服务水平公式", "Service-level formula"), max_length=3, choices=Formula, default=Formula.SL1
    )
    short_abandon_s = seconds_field("短时放弃", "Short abandon", 5, (0, 60))
    announce_every_s = seconds_field("排队播报间隔", "Announcement interval", 45, (0, 600))
    music = models.CharField(both("等待音乐", "Music"), max_length=40, default="default")
    record = models.BooleanField(both("录音", "Record"), default=True)
    calendar = models.ForeignKey(
        "centre.Calendar",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=both("工作日历", "Calendar"),
        help_text=both(
            "日历关闭期间不分配，也不计入服务水平；不选表示全天分配。",
            "While it is closed nobody is offered, and the service level stands still; none: always open.",
        ),
    )
    age_level_s = seconds_field(
        "一级优先级相当于等待",
        "A level of priority is worth",
        60,
        (0, 3600),
        both("高一级的客户如同早来了这么久。", "Who is one level higher counts as if having come so much earlier."),
    )
    age_cap_s = seconds_field(
        "优先级最多相当于等待",
        "Priority is worth at most",
        600,
        (0, A_DAY_S),
        both(
            "等满这么久的客户，后来者都不能插到前面。",
            "Who has waited for so long is overtaken by nobody who comes then.",
        ),
    )
    boosts = line_field(
        "按客户数据加级",
        "Boosts",
        "名称=值:级数，用逗号分开，例如 tier=vip:2。负数为降级。",
        "name=value:levels, with commas, e.g. tier=vip:2. Negative levels put back.",
    )
    return_min = minutes_field(
        "挂断后保留位置",
        "Place kept for",
        0,
        (0, 1440),
        both(
            "排队中挂断、在此时间内再次来电的客户回到原位；0 为不保留。",
            "Who gave up waiting and comes back within this time regains the place; 0: never.",
        ),
    )
    last_agent_min = minutes_field(
        "记住上次的座席",
        "Last agent remembered for",
        0,
        (0, A_MONTH_MIN),
        both(
            "此时间内再次来的客户先等上次接待的座席；0 为不等。",
            "Who comes again within this time waits first for the agent of the last contact; 0: never.",
        ),
    )
    own_wait_s = seconds_field(
        "等待指定座席",
        "Wait for the known agent",
        20,
        (0, 3600),
        both(
            "上次的座席或流程指定的座席已登录时，最多等这么久，之后分给所有合适的人。",
            "The last agent, or one that the flow names, is waited for so long if logged on; then all who fit.",
        ),
    )
    most_waiting = count_field("最多排队", "Most waiting", 1000, (1, 100_000))
    when_full = models.CharField(both("排满时", "When full"), max_length=50, default="busy")
    most_per_customer = count_field(
        "每位客户最多排队",
        "Most per customer",
        3,
        (0, 100),
        both(
            "同一客户同时排队的个数；0 为不限，例如许多人共用总机号码时。",
            "How often one customer may wait at once; 0: no limit, e.g. for companies behind one number.",
        ),
    )
    callback_tries = count_field(
        "回呼最多拨打",
        "Call backs: calls at most",
        2,
        (1, MOST_TRIES),
        both("客户没有接听时，共拨打几次。", "How often a customer is called in all who does not answer."),
    )
    callback_pause_min = minutes_field("两次回呼之间", "Between two calls", 15, (1, 1440))
    reserve = line_field(
        "后备座席的技能",
        "Skills of the reserve",
        "服务水平有风险时加入的座席，例如 leader:5；留空表示没有后备。",
        "Agents who join while the service level is at risk, e.g. leader:5; empty: no reserve.",
    )
    reserve_after_s = seconds_field(
        "有人等满后启用后备", "The reserve joins when somebody has waited", 30, (0, A_DAY_S)
    )
    loans = line_field(
        "借用其他队列的座席",
        "Borrows agents of",
        "队列:秒，用逗号分开，例如 sales:10：sales 没有人等满 10 秒时，可借用它第一圈的座席；不写秒数为无人排队时。",
        "queue:seconds, with commas, e.g. sales:10: while nobody in sales has waited for 10 s, the agents of its "
        "first ring may help; without seconds: while nobody waits there.",
    )
    in_directory = True
    gate = Gate(tenant="tenant", read=EVERYBODY)

    class Meta(Coded.Meta):
        verbose_name = both("队列", "queue")
        verbose_name_plural = both("队列", "Queues")

    def clean(self) -> None:
        """Refuse lines that cannot be read."""
        readers = {
            "boosts": notation.read_boosts,
            "reserve": notation.read_needs,
            "loans": notation.read_loans,
            "when_full": notation.read_overflow,
        }
        check_lines(self, readers)


class Ring(models.Model):
    """A timed widening of a queue: from so many seconds of waiting on, these rules hold instead."""

    class Strategy(models.TextChoices):
        """Which of the agents who fit comes first."""

        LONGEST_IDLE = "longest_idle", both("空闲最久优先", "Longest idle")
        LEAST_OCCUPIED = "least_occupied", both("占用率最低优先", "Least occupied")
        FEWEST_HANDLED = "fewest_handled", both("接待最少优先", "Fewest handled")
        MOST_SKILLED = "most_skilled", both("技能最高优先", "Most skilled")
        LEAST_SKILLED = "least_skilled", both("技能最低优先（留住专家）", "Least skilled (save the expert)")
        ROUND_ROBIN = "round_robin", both("轮流", "Round robin")
        BY_WEIGHT = "by_weight", both("按权重", "By weight")
        ALL_AT_ONCE = "all_at_once", both("同时振铃（最多 10 人）", "All at once (10 at most)")

    queue = models.ForeignKey(Queue, models.CASCADE, related_name="rings", verbose_name=both("队列", "Queue"))
    after_s = models.IntegerField(
        both("等待满（秒）", "After waiting (s)"),
        default=0,
        validators=[
            MinValueValidator(
                0, both("不能为负，请填写 0 或更大的秒数。", "It cannot be negative; enter 0 seconds or more.")
            ),
            MaxValueValidator(A_DAY_S, both("最多 86400 秒。", "86400 seconds at most.")),
        ],
    )
    strategy = models.CharField(
        both("分配策略", "Strategy"), max_length=20, choices=Strategy, default=Strategy.LONGEST_IDLE
    )
    requires = line_field(
        "必备技能",
        "Needs all of",
        "技能:最低级别，用逗号分开，例如 service:3, english。留空表示任何座席。",
        "skill:lowest level, with commas, e.g. service:3, english. Empty: any agent.",
    )
    any_of = line_field(
        "任选技能",
        "Needs one of",
        "用 | 分开的技能有一个即可，例如 gold | vip:3；用逗号再写一组。",
        "One of the skills between bars is enough, e.g. gold | vip:3; a comma begins another group.",
    )
    prefers = line_field(
        "优先技能",
        "Nice to have",
        "符合得多的座席优先，不符合的也可接，例如 english:5。",
        "Who has more of these comes first, who has none may still serve, e.g. english:5.",
    )
    by_data = line_field(
        "按客户数据要求技能",
        "By customer data",
        "写数据名称，例如 language：客户的 language 为 en 时，要求技能 language.en（须已建立）。",
        "Name of a value, e.g. language: a customer whose language is en needs the skill language.en, if there is one.",
    )
    teams = models.ManyToManyField(
        "people.Team",
        blank=True,
        related_name="+",
        verbose_name=both("限班组", "Only these teams"),
        help_text=both("不选表示所有班组。", "None: every team."),
    )
    sites = models.ManyToManyField(
        "tenancy.Site",
        blank=True,
        related_name="+",
        verbose_name=both("限站点", "Only these sites"),
        help_text=both("不选表示所有站点。", "None: every site."),
    )
    raises = models.PositiveSmallIntegerField(
        both("提升优先级（级）", "Priority raised by (levels)"),
        default=0,
        help_text=both("到这一圈时排得更靠前；0 为不变。", "Who comes to this ring moves forward in line; 0: not."),
        validators=[MinValueValidator(0, _RAISES), MaxValueValidator(HIGHEST_PRIORITY, _RAISES)],
    )
    overflow = models.CharField(both("到此溢出", "Here the line ends"), max_length=50, blank=True)
    """As ``apps.centre.notation`` writes it."""
    in_directory = True
    gate = Gate(tenant="queue__tenant", read=EVERYBODY)

    class Meta:
        verbose_name = both("扩圈", "ring")
        verbose_name_plural = both("扩圈", "Rings")
        ordering = ("queue", "after_s")

    def __str__(self) -> str:
        """Return the queue with when it begins."""
        return f"{self.queue}, {self.after_s} s"

    def get_inline_title(self) -> str:
        """Return the heading of the ring on its queue's page; unfold's grammar."""
        return pick(f"等待满 {self.after_s} 秒", f"After {self.after_s} s of waiting")

    def clean(self) -> None:
        """Refuse lines that cannot be read."""
        readers = {
            "requires": notation.read_needs,
            "any_of": notation.read_groups,
            "prefers": notation.read_needs,
            "by_data": notation.read_names,
            "overflow": notation.read_overflow,
        }
        check_lines(self, readers)
