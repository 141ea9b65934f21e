"""Run by ``test_app.py`` in a process of its own: Django takes its apps once. Ends with 0 when everything held."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "hollyhock.testing.django_settings"

import django

django.setup()

# ruff: noqa: E402 - the models need Django to be set up
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from django.utils.translation import override

from hollyhock.adapters.bus import MemoryBus
from hollyhock.adapters.clock import SystemClock
from hollyhock.adapters.journal import SqliteJournal
from hollyhock.adapters.records import BusConnectors
from hollyhock.apps.base.jobs import Context
from hollyhock.apps.centre.models import EntryPoint
from hollyhock.apps.flows.checking import connectors
from hollyhock.apps.people.directory import contribute
from hollyhock.apps.people.models import User
from hollyhock.apps.tenancy.models import RoutingDomain
from hollyhock.apps.tenancy.services import ensure
from hollyhock.bootstrap.running import Runner, Threads
from hollyhock.bootstrap.web import prepare
from hollyhock.bootstrap.worker import all_jobs
from hollyhock.contracts.errors import Unavailable
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.treatment import LookUpWanted

HOME: Path = settings.HOLLYHOCK_HOME
SCOPE: Scope = settings.HOLLYHOCK_SCOPE


def the_page_works(domain: RoutingDomain) -> None:
    """An administrator finds the page in the sidebar, adds a row, and sees it listed."""
    root = User(tenant=domain.tenant, username="root", name="root", roles=["administrator"], language="en")
    root.save()
    office = Client()
    office.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("admin:deliveries_delivery_changelist")
    assert page in office.get(reverse("admin:index")).content.decode(), "the sidebar names the page"
    added = office.post(reverse("admin:deliveries_delivery_add"), {"number": "P7", "town": "Suzhou"})
    assert added.status_code == 302, added.content.decode()
    assert "Suzhou" in office.get(page).content.decode()


def the_gate_holds(domain: RoutingDomain) -> None:
    """An expert may read the page and not write; another tenant's person sees no row."""
    expert = User.objects.create(tenant=domain.tenant, username="e", name="e", roles=["expert"], agent_code="1001")
    office = Client()
    office.force_login(expert, backend="django.contrib.auth.backends.ModelBackend")
    assert "Suzhou" in office.get(reverse("admin:deliveries_delivery_changelist")).content.decode()
    assert office.post(reverse("admin:deliveries_delivery_add"), {"number": "P8", "town": "X"}).status_code == 403
    other = ensure(Scope("other"), "别家", "Other")
    stranger = User.objects.create(tenant=other.tenant, username="s", name="s", roles=["administrator"], language="en")
    office.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    listed = office.get(reverse("admin:deliveries_delivery_changelist"))
    assert (listed.status_code, "Suzhou" in listed.content.decode()) == (200, False)


async def a_flow_is_answered() -> None:
    """What the engine asks over the bus is answered by the package's job in the worker."""
    bus, clock, threads = MemoryBus(), SystemClock(), Threads()
    journal = SqliteJournal(HOME / "journal.sqlite3")
    await journal.open()
    jobs = all_jobs(Context(SCOPE, HOME, settings.HOLLYHOCK, bus, journal, clock, threads))
    working = asyncio.create_task(Runner([job for job in jobs if job.name.startswith("deliveries")], clock).run())
    asking = BusConnectors(bus, SCOPE)
    assert await _asked(asking, "P7") == ({"town": "Suzhou"}, {})
    assert await _asked(asking, "P9") is None
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await bus.close()
    await journal.close()
    threads.close()


async def _asked(asking: BusConnectors, number: str) -> Any:
    wanted = LookUpWanted(interaction="i", visit=1, connector="delivery", ask={"number": number}, budget_ms=300)
    async with asyncio.timeout(20):
        while True:
            try:
                return await asking.look_up(wanted)
            except Unavailable:  # The job has not subscribed yet.
                await asyncio.sleep(0)


def flows_may_ask() -> None:
    """The check before publishing knows the connector."""
    assert connectors()["delivery"].gives == ("town",)


def the_medium_can_be_chosen(domain: RoutingDomain) -> None:
    """The echo channel's medium stands at entry points, and agents can hold it."""
    choices: Any = EntryPoint._meta.get_field("medium").choices
    assert [code for code, _ in choices] == ["voice", "echo"]
    with override("en"):
        assert str(dict(choices)["echo"]) == "Echo"
    (agent,) = contribute(domain)["agents"]
    assert agent.capacity == {"voice": 1, "voicemail": 1, "echo": 1}


def main() -> None:
    setup_test_environment()
    prepare(HOME)
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    assert apps.get_app_config("deliveries").name == "hollyhock_deliveries"
    domain = ensure(SCOPE, "演示", "Demo")
    the_page_works(domain)
    the_gate_holds(domain)
    flows_may_ask()
    asyncio.run(a_flow_is_answered())
    the_medium_can_be_chosen(domain)


if __name__ == "__main__":
    main()
