"""The outbox of the business side and the versions of the directory made from it."""

from __future__ import annotations

from django.db import models

from hollyhock.apps.base.gating import ADMINISTRATOR, EVERYBODY, Gate
from hollyhock.apps.base.words import both


class Outbox(models.Model):
    """Says that something of a domain's directory has changed; written in the transaction of the change itself."""

    domain = models.ForeignKey("tenancy.RoutingDomain", models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    gate = Gate(tenant="domain__tenant", read=(), write=())

    class Meta:
        verbose_name = both("待发布变更", "pending change")
        verbose_name_plural = both("待发布变更", "Pending changes")

    def __str__(self) -> str:
        """Return the number in the outbox."""
        return f"#{self.pk}"


class Version(models.Model):
    """One published directory, whole."""

    domain = models.ForeignKey(
        "tenancy.RoutingDomain", models.CASCADE, related_name="+", verbose_name=both("路由域", "Routing domain")
    )
    number = models.PositiveIntegerField(both("版本", "Version"))
    published = models.DateTimeField(both("发布时间", "Published"), auto_now_add=True)
    body = models.BinaryField(editable=False)
    summary = models.JSONField(both("内容", "Contents"), default=dict)
    gate = Gate(tenant="domain__tenant", read=(ADMINISTRATOR,), write=())

    class Meta:
        verbose_name = both("目录版本", "directory version")
        verbose_name_plural = both("目录版本", "Directory versions")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("domain", "number"), name="publishing_version_number"),)

    def __str__(self) -> str:
        """Return the domain with the number."""
        return f"{self.domain.code} #{self.number}"


class Refusal(models.Model):
    """What hinders a domain's tables from being published; while it stands, the engine keeps an older version."""

    domain = models.OneToOneField("tenancy.RoutingDomain", models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now=True)
    problems = models.JSONField(default=list)
    """``Problem`` as builtins, one for each fault."""
    gate = Gate(tenant="domain__tenant", read=EVERYBODY, write=())

    class Meta:
        verbose_name = both("未发布的变更", "refused change")
        verbose_name_plural = both("未发布的变更", "Refused changes")

    def __str__(self) -> str:
        """Return the domain with how much is wrong."""
        return f"{self.domain.code}: {len(self.problems)}"
