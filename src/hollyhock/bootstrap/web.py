"""Web's process (``python -m hollyhock.bootstrap.web``), and making its records ready."""

from __future__ import annotations

import os
from pathlib import Path

import django
import uvicorn
import uvloop

from hollyhock.adapters.settings import home, load_secrets, load_settings
from hollyhock.bootstrap import doors
from hollyhock.bootstrap.carriers import bus_of
from hollyhock.bootstrap.gateway import log_json

DEMO = Path(__file__).parents[3] / "demo"


def prepare(folder: Path) -> None:
    """Make or migrate the records database and write the words of other people's pages; safe to repeat."""
    _set_up(folder)
    from django.core.management import call_command

    from hollyhock.web import catalogue

    catalogue.write()
    call_command("migrate", verbosity=0, interactive=False)


def _set_up(folder: Path) -> None:
    os.environ["HOLLYHOCK_HOME"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hollyhock.web.settings")
    django.setup()


async def run(folder: Path) -> None:
    """Serve until told to stop (SIGTERM, SIGINT)."""
    settings, secrets = load_settings(folder), load_secrets(folder)
    bus = bus_of(settings, secrets, "web")
    await bus.connect()
    doors.make().attach(bus)
    from hollyhock.web.asgi import application

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
    uvloop.run(run(home()))


if __name__ == "__main__":
    main()
