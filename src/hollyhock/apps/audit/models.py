"""The audit trail."""

from __future__ import annotations

from django.db import models

from hollyhock.apps.base.gating import ADMINISTRATOR, Gate
from hollyhock.apps.base.words import both


class Entry(models.Model):
    """One thing that somebody did. Never changed and never deleted by the program; holds no customer's data."""

    class Action(models.TextChoices):
        """What was done."""

        LOGGED_IN = "logged_in", both("登录", "Logged in")
        LOGGED_OUT = "logged_out", both("退出", "Logged out")
        LOG_IN_FAILED = "log_in_failed", both("登录失败", "Log-in failed")
        ADDED = "added", both("新增", "Added")
        CHANGED = "changed", both("修改", "Changed")
        DELETED = "deleted", both("删除", "Deleted")
        PUBLISHED = "published", both("发布", "Published")
        IMPORTED = "imported", both("导入", "Imported")
        EXPORTED = "exported", both("导出", "Exported")
        LISTENED = "listened", both("收听录音", "Listened")
        VIEWED = "viewed", both("查看个人数据", "Saw personal data")

    tenant = models.ForeignKey("tenancy.Tenant", models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(both("时间", "Time"), auto_now_add=True, db_index=True)
    person = models.ForeignKey(
        "people.User", models.SET_NULL, null=True, related_name="+", verbose_name=both("人员", "Person")
    )
    actor = models.CharField(both("登录名", "Log-in name"), max_length=60)
    action = models.CharField(both("操作", "Action"), max_length=20, choices=Action)
    kind = models.CharField(both("对象类型", "Kind of thing"), max_length=60, blank=True)
    thing = models.CharField(both("对象", "Thing"), max_length=120, blank=True)
    fields = models.CharField(both("字段", "Fields"), max_length=400, blank=True)
    address = models.GenericIPAddressField(both("来源地址", "Address"), null=True, blank=True)
    gate = Gate(tenant="tenant", read=(ADMINISTRATOR,), write=())

    class Meta:
        verbose_name = both("审计记录", "audit entry")
        verbose_name_plural = both("审计记录", "Audit trail")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        """Return who did what."""
        return f"{self.actor} {self.get_action_display()} {self.thing}".strip()
