"""A whole centre for end-to-end tests: `hollyhock up` with the demo, in a home and on ports of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import msgspec

from hollyhock.adapters.journal import SqliteJournal
from hollyhock.contracts.journal import Entry
from hollyhock.testing.parts import fetched_parts
from hollyhock.testing.ports import free_ports
from hollyhock.testing.processes import environment
from hollyhock.testing.wait import wait_for

_IN_COMMAND = {"switch": "asterisk"}
"""What the command of a process has that is no module of ours."""
_LOG_IN = re.compile(r"^\s+(\w+)\s+((?:\w{4}-){3}\w{4})\s", re.MULTILINE)


class UpCentre:
    """Runs `hollyhock up`; ``log_ins`` are the generated ones, ``url`` is the door."""

    def __init__(self, home: Path) -> None:
        """Prepare the home; nothing runs yet."""
        self.home = home
        home.mkdir()
        parts = Path(fetched_parts().root).parent
        (home / "parts").symlink_to(parts)
        # Speaking the words of read-backs takes much computing: once for all such homes.
        words = parts.with_name("words")
        words.mkdir(exist_ok=True)
        (home / "sounds").mkdir()
        (home / "sounds" / "words").symlink_to(words)
        lines = [f"{name} = {port}" for name, port in msgspec.structs.asdict(free_ports()).items()]
        (home / "hollyhock.toml").write_text("\n".join(["[ports]", *lines, ""]))
        self.ports = dict(line.split(" = ") for line in lines)
        self.log_ins: dict[str, str] = {}
        self._log = home / "up.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where browsers go."""
        return f"http://localhost:{self.ports['door']}"

    @property
    def sip(self) -> str:
        """Where its switch takes SIP, ``address:port``."""
        return f"127.0.0.1:{self.ports['sip']}"

    def start(self, seconds: float = 180.0) -> None:
        """Start everything and wait until the addresses are printed."""
        with self._log.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "hollyhock.cli.main", "--lang", "en", "up"],
                env=environment(self.home, COLUMNS="200"),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        self._process = process
        wait_for(lambda: "Ctrl-C" in self.said() or process.poll() is not None, "addresses printed", seconds)
        if process.poll() is not None:
            raise ChildProcessError(self.said())
        self.log_ins |= dict(_LOG_IN.findall(self.said()))

    def pid(self, name: str) -> int | None:
        """Return the id of a process such as ``gateway``, or None when it does not run now."""
        assert self._process is not None
        threads = Path(f"/proc/{self._process.pid}/task").glob("*/children")
        children = [pid for thread in threads for pid in thread.read_text().split()]
        return next((int(pid) for pid in children if _runs(pid, name)), None)

    def kill(self, name: str) -> None:
        """End a process without a farewell, as a crash would; `up` starts it again."""
        pid = self.pid(name)
        assert pid is not None, f"{name} does not run"
        os.kill(pid, signal.SIGKILL)

    async def entries(self) -> list[Entry]:
        """Return the whole journal so far."""
        journal = SqliteJournal(self.home / "journal.sqlite3")
        try:
            return await journal.read(0, 1_000_000)
        finally:
            await journal.close()

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(30)
            self._process = None

    def said(self) -> str:
        """Return what `up` has printed."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""


def _runs(pid: str, name: str) -> bool:
    has = _IN_COMMAND.get(name, f"hollyhock.bootstrap.{name}")
    try:
        return has.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
