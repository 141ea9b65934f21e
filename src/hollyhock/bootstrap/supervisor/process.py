"""A running process: its own group, gone when the supervisor is gone."""

import asyncio
import contextlib
import os
import signal
import subprocess
from pathlib import Path

from hollyhock.bootstrap.supervisor.spec import ChildSpec


class Process:
    """One started program; `wait` returns its exit code."""

    def __init__(self, popen: subprocess.Popen[bytes]) -> None:
        """Watch a program that has just been started."""
        self.pid = popen.pid
        self._popen = popen
        self._exit = asyncio.get_running_loop().create_future()
        # A pidfd becomes readable when the process ends: no thread, no signal handler.
        self._pidfd = os.pidfd_open(popen.pid)
        asyncio.get_running_loop().add_reader(self._pidfd, self._ended)

    def _ended(self) -> None:
        asyncio.get_running_loop().remove_reader(self._pidfd)
        os.close(self._pidfd)
        self._exit.set_result(self._popen.wait())
        # What it may have started itself must not outlive it either.
        self._signal_group(signal.SIGKILL)

    async def wait(self) -> int:
        """Return the exit code once the process has ended; negative: the signal that ended it."""
        return int(await asyncio.shield(self._exit))

    async def exited_within(self, seconds: float) -> bool:
        """Say whether the process ends within so many seconds."""
        done, _ = await asyncio.wait([self._exit], timeout=seconds)
        return bool(done)

    def terminate(self) -> None:
        """Ask it to end."""
        if not self._exit.done():
            self._popen.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it and everything in its group at once, even when it is stopped."""
        if not self._exit.done():
            self._signal_group(signal.SIGKILL)

    def _signal_group(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)


def spawn(spec: ChildSpec, log: Path) -> Process:
    """Start the program of `spec`; its output is appended to `log`."""
    with log.open("ab") as output:
        return Process(
            subprocess.Popen(
                # The kernel kills the program when the supervisor dies, however it dies.
                ["setpriv", "--pdeathsig", "KILL", "--", *spec.argv],
                env={**os.environ, **spec.env},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        )
