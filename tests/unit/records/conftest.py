"""Django for the tests of the records, on SQLite, or on the database that HOLLYHOCK_TEST_RECORDS names."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "hollyhock.testing.django_settings"

import django

django.setup()

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hollyhock.apps.people.models import Team, User
from hollyhock.apps.tenancy.models import RoutingDomain, Site
from hollyhock.apps.tenancy.services import ensure
from hollyhock.contracts.ids import Scope

Maker = Callable[..., User]


@pytest.fixture(autouse=True)
def _records(db: None) -> None:
    pass


@pytest.fixture
def domain() -> RoutingDomain:
    return ensure(Scope("demo"), "演示", "Demo")


@pytest.fixture
def teams(domain: RoutingDomain) -> dict[str, Team]:
    site = Site.objects.create(tenant=domain.tenant, domain=domain, code="bj", name_zh="北京", name_en="Beijing")
    return {
        code: Team.objects.create(tenant=domain.tenant, site=site, code=code, name_zh=code, name_en=code)
        for code in ("north", "south")
    }


@pytest.fixture
def make_person(domain: RoutingDomain) -> Maker:
    def make(username: str, *roles: str, leads: tuple[Team, ...] = (), **fields: Any) -> User:
        values = {"tenant": domain.tenant, "username": username, "name": username, "roles": list(roles), **fields}
        person = User.objects.create(**values)
        person.leads.set(leads)
        return person

    return make


@pytest.fixture
def administrator(make_person: Maker) -> User:
    return make_person("root", "administrator")


@pytest.fixture
def as_person() -> Callable[[User], Client]:
    def log_in(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in
