"""Customers and their telephone numbers. Everything here is personal."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from hollyhock.apps.base.gating import ADMINISTRATOR, AGENT, EVERYBODY, EXPERT, LEADER, Gate
from hollyhock.apps.base.rows import Once
from hollyhock.apps.base.words import both
from hollyhock.apps.customers.numbers import BadNumber, normalise


class Customer(models.Model):
    """A person or company that contacts the centre."""

    class Language(models.TextChoices):
        """What the customer speaks."""

        CHINESE = "zh-Hans", "中文"
        ENGLISH = "en", "English"

    class Tier(models.TextChoices):
        """How the customer is treated."""

        STANDARD = "standard", both("普通", "Standard")
        VIP = "vip", "VIP"

    tenant = models.ForeignKey("tenancy.Tenant", models.PROTECT, related_name="+", editable=False)
    number = models.CharField(
        both("客户编号", "Customer number"),
        max_length=40,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
                both("客户编号只能用字母、数字和 . _ -。", "Use letters, digits, “.”, “_” and “-” only."),
            )
        ],
    )
    name = models.CharField(both("姓名", "Name"), max_length=120)
    language = models.CharField(both("语言", "Language"), max_length=10, choices=Language, default="zh-Hans")
    tier = models.CharField(both("等级", "Tier"), max_length=20, choices=Tier, default=Tier.STANDARD)
    email = models.EmailField(both("电子邮箱", "E-mail"), blank=True)
    company = models.CharField(both("单位", "Company"), max_length=120, blank=True)
    address = models.CharField(both("地址", "Address"), max_length=200, blank=True)
    note = models.TextField(both("备注", "Note"), blank=True, max_length=2000)
    history = HistoricalRecords()
    personal = True
    gate = Gate(tenant="tenant", read=EVERYBODY, write=(AGENT, LEADER, EXPERT, ADMINISTRATOR))

    class Meta:
        verbose_name = both("客户", "customer")
        verbose_name_plural = both("客户", "Customers")
        ordering = ("number",)
        constraints = (
            Once(
                fields=("tenant", "number"),
                at="number",
                name="customers_customer_number",
                violation_error_message=both("这个客户编号已存在。", "This customer number is taken."),
            ),
        )

    def __str__(self) -> str:
        """Return the name with the number."""
        return f"{self.name} ({self.number})"


class Phone(models.Model):
    """A telephone number of a customer in international form (E.164)."""

    tenant = models.ForeignKey("tenancy.Tenant", models.PROTECT, related_name="+", editable=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="phones", verbose_name=both("客户", "Customer"))
    e164 = models.CharField(
        both("电话号码", "Telephone number"),
        max_length=24,
        help_text=both("国内号码会自动补全为国际格式。", "A national number is completed to the international form."),
    )
    history = HistoricalRecords()
    personal = True
    gate = Gate(tenant="tenant", read=EVERYBODY, write=(AGENT, LEADER, EXPERT, ADMINISTRATOR))

    class Meta:
        verbose_name = both("电话号码", "telephone number")
        verbose_name_plural = both("电话号码", "Telephone numbers")
        ordering = ("customer", "pk")
        constraints = (
            Once(
                fields=("tenant", "e164"),
                at="e164",
                name="customers_phone_once",
                violation_error_message=both("这个号码已属于另一位客户。", "This number belongs to another customer."),
            ),
        )

    def __str__(self) -> str:
        """Return the number."""
        return self.e164

    def clean(self) -> None:
        """Bring the number into its international form, or refuse it; the tenant is the customer's."""
        self.tenant = self.customer.tenant
        try:
            self.e164 = normalise(self.e164, self.tenant.region)
        except BadNumber as bad:
            raise ValidationError({"e164": bad.remedy}) from None
