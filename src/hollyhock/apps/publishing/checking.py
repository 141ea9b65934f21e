"""May what the tables hold be published? Asks the core with the directory as it would be."""

from __future__ import annotations

from typing import Any

import msgspec
from django.apps import apps
from django.core.exceptions import ValidationError

from hollyhock.apps.base.words import both
from hollyhock.apps.publishing.building import build
from hollyhock.apps.publishing.models import Version
from hollyhock.contracts.directory import Directory
from hollyhock.core.checks.faults import Fault
from hollyhock.core.routing_checks import find_faults


class RulesBroken(ValidationError):
    """A change would break routing rules; ``faults`` lists what it would break."""

    def __init__(self, faults: list[Fault]) -> None:
        problems = [fault.problem() for fault in faults]
        super().__init__([both(problem.zh, problem.en) for problem in problems])
        self.faults = faults


def check_tenant(tenant: int) -> None:
    """Raise ``RulesBroken`` when the tables of a tenant, as the running transaction sees them, cannot be published."""
    # One at a time: two changes that fit alone need not fit together, and neither sees the other before it is stored.
    domains = apps.get_model("tenancy", "RoutingDomain")._default_manager.select_for_update(of=("self",))
    for domain in domains.filter(tenant_id=tenant).select_related("tenant"):
        faults = new_faults(build(domain, 0), domain)
        if faults:
            raise RulesBroken(faults)


def new_faults(directory: Directory, domain: Any) -> list[Fault]:
    """Return what is wrong with a directory and was not wrong already in the version that holds now.

    What an older version of the program let through must not hinder every other change.
    """
    faults = find_faults(directory)
    newest = Version.objects.filter(domain=domain).first() if faults else None
    if newest is None:
        return faults
    known = set(find_faults(msgspec.json.decode(bytes(newest.body), type=Directory)))
    return [fault for fault in faults if fault not in known]
