"""SIPp as callers and agents, with scenarios of our own (folder ``sip_scenarios``)."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from hollyhock.testing.parts import fetched_parts
from hollyhock.testing.ports import free_port
from hollyhock.testing.wait import until, wait_for

_SCENARIOS = Path(__file__).parent / "sip_scenarios"
_FOREVER_S = 600


class Switchboard(Protocol):
    """Whatever takes SIP."""

    @property
    def sip(self) -> str:
        """Where, ``address:port``."""
        ...


@dataclass
class Sipp:
    """One SIPp that plays a scenario; ``said`` is what the scenario logged so far."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    errors: Path
    keys: dict[str, str] = field(default_factory=dict)

    def said(self) -> list[str]:
        """Return the scenario's log lines."""
        return self.log.read_text().splitlines() if self.log.exists() else []

    def says(self, pattern: str) -> re.Match[str] | None:
        """Return the first log line that matches."""
        return next((found for line in self.said() if (found := re.search(pattern, line))), None)

    async def media_port(self, pattern: str = r"up (\d+)") -> int:
        """Return the switch's RTP port once the scenario has logged it."""
        await until(lambda: bool(self.says(pattern)), f"SIPp says {pattern}")
        found = self.says(pattern)
        assert found is not None
        return int(found[1])

    def ended(self) -> bool:
        """Return whether the scenario is over."""
        return self.process.poll() is not None

    def succeeded(self) -> bool:
        """Return whether it is over and went as written."""
        return self.process.poll() == 0

    def stop(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()


class SippFleet:
    """Starts SIPps against one switch and ends them all in the end."""

    def __init__(self, server: Switchboard, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._all: list[Sipp] = []

    def call(
        self,
        scenario: str,
        dnis: str,
        *,
        sender: str = "<sip:13800138000@127.0.0.1>",
        extra: str = "X-Test: none",
        rtp_port: int = 9,
        milliseconds: int = 0,
    ) -> Sipp:
        """Dial ``dnis`` with a From header and one more header; ``milliseconds`` is the scenario's pause."""
        keys = {"from": sender, "extra": extra, "rtp_port": str(rtp_port)}
        return self.run(scenario, dnis, keys=keys, milliseconds=milliseconds)

    def agent(self, scenario: str, *, rtp_port: int = 9, milliseconds: int = 0, calls: int = 1000) -> Sipp:
        """Begin to take calls by a scenario; ``port`` is where."""
        agent = self.run(scenario, "agent", keys={"rtp_port": str(rtp_port)}, milliseconds=milliseconds, calls=calls)
        wait_for(lambda: _listens(agent.port), "the agent listens")
        return agent

    def register(self, device: str, secret: str, contact_port: int, *, expires: int = 600) -> Sipp:
        """Register a softphone whose calls go to ``contact_port``; over when it succeeded or failed."""
        keys = {"secret": secret, "contact_port": str(contact_port), "expires": str(expires)}
        sipp = self.run("register", device, keys=keys)
        wait_for(sipp.ended, "the registration is answered")
        return sipp

    def end_registrations(self) -> None:
        """End those that are under way: sent again and again, one would reach a switch that has just come back."""
        for sipp in list(self._all):
            if sipp.log.name.startswith("register-") and not sipp.ended():
                sipp.stop()

    def run(
        self,
        scenario: str,
        service: str,
        *,
        keys: dict[str, str],
        milliseconds: int = 0,
        calls: int = 1,
        port: int = 0,
        rate: int = 10,
    ) -> Sipp:
        """Start a scenario; ``rate`` is in calls a second."""
        program = fetched_parts().sipp
        port = port or free_port()
        log, errors = (self._folder / f"{scenario}-{port}.{kind}" for kind in ("log", "errors"))
        arguments = [*program.argv, self._server.sip, "-sf", str(_SCENARIOS / f"{scenario}.xml"), "-s", service]
        arguments += [
            "-i",
            "127.0.0.1",
            "-p",
            str(port),
            "-m",
            str(calls),
            "-r",
            str(rate),
            "-d",
            str(milliseconds),
            "-nostdin",
        ]
        arguments += ["-trace_logs", "-log_file", str(log), "-trace_err", "-error_file", str(errors)]
        arguments += ["-timeout", f"{_FOREVER_S}s", "-nd" if scenario == "caller_refused" else "-aa"]
        for key, value in keys.items():
            arguments += ["-key", key, value]
        environment = {**os.environ, **program.env, "TERM": "dumb"}
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
        sipp = Sipp(process, port, log, errors, keys)
        self._all.append(sipp)
        return sipp

    def stop(self) -> None:
        """End every one that still runs."""
        for sipp in self._all:
            if not sipp.ended():
                sipp.stop()


def _listens(port: int) -> bool:
    """Look into the kernel's table: a probe that binds the port for a moment may keep SIPp from it."""
    return f" 0100007F:{port:04X} " in Path("/proc/net/udp").read_text()
