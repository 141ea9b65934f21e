"""People, their roles and teams."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from hollyhock.apps.base.gating import ADMINISTRATOR, AGENT, EVERYBODY, EXPERT, LEADER, LEADERS, STAFF, Gate
from hollyhock.apps.base.rows import Coded, Once
from hollyhock.apps.base.words import both
from hollyhock.apps.people import capacity
from hollyhock.apps.people.gate import has_permission, sees_app

ROLE_NAMES = {
    AGENT: both("座席", "Agent"),
    LEADER: both("班长", "Shift leader"),
    EXPERT: both("专家", "Expert"),
    ADMINISTRATOR: both("管理员", "Administrator"),
}


_WEIGHT = both(f"请填 1 到 {capacity.MOST_WEIGHT}。", f"Enter 1 to {capacity.MOST_WEIGHT}.")
_WEIGHTS = [MinValueValidator(1, _WEIGHT), MaxValueValidator(capacity.MOST_WEIGHT, _WEIGHT)]


class Load(models.Model):
    """How much somebody is given: an agent's own rules, or those of a team for agents who have none."""

    capacity = models.JSONField(both("同时处理量", "At once"), default=dict, blank=True)
    """Medium to how many at once; None = does not take it; empty = no rule here."""
    interrupts = models.JSONField(both("可打断", "May interrupt"), default=dict, blank=True)
    """Medium to those during which it may be offered; empty = no rule here."""
    weight = models.PositiveSmallIntegerField(
        both("权重", "Weight"),
        null=True,
        blank=True,
        validators=_WEIGHTS,
        help_text=both(
            "分配策略为“按权重”时所占的份额；座席留空则用班组的，班组留空为 1。",
            "Share of what rings by weight give out; empty: an agent has the team's, a team 1.",
        ),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse numbers and rules that nobody can work by."""
        super().clean()
        capacity.check(self.capacity)
        capacity.check_interrupts(self.interrupts)


class Team(Coded, Load):  # noqa: DJ008 - it has that of its code
    """Agents under one shift leader."""

    site = models.ForeignKey("tenancy.Site", models.PROTECT, verbose_name=both("站点", "Site"))
    in_directory = True
    gate = Gate(tenant="tenant", site="site", team="pk", read=EVERYBODY)

    class Meta(Coded.Meta):
        verbose_name = both("班组", "team")
        verbose_name_plural = both("班组", "Teams")


class People(BaseUserManager["User"]):
    """Finds people by their log-in name."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the person; upper and lower case are the same name."""
        return self.get(username__iexact=username)


class User(Load, AbstractBaseUser):
    """A person who may log in; with an agent code also one who takes interactions."""

    class SeatKind(models.TextChoices):
        """What the seat is for."""

        REPRESENTATIVE = "representative", both("普通座席", "Representative")
        LEADER = "shift_leader", both("班长席", "Shift leader")
        EXPERT = "expert", both("专家席", "Expert")

    class ScreenLanguage(models.TextChoices):
        """Languages of the screens."""

        CHINESE = "zh-Hans", "中文"
        ENGLISH = "en", "English"

    tenant = models.ForeignKey("tenancy.Tenant", models.PROTECT, related_name="+", editable=False)
    username = models.CharField(
        both("登录名", "Log-in name"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={
            "unique": both("这个登录名已有人使用，请换一个。", "This log-in name is taken; choose another.")
        },
    )
    name = models.CharField(both("姓名", "Name"), max_length=80)
    email = models.EmailField(both("电子邮箱", "E-mail"), blank=True)
    language = models.CharField(
        both("界面语言", "Screen language"), max_length=10, choices=ScreenLanguage, default="zh-Hans"
    )
    roles = models.JSONField(
        both("角色", "Roles"),
        default=list,
        help_text=both(
            "角色决定能看到和修改什么，可多选。", "Roles decide what one sees and may change; several are possible."
        ),
    )
    seat_kind = models.CharField(
        both("席位类型", "Kind of seat"),
        max_length=20,
        choices=SeatKind,
        default=SeatKind.REPRESENTATIVE,
        help_text=both(
            "扩圈可像技能一样要求：seat.expert、seat.shift_leader、seat.representative。",
            "Rings can ask for it like a skill: seat.expert, seat.shift_leader, seat.representative.",
        ),
    )
    agent_code = models.CharField(
        both("工号", "Agent code"),
        max_length=12,
        blank=True,
        validators=[
            RegexValidator(r"^[0-9]{2,12}\Z", both("工号由 2 到 12 位数字组成。", "An agent code has 2 to 12 digits."))
        ],
        help_text=both("接听客户来话的人必须有工号。", "Needed by whoever takes customers' calls."),
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=both("所属班组", "Team")
    )
    leads = models.ManyToManyField(
        Team,
        blank=True,
        related_name="leaders",
        verbose_name=both("负责的班组", "Teams led"),
        help_text=both("班长能看到并管理这些班组。", "A shift leader sees and steers these teams."),
    )
    all_teams = models.BooleanField(
        both("管理全部班组", "All teams"),
        default=False,
        help_text=both("不限于上面列出的班组。", "Not only those listed above."),
    )
    sites = models.ManyToManyField(
        "tenancy.Site",
        blank=True,
        related_name="+",
        verbose_name=both("限定站点", "Only these sites"),
        help_text=both("留空表示不按站点限制。", "Leave empty for no limit by site."),
    )
    is_active = models.BooleanField(
        both("启用", "Active"),
        default=True,
        help_text=both("停用后不能再登录，历史记录保留。", "When off, the person cannot log in; the history stays."),
    )
    date_joined = models.DateTimeField(both("创建时间", "Created"), auto_now_add=True)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    objects = People()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    in_directory = True
    gate = Gate(tenant="tenant", team="team", own="pk", read=LEADERS)

    class Meta:
        verbose_name = both("人员", "person")
        verbose_name_plural = both("人员", "People")
        ordering = ("username",)
        constraints = (
            Once(
                fields=("tenant", "agent_code"),
                at="agent_code",
                name="people_user_agent_code",
                condition=~models.Q(agent_code=""),
                violation_error_message=both(
                    "这个工号已有人使用，请换一个。", "This agent code is taken; choose another."
                ),
            ),
        )

    def __str__(self) -> str:
        """Return the name, and the agent code when there is one."""
        return f"{self.name} ({self.agent_code})" if self.agent_code else self.name

    def clean(self) -> None:
        """Refuse unknown roles, agents without a code, and numbers of interactions that nobody can hold."""
        super().clean()
        if not isinstance(self.roles, list) or not self.roles or set(self.roles) - set(ROLE_NAMES):
            raise ValidationError({"roles": both("请至少选择一个角色。", "Choose at least one role.")})
        if AGENT in self.roles and not self.agent_code:
            raise ValidationError(
                {
                    "agent_code": both(
                        "座席必须有工号，请填写 2 到 12 位数字。", "An agent needs a code: enter 2 to 12 digits."
                    )
                }
            )

    @property
    def is_staff(self) -> bool:
        """Whether the back office is open to this person."""
        return bool(set(self.roles) & set(STAFF))

    @property
    def is_superuser(self) -> bool:
        """Nobody stands above the gate."""
        return False

    def get_full_name(self) -> str:
        """Return the name; Django's grammar."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name; Django's grammar."""
        return self.name

    def has_perm(self, permission: str, row: models.Model | None = None) -> bool:
        """Answer Django's question ``app.action_model`` through the gate."""
        return has_permission(self, permission, row)

    def has_perms(self, permissions: list[str], row: models.Model | None = None) -> bool:
        """Answer for several at once."""
        return all(self.has_perm(permission, row) for permission in permissions)

    def has_module_perms(self, app: str) -> bool:
        """Return whether any model of the app may be seen."""
        return sees_app(self, app)
