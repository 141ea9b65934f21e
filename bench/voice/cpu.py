"""CPU time of a process, and what one fsync costs here."""

import os
import time
from pathlib import Path
from statistics import median

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Return user and system time of a process and its threads so far (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def fsync_ms(folder: Path, times: int = 50) -> float:
    """Return the median of appending 4 KiB to a file and making it durable, in milliseconds."""
    path = folder / "fsync"
    taken = []
    with path.open("ab") as file:
        for _ in range(times):
            began = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    path.unlink()
    return round(median(taken) * 1000, 2)
