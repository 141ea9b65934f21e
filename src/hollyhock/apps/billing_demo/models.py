"""The demo company's billing table: stands for a system that is not ours."""

from __future__ import annotations

from django.db import models

from hollyhock.apps.base.gating import ADMINISTRATOR, Gate
from hollyhock.apps.base.words import both


class Account(models.Model):
    """The balance of one telephone line."""

    tenant = models.ForeignKey("tenancy.Tenant", models.CASCADE, related_name="+", editable=False)
    customer = models.CharField(both("客户编号", "Customer number"), max_length=40)
    number = models.CharField(both("电话号码", "Telephone number"), max_length=24)
    pin = models.CharField(both("服务密码（散列）", "Service password (hash)"), max_length=64, editable=False)
    balance = models.BigIntegerField(both("余额（分）", "Balance (fen)"))
    valid_until = models.DateField(both("有效期至", "Valid until"))
    personal = True
    gate = Gate(tenant="tenant", read=(ADMINISTRATOR,), write=())

    class Meta:
        verbose_name = both("计费账户", "billing account")
        verbose_name_plural = both("计费账户（演示）", "Billing accounts (demo)")
        ordering = ("customer",)
        constraints = (
            models.UniqueConstraint(fields=("tenant", "customer"), name="billing_demo_customer"),
            models.UniqueConstraint(fields=("tenant", "number"), name="billing_demo_number"),
        )

    def __str__(self) -> str:
        """Return the customer number."""
        return self.customer
