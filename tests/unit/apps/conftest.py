"""Django for the tests of the apps, on SQLite, or on the database that HOLLYHOCK_TEST_RECORDS names."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "hollyhock.testing.django_settings"

import django

django.setup()

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from hollyhock.apps.people.models import Team, User
from hollyhock.apps.tenancy.models import RoutingDomain, Site, Tenant
from hollyhock.apps.tenancy.services import ensure
from hollyhock.contracts.ids import Scope
from hollyhock.web import urls  # noqa: F401 - finds the pages of the back office

PASSWORD = "a good long password"


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Tables are made from the models, which is quicker; ``test_migrations`` holds that both agree."""
    return False


@pytest.fixture(autouse=True)
def _records(db: None) -> None:
    cache.clear()


@pytest.fixture
def domain() -> RoutingDomain:
    return ensure(Scope("demo"), "演示", "Demo")


@pytest.fixture
def tenant(domain: RoutingDomain) -> Tenant:
    return domain.tenant


@pytest.fixture
def site(domain: RoutingDomain) -> Site:
    return Site.objects.create(tenant=domain.tenant, domain=domain, code="north", name_zh="北区", name_en="North")


@pytest.fixture
def team(site: Site) -> Team:
    return Team.objects.create(tenant=site.tenant, site=site, code="a", name_zh="甲班", name_en="Team A")


Maker = Callable[..., User]


@pytest.fixture
def make_person(tenant: Tenant) -> Maker:
    def make(username: str, *roles: str, leads: tuple[Team, ...] = (), **fields: Any) -> User:
        person = User(**{"tenant": tenant, "username": username, "name": username, "roles": list(roles), **fields})
        person.set_password(PASSWORD)
        person.full_clean()
        person.save()
        person.leads.set(leads)
        return person

    return make


@pytest.fixture
def administrator(make_person: Maker) -> User:
    return make_person("root", "administrator")


@pytest.fixture
def office(administrator: User) -> Client:
    """A browser in which the administrator is logged in, showing English."""
    administrator.language = "en"
    administrator.save()
    client = Client()
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client
