"""Every change of a row passes here: gate, checks, audit and outbox in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ManyToManyRel, Model, ProtectedError

from hollyhock.apps.audit.facade import Action, record
from hollyhock.apps.base.saving import changed_fields, checked
from hollyhock.apps.base.words import both
from hollyhock.apps.people import gate
from hollyhock.apps.publishing.facade import announce, check_tenant

if TYPE_CHECKING:
    from hollyhock.apps.people.models import User


NAMED = 5
"""So many of the rows that need another are named."""


@dataclass
class _Touched:
    """Tenants whose directory the running change touches."""

    announced: set[int] = field(default_factory=set)
    unchecked: set[int] = field(default_factory=set)


_touched: ContextVar[_Touched | None] = ContextVar("touched_directories", default=None)


@contextmanager
def changes() -> Iterator[None]:
    """Run several changes as one: the directory that they lead to is checked and announced once, at their end.

    Raises ``RulesBroken``, which undoes all of them, when the routing rules of that directory do not hold.
    """
    if _touched.get() is not None:
        yield
        return
    touched = _Touched()
    outermost = _touched.set(touched)
    try:
        with transaction.atomic():
            yield
            check_changes()
            for tenant in sorted(touched.announced):
                announce(tenant)
    finally:
        _touched.reset(outermost)


def check_changes() -> None:
    """Check what the running changes lead to so far, for who must know before their end."""
    touched = _touched.get()
    while touched is not None and touched.unchecked:
        check_tenant(touched.unchecked.pop())


@contextmanager
def change_of(row: Model) -> Iterator[None]:
    """Run a change of a row, or of what hangs on it, in a transaction that ends with its check and announcement."""
    with changes(), transaction.atomic():
        yield
        touched = _touched.get()
        if touched is not None and getattr(row, "in_directory", False):
            tenant = gate.tenant_of(row)
            touched.announced.add(tenant)
            touched.unchecked.add(tenant)


def save_row(person: User | None, row: Model) -> None:
    """Check and store a row; ``person`` is None for the program itself (demo data, jobs).

    Raises ``Forbidden``, or Django's ``ValidationError``, which names the field; ``RulesBroken`` among them.
    """
    adding = row._state.adding
    if person is not None:
        gate.require(person, "add" if adding else "change", row)
    with change_of(row):
        checked(row)
        fields = changed_fields(row)
        if not fields and not adding:
            return
        row._history_user = person  # type: ignore[attr-defined]
        row.save()
        if person is not None:
            require_still_theirs(person, row)
        record(person, Action.ADDED if adding else Action.CHANGED, row=row, fields=() if adding else fields, actor="-")


def delete_row(person: User | None, row: Model) -> None:
    """Delete a row; raises ``Forbidden``, or ``ValidationError`` when other rows need it."""
    if person is not None:
        gate.require(person, "delete", row)
    with change_of(row):
        _require_unnamed(row)
        record(person, Action.DELETED, row=row, actor="-")
        row._history_user = person  # type: ignore[attr-defined]
        try:
            row.delete()
        except ProtectedError as error:
            raise _still_used(error.protected_objects) from None


def _require_unnamed(row: Model) -> None:
    """Refuse to delete what a list of another row names: an empty list often means "all", the opposite."""
    for relation in row._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToManyRel):
            users = relation.related_model._default_manager.filter(**{relation.field.name: row})
            if users.exists():
                raise _still_used(users)


def _still_used(rows: Iterable[Model]) -> ValidationError:
    users = ", ".join(sorted({str(row) for row in rows})[:NAMED])
    return ValidationError(
        both(
            f"仍被使用，不能删除：{users}。请先在那里改掉。",
            f"Still in use, so it cannot be deleted: {users}. Change it there first.",
        )
    )


def require_still_theirs(person: User, row: Model) -> None:
    """Refuse a change that puts a row where the person may not write; the transaction undoes it."""
    if not gate.writable(type(row)._default_manager.filter(pk=row.pk), person).exists():
        raise ValidationError(
            both(
                "您只能在自己的班组和站点范围内修改。", "You may only change what lies within your own teams and sites."
            )
        )
