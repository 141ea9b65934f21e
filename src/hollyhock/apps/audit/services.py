"""Writing the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Protocol

from django.conf import settings
from django.db.models import Model

from hollyhock.apps.audit.models import Entry

address: ContextVar[str | None] = ContextVar("address", default=None)
"""Network address of the request in hand; set by the web's middleware."""


class Person(Protocol):
    """Somebody who does things: a row of ``people``."""

    @property
    def pk(self) -> int:
        """Key of the row."""

    @property
    def tenant_id(self) -> int:
        """Key of the tenant."""

    @property
    def username(self) -> str:
        """Name at log-in."""


def record(
    person: Person | None,
    action: str,
    *,
    row: Model | None = None,
    kind: str = "",
    thing: str = "",
    fields: Iterable[str] = (),
    actor: str = "",
) -> Entry:
    """Write one entry. ``row`` fills in what it is about; never pass customers' values here."""
    if row is not None:
        kind, thing = kind or row._meta.label_lower, thing or reference(row)
    return Entry.objects.create(
        tenant_id=person.tenant_id if person else _home_tenant(),
        person_id=person.pk if person else None,
        actor=(person.username if person else actor)[:60],
        action=action,
        kind=kind,
        thing=thing[:120],
        fields=", ".join(fields)[:400],
        address=address.get(),
    )


def reference(row: Model) -> str:
    """Return a name for the row that tells nothing about a customer: its code, or its number in the table."""
    for name in ("code", "username", "number"):
        value = getattr(row, name, None)
        if isinstance(value, (str, int)) and value and not getattr(row, "personal", False):
            return str(value)
    return f"#{row.pk}"


def _home_tenant() -> int:
    from django.apps import apps

    tenants = apps.get_model("tenancy", "Tenant")._default_manager
    return int(tenants.get(code=settings.HOLLYHOCK_SCOPE.tenant).pk)
