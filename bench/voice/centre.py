"""A centre for measuring: bus, switch and engine as in real life, without web; the directory is answered from here."""

import asyncio
import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import msgspec
from bench.voice import switch

from hollyhock.adapters.asterisk.config import command
from hollyhock.adapters.bus import NatsBus
from hollyhock.bootstrap.supervisor.centre import children
from hollyhock.bootstrap.supervisor.spec import ChildSpec
from hollyhock.contracts import subjects
from hollyhock.contracts.commands import AnyCommand, Envelope, LogIn, Reply, SetReady
from hollyhock.contracts.directory import Agent, Directory, EntryPoint, Names, Queue, Ring, Trunk
from hollyhock.contracts.flow import Flow, ToQueue
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.routing import Entry
from hollyhock.contracts.settings import Ports, Secrets, Settings
from hollyhock.contracts.views import AgentCard, CardSnapshot

_SCOPE = Scope("bench")
_SESSION = "bench"
_BEAT_S = 4.0
_READY_S = 20.0


def directory(devices: Sequence[str]) -> Directory:
    """Return one queue, its agents, an empty flow: no wrap-up, no recording, no announcements."""
    return Directory(
        version=1,
        queues=(
            Queue(
                code="bench",
                name=Names("测量", "Bench"),
                rings=(Ring(),),
                wrap_up_ms=0,
                announce_every_ms=0,
                record=False,
                # All of its callers have one number.
                entry=Entry(most_per_customer=0),
            ),
        ),
        agents=tuple(Agent(code=device, name=device) for device in devices),
        entry_points=(EntryPoint(code="bench", address=switch.OURS, flow="empty", language="en"),),
        flows=(Flow(code="empty", languages=("en",), start="queue", nodes={"queue": ToQueue(queue="bench")}),),
        trunks=(Trunk(code="bench", addresses=("127.0.0.1",)),),
        languages=("en",),
    )


class Centre:
    """The running processes."""

    def __init__(self, home: Path, parts: Path, devices: Sequence[str]) -> None:
        """Make a home beside the fetched parts; nothing runs yet."""
        self.home, self.devices = home, devices
        (home / "parts").symlink_to(parts)
        self.settings = Settings(tenant=_SCOPE.tenant, ports=_ports())
        self.secrets = Secrets(**{name: secrets.token_hex(32) for name in ("django", "token", "ari", "ami", "bus")})
        _write_toml(home / "hollyhock.toml", self.settings)
        _write_toml(home / "secrets.toml", self.secrets)
        self.bus = NatsBus(f"nats://127.0.0.1:{self.settings.ports.bus}", self.secrets.bus)
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._number = 0

    @property
    def sip(self) -> tuple[str, int]:
        """Where the switch takes SIP."""
        return "127.0.0.1", self.settings.ports.sip

    def pid(self, name: str) -> int:
        """Return the process id of ``switch`` or ``engine``."""
        return self._processes[name].pid

    async def start(self) -> None:
        """Start bus, switch and engine, one after the other."""
        specs = {one.name: one for one in children(self.home, self.settings, self.secrets)}
        (self.home / "log").mkdir()
        await self._start(specs["bus"])
        await self.bus.connect()
        await self.bus.subscribe(subjects.directory_pull(_SCOPE), self._pulled)
        await self._start(specs["switch"])
        await self._start(specs["engine"])

    async def log_in(self) -> None:
        """Log every agent in; they must register after this, and then ``be_ready``."""
        await _until(self._knows_agents)
        for device in self.devices:
            await self._command(device, LogIn(agent=device, session=_SESSION, device=device))

    async def be_ready(self) -> None:
        """Make every agent ready and wait until the engine has them so."""
        for device in self.devices:
            await self._command(device, SetReady(agent=device))
        await _until(self._all_ready)

    async def beat(self) -> None:
        """Be the agents' desks until cancelled."""
        sessions = dict.fromkeys(self.devices, _SESSION)
        message = msgspec.json.encode(subjects.PresenceBeat(gateway="bench", sessions=sessions))
        while True:
            await self.bus.request(subjects.presence(_SCOPE), message, 2_000)
            await asyncio.sleep(_BEAT_S)

    def console(self, line: str) -> str:
        """Return what the switch's console says to a command."""
        program = command(self.settings, self.home)
        argv = [part for part in program.argv if part not in {"-f", "-n", "-q"}]
        return subprocess.run([*argv, "-rx", line], capture_output=True, text=True, check=False, timeout=10).stdout

    async def stop(self) -> None:
        """End everything."""
        with contextlib.suppress(Exception):
            await self.bus.close()
        for process in reversed(list(self._processes.values())):
            process.kill()
            process.wait()

    async def _start(self, spec: ChildSpec) -> None:
        if spec.prepare is not None:
            spec.prepare()
        if spec.name == "switch":
            switch.add_peer(self.home, self.devices)
        process = _spawn(spec, self.home / "log" / f"{spec.name}.out")
        self._processes[spec.name] = process

        async def ready() -> bool:
            if process.poll() is not None:
                raise ChildProcessError(f"{spec.name} has ended; see {self.home / 'log'}")
            return await spec.ready()

        await _until(ready)

    async def _pulled(self, message: bytes) -> bytes:
        return msgspec.json.encode(directory(self.devices)) if int(message) < 1 else b""

    async def _command(self, device: str, asked: AnyCommand) -> None:
        self._number += 1
        envelope = Envelope(id=f"bench-{self._number}", actor=f"agent:{device}", command=asked)
        body = await self.bus.request(subjects.commands(_SCOPE), msgspec.json.encode(envelope), 5000)
        if problem := msgspec.json.decode(body, type=Reply).problem:
            raise RuntimeError(problem.en)

    async def _agents(self) -> list[AgentCard]:
        body = await self.bus.request(subjects.cards_snapshot(_SCOPE), b"", 5000)
        cards = msgspec.json.decode(body, type=CardSnapshot).cards
        return [card for card in cards if isinstance(card, AgentCard)]

    async def _knows_agents(self) -> bool:
        return len(await self._agents()) == len(self.devices)

    async def _all_ready(self) -> bool:
        return all(card.device_up and card.state == "Ready" for card in await self._agents())


@contextlib.asynccontextmanager
async def running(base: Path, devices: Sequence[str], *, keep: bool) -> AsyncIterator[Centre]:
    """Run a centre in a folder below ``base``, which holds the fetched parts; remove the folder unless ``keep``."""
    home = Path(tempfile.mkdtemp(prefix="bench-", dir=base))
    centre = Centre(home, base / "parts", devices)
    try:
        await centre.start()
        yield centre
    finally:
        await centre.stop()
        if not keep:
            shutil.rmtree(home, ignore_errors=True)


def _spawn(spec: ChildSpec, output: Path) -> subprocess.Popen[bytes]:
    with output.open("ab") as log:
        return subprocess.Popen(
            spec.argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **spec.env}
        )


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(_READY_S):
        while not await condition():  # noqa: ASYNC110 - what is waited for is in another process
            await asyncio.sleep(0.05)


def _ports() -> Ports:
    with contextlib.ExitStack() as stack:
        found = [_free(stack, socket.SOCK_STREAM) for _ in range(5)]
        sip = _free(stack, socket.SOCK_DGRAM)
    ari, ami, bus, engine, worker = found
    return Ports(
        sip=sip,
        ari=ari,
        ami=ami,
        bus=bus,
        engine_health=engine,
        worker_health=worker,
        rtp_first=20_000,
        rtp_last=26_000,
    )


def _free(stack: contextlib.ExitStack, kind: int) -> int:
    probe = stack.enter_context(socket.socket(socket.AF_INET, kind))
    probe.bind(("127.0.0.1", 0))
    return int(probe.getsockname()[1])


def _write_toml(path: Path, body: Settings | Secrets) -> None:
    """Write what differs from the defaults; JSON's strings and numbers are TOML's too."""
    path.touch(mode=0o600)
    plain = msgspec.to_builtins(body)
    lines = [f"{name} = {msgspec.json.encode(plain[name]).decode()}" for name in plain if name != "ports"]
    if ports := plain.get("ports"):
        lines += ["[ports]", *(f"{name} = {port}" for name, port in ports.items())]
    path.write_text("\n".join(lines) + "\n")
