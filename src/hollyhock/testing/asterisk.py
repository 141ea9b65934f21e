"""A private Asterisk for tests: own home, free ports, ready when it answers; started, killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import secrets
import signal
import sqlite3
import subprocess
from base64 import b64encode
from pathlib import Path
from typing import TypeVar

from hollyhock.adapters.asterisk.config import APP, UNHEARD, SwitchLayout, command, render
from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.contracts.settings import Secrets, Settings
from hollyhock.contracts.switch import AnySwitchEvent, SwitchEvent
from hollyhock.testing.parts import fetched_parts
from hollyhock.testing.ports import free_ports
from hollyhock.testing.wait import until, wait_for

E = TypeVar("E", bound=SwitchEvent)


class AsteriskServer:
    """One switch on loopback. Its settings and secrets are those that ``AsteriskSwitch`` takes."""

    def __init__(self, home: Path) -> None:
        """Use ``home``, which gets a link to the fetched parts."""
        self.home = home
        home.mkdir(parents=True, exist_ok=True)
        parts = home / "parts"
        if not parts.exists():
            parts.symlink_to(Path(fetched_parts().root).parent)
        self.settings = Settings(ports=free_ports())
        self.secrets = Secrets(
            django=secrets.token_hex(32),
            token=secrets.token_hex(32),
            ari=secrets.token_hex(16),
            ami=secrets.token_hex(16),
            bus="",
        )
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def sip(self) -> str:
        """Where it takes SIP, ``address:port``."""
        return f"127.0.0.1:{self.settings.ports.sip}"

    @property
    def pid(self) -> int:
        """Its process, while it runs."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until REST answers."""
        render(self.settings, self.secrets, self.home)
        program = command(self.settings, self.home)
        with (self.home / "log" / "console.log").open("ab") as log:
            process = subprocess.Popen(
                program.argv, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env={**os.environ, **program.env}
            )
        self._process = process
        wait_for(lambda: self._answers(process), "Asterisk answers")

    def kill(self) -> None:
        """End it without a farewell, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Stop it from running, as an overloaded machine would."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen one run again."""
        os.kill(self.pid, signal.SIGCONT)

    def console(self, line: str) -> str:
        """Return what the switch's own console says to a command."""
        program = command(self.settings, self.home)
        arguments = [part for part in program.argv if part not in {*UNHEARD, "-f", "-n", "-q"}]
        done = subprocess.run([*arguments, "-rx", line], capture_output=True, text=True, check=False, timeout=10)
        return done.stdout

    def log(self) -> str:
        """Return its log of warnings and errors."""
        return (self.home / "log" / "asterisk.log").read_text(errors="replace")

    def kept(self) -> list[str]:
        """Return the keys of its database as they stand on the disk; the switch writes about once a second.

        Read without a lock: the switch gives up what it wanted to write when it meets one.
        """
        file = SwitchLayout(self.home).state / "astdb.sqlite3"
        with contextlib.closing(sqlite3.connect(f"file:{file}?immutable=1", uri=True)) as database:
            try:
                return [str(key) for (key,) in database.execute("SELECT key FROM astdb")]
            except sqlite3.DatabaseError:
                return []  # Caught in the middle of a write, or not made yet: the caller looks again.

    def _answers(self, process: subprocess.Popen[bytes]) -> bool:
        if process.poll() is not None:
            raise ChildProcessError(f"Asterisk ended at its start: {self.log()}")
        token = b64encode(f"{APP}:{self.secrets.ari}".encode()).decode()
        connection = http.client.HTTPConnection("127.0.0.1", self.settings.ports.ari, timeout=2)
        try:
            connection.request("GET", "/ari/asterisk/ping", headers={"Authorization": f"Basic {token}"})
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


class Listener:
    """Collects what a switch tells, so that a test can wait for the next event of a kind."""

    def __init__(self, switch: AsteriskSwitch) -> None:
        self._switch = switch
        self._told: list[AnySwitchEvent] = []
        self._reader = asyncio.create_task(self._read())

    def all(self, kind: type[E]) -> list[E]:
        """Return every event of a kind that came so far and was not taken."""
        return [event for event in self._told if isinstance(event, kind)]

    async def next(self, kind: type[E], seconds: float = 10.0, **fields: object) -> E:
        """Take the first event of a kind whose fields are these, waiting for it."""
        found: list[E] = []

        def look() -> bool:
            found[:] = [e for e in self.all(kind) if all(getattr(e, key) == value for key, value in fields.items())]
            return bool(found)

        await until(look, f"{kind.__name__} {fields}; told: {self._told}", seconds)
        self._told = [event for event in self._told if event is not found[0]]
        return found[0]

    async def close(self) -> None:
        """Stop listening."""
        self._reader.cancel()
        await asyncio.wait({self._reader})

    async def _read(self) -> None:
        async for event in self._switch.events():
            self._told.append(event)
