"""Web's process (``python -m hollyhock.bootstrap.web``), and making its records ready."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import django
import uvicorn
import uvloop
from django.conf import settings as django_settings
from starlette.types import ASGIApp

from hollyhock.adapters.settings import home, load_secrets, load_settings
from hollyhock.bootstrap import doors
from hollyhock.bootstrap.carriers import bus_of
from hollyhock.bootstrap.loading import loading
from hollyhock.bootstrap.log_ins import LogIn, keep
from hollyhock.bootstrap.logs import log_json
from hollyhock.contracts.ids import Scope

if TYPE_CHECKING:
    from hollyhock.apps.tenancy.models import RoutingDomain

DEMO = Path(__file__).parents[3] / "demo"


def prepare(folder: Path) -> None:
    """Make or migrate the records database and write the words of other people's pages; safe to repeat."""
    _set_up(folder)
    from django.core.management import call_command

    from hollyhock.web import catalogue

    catalogue.write()
    call_command("migrate", verbosity=0, interactive=False)


def initialise(folder: Path, *, demo: bool, first: bool = False) -> None:
    """Prepare the records and fill what is missing: the demo centre, or one administrator.

    With ``first`` only records that hold nobody are filled: a restored home, or a further one on the same database,
    must not get the demo. What an interrupted first time left is completed, since people come with all the rest.
    The log-ins made by this call are kept (``bootstrap/log_ins.py``) before they are valid: their passwords are
    generated and stand nowhere else. Safe to repeat. Raises ``NotPublishable`` when the speech engine is missing, since
    the demo's flow could not speak.
    """
    prepare(folder)
    from django.db import transaction

    from hollyhock.bootstrap.centre_data import contents, loading, package

    if first and contents.has_people():
        return
    if not demo:
        administrator = package.Person(username="admin", name="系统管理员", roles=("administrator",))
        with transaction.atomic():
            keep(folder, contents.load_people(_domain(folder), [administrator]))
        return
    from hollyhock.apps.publishing.facade import publish

    domain = _domain(folder)

    def finish(log_ins: list[LogIn]) -> None:
        publish(Scope(domain.tenant.code, domain.code))
        keep(folder, log_ins)

    # Whatever fails, nobody is made whose password would not be shown.
    loading.load(domain, package.read(DEMO), finish)


def remove_demo(folder: Path) -> None:
    """Delete what the demo brought; raise ``ValidationError`` when rows of your own still need some of it."""
    _set_up(folder)
    from hollyhock.bootstrap.centre_data import package, removing

    removing.remove(_domain(folder), package.read(DEMO))


def _set_up(folder: Path) -> None:
    os.environ["HOLLYHOCK_HOME"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hollyhock.web.settings")
    django.setup()


def _domain(folder: Path) -> RoutingDomain:
    from hollyhock.apps.tenancy.services import ensure

    settings = load_settings(folder)
    return ensure(Scope(settings.tenant, settings.domain), "客户服务中心", "Customer service centre")


def _load() -> ASGIApp:
    """Return the application with every page loaded; else the first request would wait for that."""
    from hollyhock.web.asgi import application

    import_module(django_settings.ROOT_URLCONF)
    return application


async def run(folder: Path) -> None:
    """Serve until told to stop (SIGTERM, SIGINT)."""
    settings, secrets = load_settings(folder), load_secrets(folder)
    bus = bus_of(settings, secrets, "web")
    await bus.connect()
    doors.make().attach(bus)
    with loading():
        application = _load()
    config = uvicorn.Config(
        application, host="127.0.0.1", port=settings.ports.web, log_config=None, access_log=False, proxy_headers=False
    )
    try:
        await uvicorn.Server(config).serve()
    finally:
        await bus.close()


def main() -> None:
    """Run the process."""
    log_json()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hollyhock.web.settings")
    uvloop.run(run(home()))


if __name__ == "__main__":
    main()
