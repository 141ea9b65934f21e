"""Fill the records of the first version with a ring, upgrade them, and print what has become of it."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "hollyhock.testing.django_settings"

import django

django.setup()

# ruff: noqa: E402 - the models need Django to be set up
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hollyhock.apps.centre.models import Ring

FIRST = [("centre", "0001_initial"), ("people", "0002_initial")]


def main() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(FIRST)
    old = executor.loader.project_state(FIRST).apps
    names = {"name_zh": "x", "name_en": "x"}
    tenant = old.get_model("tenancy", "Tenant").objects.create(code="t", **names)
    domain = old.get_model("tenancy", "RoutingDomain").objects.create(tenant=tenant, code="d", **names)
    queue = old.get_model("centre", "Queue").objects.create(tenant=tenant, domain=domain, code="q", **names)
    ring = old.get_model("centre", "Ring").objects.create(queue=queue, after_s=0)
    for code, minimum in (("service", 3), ("english", 1)):
        skill = old.get_model("centre", "Skill").objects.create(tenant=tenant, code=code, **names)
        old.get_model("centre", "RingNeed").objects.create(ring=ring, skill=skill, minimum=minimum)
    call_command("migrate", verbosity=0)
    print(Ring.objects.get().requires)


if __name__ == "__main__":
    main()
