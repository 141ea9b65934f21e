"""Every table of every app goes through the one gate: foreign tenants' and teams' rows are never visible."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models

from hollyhock.apps.base.gating import Ungated, gate_of
from hollyhock.apps.people.gate import has_permission, may, reach_of, visible, writable
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.tenancy.models import RoutingDomain, Site, Tenant

from .conftest import Maker

OURS = [
    model
    for config in apps.get_app_configs()
    if config.name.startswith("hollyhock.apps.")
    for model in config.get_models()
]
EVERY_ROLE = ("agent", "shift_leader", "expert", "administrator")


def test_there_are_models_to_walk() -> None:
    assert len(OURS) > 20


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_declares_a_gate_whose_paths_lead_somewhere(model: type[models.Model]) -> None:
    gate = gate_of(model)
    for path in filter(None, (gate.tenant, gate.site, gate.team, gate.own)):
        list(model._default_manager.filter(**{f"{path}__in": []}))


def test_a_model_without_a_gate_is_found() -> None:
    class Forgotten(models.Model):  # noqa: DJ008 - it lives for one line
        class Meta:
            app_label = "people"
            managed = False

    try:
        with pytest.raises(Ungated, match="Forgotten"):
            gate_of(Forgotten)
    finally:
        del apps.all_models["people"]["forgotten"]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_rows_of_another_tenant_are_visible_to_nobody(model: type[models.Model], make_person: Maker) -> None:
    row = _Maker().row(model)
    person = make_person("all", *EVERY_ROLE, agent_code="77", all_teams=True)
    assert model._default_manager.filter(pk=row.pk).exists()
    assert not visible(model._default_manager.all(), person).filter(pk=row.pk).exists()
    assert not writable(model._default_manager.all(), person).filter(pk=row.pk).exists()
    assert not visible(model._default_manager.all(), AnonymousUser()).exists()
    own = User.objects.get(username="stranger") if User.objects.filter(username="stranger").exists() else None
    if own is not None and gate_of(model).read:
        assert visible(model._default_manager.all(), own).filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", [model for model in OURS if gate_of(model).team], ids=lambda model: model._meta.label)
def test_rows_of_another_team_are_not_visible_to_a_leader(
    model: type[models.Model], make_person: Maker, team: Team, tenant: Tenant, domain: RoutingDomain
) -> None:
    maker = _Maker(tenant=tenant, domain=domain)
    row = maker.row(model)
    theirs = maker.made[Team]
    assert theirs.pk != team.pk
    stranger = make_person("l1", "shift_leader", leads=(team,))
    leader = make_person("l2", "shift_leader", leads=(theirs,))
    rows = model._default_manager.filter(pk=row.pk)
    assert not visible(rows, stranger).exists()
    if "shift_leader" in gate_of(model).read:
        assert visible(rows, leader).exists()


def test_a_site_narrows_even_those_who_see_all_teams(make_person: Maker, team: Team, site: Site) -> None:
    south = Site.objects.create(tenant=site.tenant, domain=site.domain, code="south", name_zh="南", name_en="South")
    other = Team.objects.create(tenant=site.tenant, site=south, code="b", name_zh="乙", name_en="B")
    make_person("li", "agent", agent_code="1001", team=other)
    near = make_person("near", "administrator")
    near.sites.set([site])
    assert list(visible(Site.objects.all(), near)) == [site]
    assert list(visible(Team.objects.all(), near)) == [team]
    assert not visible(User.objects.filter(username="li"), near).exists()
    assert reach_of(near).teams == frozenset({team.pk})


def test_people_see_themselves_but_an_agent_sees_no_colleague(make_person: Maker, team: Team) -> None:
    li = make_person("li", "agent", agent_code="1001", team=team)
    make_person("wang", "agent", agent_code="1002", team=team)
    assert list(visible(User.objects.all(), li)) == [li]
    assert not writable(User.objects.all(), li).exists()


def test_somebody_switched_off_sees_nothing(administrator: User) -> None:
    administrator.is_active = False
    assert not visible(User.objects.all(), administrator).exists()
    assert not may(administrator, "view", User)


def test_other_peoples_tables_are_closed(administrator: User) -> None:
    assert not has_permission(administrator, "sessions.view_session", None)
    assert not has_permission(administrator, "mfa.view_authenticator", None)
    assert not has_permission(administrator, "no.such_thing", None)


class _Maker:
    """Makes a row of any model with everything that it needs, all of one other tenant (or within the given one)."""

    def __init__(self, tenant: Tenant | None = None, domain: RoutingDomain | None = None) -> None:
        self.made: dict[type[models.Model], Any] = {}
        self.making: set[type[models.Model]] = set()
        if tenant is not None and domain is not None:
            self.made |= {Tenant: tenant, RoutingDomain: domain}

    def row(self, model: type[models.Model]) -> Any:
        kept = getattr(model, "instance_type", None)
        if kept is not None:
            return self._history(model, kept)
        if model not in self.made:
            self.making.add(model)
            row = model(**dict(self._values(model)))
            if model in self.made:  # a row that it needs has made it on the way
                return self.made[model]
            if isinstance(row, User):
                row.roles = list(EVERY_ROLE)
            self.made[model] = row
            row.save(force_insert=True)
            self._follow(model)
        return self.made[model]

    def _history(self, model: type[models.Model], kept: type[models.Model]) -> Any:
        row = self.row(kept)
        names = {field.attname for field in model._meta.concrete_fields}
        values = {field.attname: getattr(row, field.attname) for field in kept._meta.concrete_fields}
        common = {name: value for name, value in values.items() if name in names}
        history: Any = model
        return history.objects.create(**common, history_date=datetime.now(tz=UTC), history_type="+")

    def _values(self, model: type[models.Model]) -> Iterator[tuple[str, Any]]:
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey):
                related: Any = field.related_model
                if related in self.made or related not in self.making:
                    yield field.name, self.row(related)
            elif not isinstance(field, models.AutoField):
                yield field.name, _value(field)

    def _follow(self, model: type[models.Model]) -> None:
        """Make the rows that point at this one and through which its gate looks."""
        gate = gate_of(model)
        for path in filter(None, (gate.tenant, gate.site, gate.team, gate.own)):
            at: Any = model
            for step in path.split("__"):
                if step == "pk":
                    break
                field = at._meta.get_field(step)
                at = field.related_model
                if field.auto_created and not field.concrete:
                    self.row(at)


def _value(field: models.Field[Any, Any]) -> Any:
    named = {"username": "stranger", "is_active": True}
    if field.name in named:
        return named[field.name]
    if field.choices:
        return next(iter(field.flatchoices))[0]
    samples: tuple[tuple[type[models.Field[Any, Any]], Any], ...] = (
        (models.BooleanField, False),
        (models.DateTimeField, datetime(2026, 1, 1, tzinfo=UTC)),
        (models.DateField, date(2026, 1, 1)),
        (models.TimeField, time(8)),
        (models.JSONField, {}),
        (models.BinaryField, b""),
        (models.GenericIPAddressField, "192.0.2.1"),
        (models.IntegerField, 1),
        (models.FloatField, 1.0),
        (models.UUIDField, uuid.uuid4()),
    )
    for kind, value in samples:
        if isinstance(field, kind):
            return value
    text = "x"
    return text[: field.max_length or 1]
