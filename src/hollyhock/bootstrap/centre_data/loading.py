"""Loading a whole package: its parts need each other, so that they are checked and announced together."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from hollyhock.apps.people.facade import changes
from hollyhock.apps.tenancy.models import RoutingDomain
from hollyhock.bootstrap.centre_data import contents, structure
from hollyhock.bootstrap.centre_data.package import Package
from hollyhock.bootstrap.log_ins import LogIn


def load(
    domain: RoutingDomain, package: Package, finish: Callable[[list[LogIn]], None] = lambda _: None
) -> list[LogIn]:
    """Load what is missing and return the log-ins made; ``finish`` gets them within the same transaction.

    Raises Django's ``ValidationError`` when something of it cannot be; then only prompts have been stored, which are
    spoken before the transaction, since that takes time.
    """
    contents.load_prompts(domain.tenant, package.prompts)
    with transaction.atomic():
        with changes():
            structure.load(domain, package.centre)
            contents.load_customers(domain.tenant, package)
            flows = contents.load_flows(domain.tenant, package)
            structure.load_entry_points(domain, package.centre)
            contents.publish_flows(flows)
            log_ins = contents.load_people(domain, package.centre.people)
        finish(log_ins)
    return log_ins
