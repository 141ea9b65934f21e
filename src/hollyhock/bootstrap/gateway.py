"""The gateway's process: ``python -m hollyhock.bootstrap.gateway``; its home is ``HOLLYHOCK_HOME``."""

import os
from pathlib import Path

import uvloop

import hollyhock
from hollyhock.adapters.clock import SystemClock
from hollyhock.adapters.ids import RandomIds
from hollyhock.adapters.settings import home, load_secrets, load_settings
from hollyhock.bootstrap.carriers import bus_of
from hollyhock.bootstrap.logs import log_json
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.settings import Secrets, Settings
from hollyhock.gateway.app import build
from hollyhock.gateway.config import GatewayConfig
from hollyhock.gateway.serve import server

_LOOPBACK = {"localhost", "127.0.0.1"}


def configure(settings: Settings, secrets: Secrets, frontend: Path) -> GatewayConfig:
    """Return the gateway's configuration for one machine."""
    return GatewayConfig(
        name=f"gateway-{os.urandom(4).hex()}",
        scope=Scope(settings.tenant, settings.domain),
        token=secrets.token,
        switch=f"ws://127.0.0.1:{settings.ports.ari}/ws",
        web=f"http://127.0.0.1:{settings.ports.web}",
        frontend=frontend,
        origins=frozenset(settings.origins),
        phones_in_pages=not settings.plain_softphones,
    )


async def run(folder: Path) -> None:
    """Serve until told to stop (SIGTERM, SIGINT)."""
    settings, secrets = load_settings(folder), load_secrets(folder)
    config = configure(settings, secrets, frontend_folder())
    clock = SystemClock()
    bus = bus_of(settings, secrets, "gateway")
    await bus.connect()
    try:
        app = build(config, bus, RandomIds(config.scope, clock), clock.now)
        # A centre that is only for this machine does not listen on the network.
        address = "127.0.0.1" if settings.host in _LOOPBACK else "0.0.0.0"  # noqa: S104 - the front door
        await server(app, host=address, port=settings.ports.door, cert=settings.cert, key=settings.key).serve()
    finally:
        await bus.close()


def frontend_folder() -> Path:
    """Return where the front end is built: ``HOLLYHOCK_FRONTEND``, or ``frontend`` of the checkout."""
    named = os.environ.get("HOLLYHOCK_FRONTEND")
    return Path(named) if named else Path(hollyhock.__file__).parents[2] / "frontend"


def main() -> None:
    """Run the process."""
    log_json()
    uvloop.run(run(home()))


if __name__ == "__main__":
    main()
