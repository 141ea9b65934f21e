"""The one permission gate: every query of admin, API, export and reports goes through ``visible``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.utils.translation import override

from hollyhock.apps.base.gating import ADMINISTRATOR, Gate, Ungated, gate_of
from hollyhock.contracts.errors import Forbidden, Unknown

M = TypeVar("M", bound=Model)
READING = ("view",)


class Person(Protocol):
    """What the gate must know of somebody; ``models.User``, which asks the gate, is one."""

    @property
    def pk(self) -> Any:
        """Primary key."""

    @property
    def tenant_id(self) -> int:
        """Key of the tenant."""

    @property
    def roles(self) -> Any:
        """Roles by name."""

    @property
    def all_teams(self) -> bool:
        """Whether every team is within reach."""

    @property
    def sites(self) -> Any:
        """Sites that limit the reach; none means all."""

    @property
    def is_active(self) -> bool:
        """Whether the log-in is open."""

    @property
    def is_authenticated(self) -> bool:
        """Always so for a person."""


@dataclass(frozen=True)
class Reach:
    """How far a person reaches. ``None`` for teams or sites means all of the tenant."""

    person: int
    tenant: int
    roles: frozenset[str]
    teams: frozenset[int] | None
    sites: frozenset[int] | None


def reach_of(person: Person) -> Reach:
    """Return the reach of a person as it stands in the records now."""
    team: Any = apps.get_model("people", "Team")
    roles = frozenset(person.roles)
    sites = frozenset(person.sites.values_list("pk", flat=True)) or None
    everywhere = person.all_teams or ADMINISTRATOR in roles
    if everywhere and sites is None:
        teams = None
    elif everywhere:
        teams = frozenset(team.objects.filter(site__in=sites or ()).values_list("pk", flat=True))
    else:
        led = team.objects.filter(Q(leaders=person) | Q(members=person))
        led = led.filter(site__in=sites) if sites else led
        teams = frozenset(led.values_list("pk", flat=True))
    return Reach(person.pk, person.tenant_id, roles, teams, sites)


def visible(rows: QuerySet[M], person: Person | AnonymousUser | None) -> QuerySet[M]:
    """Return only those rows that the person may see; none for somebody who is not logged in."""
    return _within(rows, person, write=False)


def writable(rows: QuerySet[M], person: Person | AnonymousUser | None) -> QuerySet[M]:
    """Return only those rows that the person may change."""
    return _within(rows, person, write=True)


def may(person: Person | AnonymousUser, action: str, model: type[Model]) -> bool:
    """Return whether a role of the person allows ``view``, ``add``, ``change`` or ``delete`` on some rows."""
    if not person.is_authenticated or not person.is_active:
        return False
    gate = gate_of(model)
    return bool(set(person.roles) & set(gate.read if action in READING else gate.write))


def require(person: Person, action: str, row: Model) -> None:
    """Raise ``Forbidden`` unless the person may do this to the row; a new row must lie within the person's tenant."""
    if not may(person, action, type(row)):
        raise Forbidden
    if row.pk is None or row._state.adding:
        if tenant_of(row) != person.tenant_id:
            raise Forbidden
    elif not writable(type(row)._default_manager.filter(pk=row.pk), person).exists():
        raise Forbidden


class NoSuchRow(Unknown):
    """A row that is not there, or not for this person's eyes; which of the two is not said."""

    zh = "找不到{what_zh}“{name}”。"
    en = "There is no {what_en} “{name}”."


def find(rows: QuerySet[M], person: Person, **key: object) -> M:
    """Return the one visible row with this key; raise ``NoSuchRow``, whether it is missing or merely not theirs."""
    row = visible(rows, person).filter(**key).first()
    if row is None:
        with override("zh-hans"):
            what_zh = str(rows.model._meta.verbose_name)
        with override("en"):
            what_en = str(rows.model._meta.verbose_name)
        raise NoSuchRow(what_zh=what_zh, what_en=what_en, name=next(iter(key.values()), ""))
    return row


def has_permission(person: Person, permission: str, row: Model | None) -> bool:
    """Answer Django's ``app.action_model``; models without a gate (other people's tables) are closed to all."""
    app, _, rest = permission.partition(".")
    action, _, name = rest.partition("_")
    try:
        model = apps.get_model(app, name)
        allowed = may(person, action, model)
    except (LookupError, ValueError, Ungated):
        return False
    if not allowed or row is None or row.pk is None:
        return allowed
    rows = type(row)._default_manager.filter(pk=row.pk)
    return _within(rows, person, write=action not in READING).exists()


def sees_app(person: Person, app: str) -> bool:
    """Return whether a role of the person opens any model of the app."""
    return any(has_permission(person, f"{app}.view_{model._meta.model_name}", None) for model in _models(app))


def tenant_of(row: Model) -> int:
    """Return the key of the row's tenant."""
    value: object = row
    for step in gate_of(type(row)).tenant.split("__"):
        value = getattr(value, step)
    return int(value.pk) if isinstance(value, Model) else int(str(value))


def _models(app: str) -> list[type[Model]]:
    try:
        return list(apps.get_app_config(app).get_models())
    except LookupError:
        return []


def _within(rows: QuerySet[M], person: Person | AnonymousUser | None, *, write: bool) -> QuerySet[M]:
    gate = gate_of(rows.model)
    if person is None or not person.is_authenticated or not person.is_active:
        return rows.none()
    reach = reach_of(person)
    condition = Q(pk__in=())
    if reach.roles & set(gate.write if write else gate.read):
        condition = _narrowed(gate, reach)
        if not condition:
            # Every row of the tenant: an "or" with an empty condition would leave only the person's own.
            return rows.filter(**{gate.tenant: reach.tenant})
    if gate.own and not write:
        condition |= Q(**{gate.own: reach.person})
    return rows.filter(Q(**{gate.tenant: reach.tenant}) & condition)


def _narrowed(gate: Gate, reach: Reach) -> Q:
    condition = Q()
    if gate.team and reach.teams is not None:
        condition &= Q(**{f"{gate.team}__in": reach.teams})
    if gate.site and reach.sites is not None:
        condition &= Q(**{f"{gate.site}__in": reach.sites}) | Q(**{f"{gate.site}__isnull": True})
    return condition
