"""Taking a package out again: everything that its files name, but the last administrator."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model, QuerySet

from hollyhock.apps.billing_demo.models import Account
from hollyhock.apps.centre import models
from hollyhock.apps.customers.models import Customer
from hollyhock.apps.flows.models import Flow
from hollyhock.apps.people.facade import changes, delete_row
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.prompts.models import Prompt
from hollyhock.apps.tenancy.models import RoutingDomain, Site
from hollyhock.bootstrap.centre_data.package import Package


def remove(domain: RoutingDomain, package: Package) -> None:
    """Delete the package's rows; raise Django's ``ValidationError`` when rows of your own still need them."""
    with changes():
        _remove(domain, package)


def _remove(domain: RoutingDomain, package: Package) -> None:
    tenant, centre = domain.tenant, package.centre
    Account.objects.filter(tenant=tenant, customer__in=[one.customer for one in package.accounts]).delete()
    _delete(Customer.objects.filter(tenant=tenant, number__in=[one.number for one in package.customers]))
    people = User.objects.filter(tenant=tenant, username__in=[one.username for one in centre.people])
    _delete(person for person in people if not _last_administrator(person))
    groups: tuple[tuple[type[Model], Iterable[str]], ...] = (
        (models.EntryPoint, (one.code for one in centre.entry_points)),
        (models.Trunk, (one.code for one in centre.trunks)),
        (Flow, package.flows),
        (Prompt, package.prompts),
        (models.Queue, (one.code for one in centre.queues)),
        (models.Calendar, (one.code for one in centre.calendars)),
        (models.Skill, (one.code for one in centre.skills)),
        (models.NotReadyReason, (one.code for one in centre.reasons)),
        (models.WrapUpCode, (one.code for one in centre.wrap_up_codes)),
        (Team, (one.code for one in centre.teams)),
        (Site, (one.code for one in centre.sites)),
    )
    for model, codes in groups:
        found: QuerySet[Model] = model._default_manager.filter(tenant=tenant, code__in=list(codes))
        _delete(found)


def _delete(rows: Iterable[Model]) -> None:
    for row in rows:
        delete_row(None, row)


def _last_administrator(person: User) -> bool:
    if "administrator" not in person.roles:
        return False
    others = User.objects.filter(tenant=person.tenant, is_active=True).exclude(pk=person.pk)
    return not any("administrator" in other.roles for other in others)
