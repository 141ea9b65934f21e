"""The processes of a centre on one machine."""

import base64
import os
import sys
from pathlib import Path

from hollyhock.adapters.asterisk import config as switch
from hollyhock.adapters.asterisk.config.layout import APP
from hollyhock.adapters.nats_config import nats_config
from hollyhock.bootstrap.supervisor.readiness import http_ok, http_says, tcp_open
from hollyhock.bootstrap.supervisor.spec import WORKING, Check, ChildSpec
from hollyhock.contracts.parts import PartsLayout
from hollyhock.contracts.settings import Secrets, Settings

ENGINE = "engine"
_ENGINE_WITHIN_S = 0.5


def children(home: Path, settings: Settings, secrets: Secrets) -> list[ChildSpec]:
    """Return every process in start order; what does not need another starts at the same time."""
    ports = settings.ports
    scheme = "https" if settings.cert else "http"
    return [
        _bus(home, settings, secrets),
        _switch(home, settings, secrets),
        _python(home, "web", _health(ports.web)),
        _python(home, "worker", _health(ports.worker_health), needs=("bus",)),
        _python(home, ENGINE, _health(ports.engine_health), needs=("bus", "switch")),
        _python(home, "gateway", f"{scheme}://127.0.0.1:{ports.door}/health", needs=("bus",)),
    ]


def engine_works(settings: Settings) -> Check:
    """Return what the guard asks: an engine that stands by has nothing to be killed for, nor has one that recovers."""
    return http_says(_health(settings.ports.engine_health), "role", WORKING, _ENGINE_WITHIN_S)


def _health(port: int) -> str:
    return f"http://127.0.0.1:{port}/health"


def _bus(home: Path, settings: Settings, secrets: Secrets) -> ChildSpec:
    program = PartsLayout(home=str(home), settings=settings, machine=os.uname().machine).nats_server
    file = home / "run" / "nats-server.conf"

    def prepare() -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(nats_config(settings, secrets), encoding="utf-8")

    return ChildSpec(
        name="bus",
        argv=(*program.argv, "-c", str(file)),
        env=program.env,
        ready=tcp_open(settings.ports.bus),
        prepare=prepare,
    )


def _switch(home: Path, settings: Settings, secrets: Secrets) -> ChildSpec:
    program = switch.command(settings, home)
    user = base64.b64encode(f"{APP}:{secrets.ari}".encode()).decode()
    return ChildSpec(
        name="switch",
        argv=program.argv,
        env=program.env,
        # Asterisk refuses REST until all its modules are loaded.
        ready=http_ok(f"http://127.0.0.1:{settings.ports.ari}/ari/asterisk/info", {"Authorization": f"Basic {user}"}),
        prepare=lambda: switch.render(settings, secrets, home),
    )


def _python(home: Path, name: str, health: str, needs: tuple[str, ...] = ()) -> ChildSpec:
    return ChildSpec(
        name=name,
        argv=(sys.executable, "-m", f"hollyhock.bootstrap.{name}"),
        env={"HOLLYHOCK_HOME": str(home)},
        ready=http_ok(health),
        needs=needs,
    )
