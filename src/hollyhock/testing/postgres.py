"""A private PostgreSQL server for a test session, made from the newest one installed on the machine."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from hollyhock.testing.ports import free_port
from hollyhock.testing.wait import wait_for

_INSTALLED = Path("/usr/lib/postgresql")
_QUICK = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=50")
"""Tests end processes of ours, never the power: the server itself need not be durable."""


class PostgresCluster:
    """A running server on loopback; ``url`` names its first database."""

    def __init__(self, port: int) -> None:
        """Keep where it listens."""
        self.port = port
        self._numbers = itertools.count(1)

    @property
    def url(self) -> str:
        """The maintenance database."""
        return self._url("postgres")

    def database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._url(name)

    def _url(self, name: str) -> str:
        return f"postgresql://hollyhock@127.0.0.1:{self.port}/{name}"


@contextmanager
def postgres_cluster() -> Iterator[PostgresCluster]:
    """Start a server in a temporary folder and stop it at the end; raise ``FileNotFoundError`` without PostgreSQL."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="hollyhock-postgres-"))
    try:
        user = _step_down(folder)
        data = folder / "data"
        subprocess.run(
            [
                *user,
                programs / "initdb",
                "-D",
                data,
                "-U",
                "hollyhock",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-locale",
                "-N",
            ],
            check=True,
            capture_output=True,
            cwd=folder,
        )
        port = free_port()
        settings = ("listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", *_QUICK)
        arguments = [argument for setting in settings for argument in ("-c", setting)]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [*user, programs / "postgres", "-D", data, *arguments], stdout=log, stderr=log, cwd=folder
            )
        cluster = PostgresCluster(port)
        try:
            wait_for(lambda: _answers(server, cluster.url), "PostgreSQL answers")
            yield cluster
        finally:
            server.terminate()
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    found = [path for path in _INSTALLED.glob("*/bin") if (path / "initdb").exists()]
    if not found:
        raise FileNotFoundError("tests need PostgreSQL: apt install postgresql")
    return max(found, key=lambda path: float(path.parent.name))


def _step_down(folder: Path) -> list[str]:
    # The server refuses to run as root.
    if os.getuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", "--"]


def _answers(server: subprocess.Popen[bytes], url: str) -> bool:
    if server.poll() is not None:
        raise ChildProcessError("PostgreSQL ended at its start")
    try:
        psycopg.connect(url, connect_timeout=1).close()
    except psycopg.OperationalError:
        return False
    return True
