"""``kill -9`` at a chosen line of one's own process: the hardest test of what is written in steps."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any


class DeadlyLines:
    """Counts the executed lines of some files and kills this process at one of them."""

    def __init__(self, files: Sequence[str], deadly: int = 0) -> None:
        """Count lines of files whose path contains one of ``files``; kill at line ``deadly`` (0 = never)."""
        self.seen, self._files, self._deadly = 0, files, deadly

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> Any:
        """Take a trace event of Python."""
        if not any(part in frame.f_code.co_filename for part in self._files):
            return None
        if event == "line":
            self.seen += 1
            if self.seen == self._deadly:
                os.kill(os.getpid(), signal.SIGKILL)
        return self

    def run(self, work: Callable[[], object]) -> None:
        """Trace while ``work`` runs, in threads that it starts too."""
        threading.settrace(self)
        sys.settrace(self)
        try:
            work()
        finally:
            sys.settrace(None)
            threading.settrace(None)


def killed_in_child(files: Sequence[str], deadly: int, work: Callable[[], object]) -> bool:
    """Fork, run ``work`` there until the deadly line, and return whether the kill hit; open no connection before."""
    child = os.fork()
    if child == 0:
        DeadlyLines(files, deadly).run(work)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
