"""SIPp as the crowd of callers."""

import csv
import os
import signal
import subprocess
from pathlib import Path

import msgspec

from hollyhock.contracts.parts import Program
from hollyhock.testing.wait import until

_SCENARIO = Path(__file__).parent / "scenarios" / "caller.xml"


class Outcome(msgspec.Struct, frozen=True):
    """What became of the calls of one SIPp."""

    done: int
    failed: int


class Callers:
    """One SIPp: begins calls at a rate, with a bound on how many there are at once."""

    def __init__(self, sipp: Program, folder: Path, target: tuple[str, int], sound_port: int) -> None:
        """Call ``target``; what is heard goes to ``sound_port``."""
        self._sipp, self._folder, self._target, self._sound = sipp, folder, target, sound_port
        self._number = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._stats = folder

    def start(self, number: str, user: str, *, rate: int, at_once: int, calls: int = 1_000_000) -> None:
        """Begin to call."""
        self._number += 1
        self._stats = self._folder / f"sipp-{self._number}.csv"
        address, port = self._target
        argv = [*self._sipp.argv, f"{address}:{port}", "-sf", str(_SCENARIO), "-s", number, "-i", "127.0.0.1"]
        argv += ["-r", str(rate), "-l", str(at_once), "-m", str(calls), "-key", "user", user]
        argv += ["-key", "sound", str(self._sound), "-nostdin", "-trace_stat", "-stf", str(self._stats), "-fd", "1"]
        argv += ["-recv_timeout", "60000", "-timeout", "300s"]
        environment = {**os.environ, **self._sipp.env, "TERM": "dumb"}
        with (self._folder / f"sipp-{self._number}.err").open("wb") as errors:
            self._process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                cwd=self._folder,
                env=environment,
            )

    async def ended(self, seconds: float) -> bool:
        """Wait until all calls are over; return False when some are not by then."""
        process = self._process
        try:
            await until(lambda: process is None or process.poll() is not None, "the calls are over", seconds)
        except TimeoutError:
            return False
        return True

    def finish(self) -> None:
        """Begin no more calls; it ends when those that there are have ended."""
        if self._process is not None:
            self._process.send_signal(signal.SIGUSR1)

    def stop(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def outcome(self) -> Outcome:
        """Return the totals that it wrote last."""
        with self._stats.open() as file:
            last = list(csv.DictReader(file, delimiter=";"))[-1]
        return Outcome(int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"]))
