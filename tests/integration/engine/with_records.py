"""A centre whose worker is a real one, with web beside it: both can be killed, and are started again at once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import msgspec

from hollyhock.adapters.settings import as_toml
from hollyhock.contracts.directory import Directory, EntryPoint
from hollyhock.contracts.flow import AnyNode, Flow, LookUp, ToQueue
from hollyhock.testing.processes import environment
from hollyhock.testing.real_centre import RealCentre

KNOWN = "1003"
"""This number's flow asks the worker who calls, and goes on to ``sales`` whatever the answer."""
ASKS = "who"
"""The node that asks."""
CUSTOMER = "王小明"
"""Whose number every caller has."""
_LESS = ("nice", "-n", "5")
"""To start again and again is hard work, and tests beside this one measure time."""
_FILL = Path(__file__).with_name("fill_records.py")
_START_S = 60.0
_LOOK_S = 0.1


def with_look_up(directory: Directory) -> Directory:
    """Return a directory with one more entry point, whose flow looks the customer up."""
    nodes: dict[str, AnyNode] = {
        ASKS: LookUp(connector="customer", ask={"number": "ani"}, found="known", unknown="stranger"),
        "known": ToQueue(queue="sales", set={"known": "yes"}),
        "stranger": ToQueue(queue="sales", set={"known": "no"}),
    }
    flow = Flow(code="known", languages=("zh-Hans",), start=ASKS, nodes=nodes)
    return msgspec.structs.replace(
        directory,
        flows=(*directory.flows, flow),
        entry_points=(*directory.entry_points, EntryPoint(code="known", address=KNOWN, flow=flow.code)),
    )


class RecordsProcess:
    """Web or worker."""

    def __init__(self, home: Path, name: str, port: int) -> None:
        """Keep what is needed; nothing runs yet."""
        self.name, self.url = name, f"http://127.0.0.1:{port}"
        self._away: list[tuple[int, int]] = []
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self._since = 0
        self._coming: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start it; it is ``up`` some time later."""
        with (self._home / "log" / f"{self.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_LESS, sys.executable, "-m", f"hollyhock.bootstrap.{self.name}"],
                env=environment(self._home),
                stdout=log,
                stderr=log,
            )
        self._since = _now()
        self._coming = asyncio.create_task(self._comes())

    @property
    def up(self) -> bool:
        """Return whether it serves; raise what kept it from that."""
        if self._coming is None or not self._coming.done():
            return False
        self._coming.result()
        return True

    async def comes(self) -> None:
        """Return when it serves; raise what kept it from that."""
        assert self._coming is not None
        await self._coming

    def kill(self) -> None:
        """End it as a crash would."""
        if self._coming is not None and self._coming.cancel():
            self._away.append((self._since, _now()))
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def was_away(self, at: int) -> bool:
        """Return whether it did not serve at a moment (epoch milliseconds)."""
        return any(began <= at < ended for began, ended in self._away)

    async def _comes(self) -> None:
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as client, asyncio.timeout(_START_S):
            while not await _healthy(client):
                assert self._process is not None
                assert self._process.poll() is None, f"{self.name} has ended by itself"
                await asyncio.sleep(_LOOK_S)
        self._away.append((self._since, _now()))


async def _healthy(client: httpx.AsyncClient) -> bool:
    with suppress(httpx.HTTPError):
        return (await client.get("/health")).is_success
    return False


def _now() -> int:
    return time.time_ns() // 1_000_000


class CentreWithRecords(RealCentre):
    """Its directory lies in the records and comes to the engine from the worker, as in real life."""

    def __init__(self, folder: Path, directory: Directory) -> None:
        """Make the home; nothing runs yet."""
        super().__init__(folder, with_look_up(directory))
        ports = self.switch.settings.ports
        self.web = RecordsProcess(self.home, "web", ports.web)
        self.worker = RecordsProcess(self.home, "worker", ports.worker_health)
        self.password = ""
        """The administrator's."""

    async def start(self) -> None:
        """Start the parts; return when the engine has the directory that lies in the records, and the switch."""
        self._filling = asyncio.create_task(asyncio.to_thread(self._fill))
        await super().start()

    async def start_records(self) -> None:
        """Start web and worker once the records are filled."""
        self.password = await self._filling
        (self.home / "hollyhock.toml").write_text(as_toml(self.switch.settings))
        for process in (self.web, self.worker):
            process.start()

    async def stop(self) -> None:
        """End everything that was started."""
        for process in (self.web, self.worker):
            process.kill()
        await super().stop()

    def _fill(self) -> str:
        (self.home / "directory.json").write_bytes(msgspec.json.encode(self.directory))
        done = subprocess.run(
            [*_LESS, sys.executable, str(_FILL), str(self.home), CUSTOMER],
            env=environment(self.home),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()[-3_000:]
        return done.stdout.decode().strip()
