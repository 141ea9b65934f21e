"""An engine's process in a test's centre, with wires of its own to the switch that can be cut and watched."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import msgspec

from hollyhock.adapters.settings import as_toml
from hollyhock.contracts.settings import Settings
from hollyhock.testing.ports import free_port
from hollyhock.testing.processes import environment
from hollyhock.testing.proxy import CuttableProxy


class RealEngine:
    """Starts at once; while another one lives on the same home it waits as a stand-by."""

    def __init__(self, home: Path, settings: Settings) -> None:
        """Start it on ``home``, which gets its settings; call this while the event loop runs.

        Of two that are started at once both may read the settings of the second, and then use its wires.
        """
        self._journal = home / "journal.sqlite3"
        self.ari, self.ami = CuttableProxy(settings.ports.ari), CuttableProxy(settings.ports.ami)
        ports = msgspec.structs.replace(settings.ports, ari=self.ari.port, ami=self.ami.port, engine_health=free_port())
        (home / "hollyhock.toml").write_text(as_toml(msgspec.structs.replace(settings, ports=ports)))
        with (home / "log" / "engine.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "hollyhock.bootstrap.engine"], env=environment(home), stdout=log, stderr=log
            )

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    @property
    def sent(self) -> int:
        """How many bytes of requests it has sent to the switch."""
        return self.ari.sent + self.ami.sent

    def runs(self) -> bool:
        """Return whether it has not ended."""
        return self._process.poll() is None

    async def ended(self, seconds: float) -> int:
        """Return its exit status once it has ended by itself."""
        return await asyncio.to_thread(self._process.wait, seconds)

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        """Stop it from running, between two writes: one that stops within a write is for its guard to kill."""
        while True:
            os.kill(self.pid, signal.SIGSTOP)
            os.waitid(os.P_PID, self.pid, os.WSTOPPED)
            if not self._writes():
                return
            self.resume()

    def resume(self) -> None:
        """Let it run again."""
        if self.runs():
            os.kill(self.pid, signal.SIGCONT)

    async def stop(self) -> None:
        """End it and its wires."""
        self.kill()
        for wire in (self.ari, self.ami):
            await wire.stop()

    def _writes(self) -> bool:
        with closing(sqlite3.connect(self._journal, timeout=0, isolation_level=None)) as database:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            database.rollback()
            return False
