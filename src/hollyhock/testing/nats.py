"""A nats-server of our own for tests: the fetched part, or one installed on the machine."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import msgspec

from hollyhock.adapters.nats_config import nats_config
from hollyhock.contracts.parts import Program
from hollyhock.contracts.settings import Ports, Secrets, Settings
from hollyhock.testing.parts import fetched_parts
from hollyhock.testing.wait import wait_for

_ANY_PORT = -1
"""nats-server chooses a free one and writes it to a file."""


class NatsServer:
    """A nats-server that tests start, stop and start again on the same port."""

    token = 'a "quoted" token'  # noqa: S105 - guards nothing but this test

    def __init__(self, folder: Path) -> None:
        """Keep configuration and log in ``folder``."""
        self._folder = folder
        self._port = _ANY_PORT
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens; known after the first start."""
        return f"nats://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        program = _program()
        config = self._folder / "nats-server.conf"
        secrets = Secrets(django="", token="", ari="", ami="", bus=self.token)
        config.write_text(nats_config(Settings(ports=Ports(bus=self._port)), secrets))
        arguments = [*program.argv, "-c", str(config), "--ports_file_dir", str(self._folder)]
        with (self._folder / "log").open("ab") as log:
            process = subprocess.Popen(arguments, stdout=log, stderr=log, env={**os.environ, **program.env})
        self._process = process
        wait_for(lambda: self._listening(process), "nats-server listens")

    def stop(self) -> None:
        """End it without a farewell, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            for file in self._folder.glob("*.ports"):
                file.unlink()

    def _listening(self, process: subprocess.Popen[bytes]) -> bool:
        if process.poll() is not None:
            raise ChildProcessError("nats-server ended at its start")
        for file in self._folder.glob("*.ports"):
            try:
                self._port = int(json.loads(file.read_text())["nats"][0].rpartition(":")[2])
            except (ValueError, KeyError):
                return False
            return True
        return False


def _program() -> Program:
    layout = fetched_parts()
    own = shutil.which("nats-server")
    return msgspec.structs.replace(layout.nats_server, argv=(own,)) if own else layout.nats_server
