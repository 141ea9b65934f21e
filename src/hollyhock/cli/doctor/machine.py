"""Checks of the machine itself."""

import ctypes
import os
import shutil
import socket
import sys
import threading
import time
from pathlib import Path

from hollyhock.cli.doctor.finding import Finding, Grade
from hollyhock.cli.words import say

_NEEDED_GB = 3.0
_NEEDED_FILES = 4096
_RESOLVE_S = 2.0


def python() -> Finding:
    """Check the version of Python."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    good = sys.version_info >= (3, 11)
    return Finding(
        "Python", Grade.OK if good else Grade.BAD, version, "" if good else "apt install python3 python3-venv"
    )


def package_tools(needed: bool) -> Finding:
    """Check that apt and dpkg are there; they matter only while programs must still be fetched."""
    name = say("软件包工具", "Package tools")
    missing = [tool for tool in ("apt-get", "dpkg-deb") if not shutil.which(tool)]
    if not missing:
        return Finding(name, Grade.OK, "apt-get, dpkg-deb")
    return Finding(
        name,
        Grade.BAD if needed else Grade.NOTE,
        say(f"没有 {'、'.join(missing)}", f"no {', '.join(missing)}"),
        say(
            "用 Debian 12 或 13，或在 hollyhock.toml 中写明各程序的路径",
            "use Debian 12 or 13, or name the programs in hollyhock.toml",
        ),
    )


def setpriv() -> Finding:
    """Check the tool that ties our processes to the supervisor's life."""
    found = shutil.which("setpriv")
    return Finding("setpriv", Grade.OK if found else Grade.BAD, found or "-", "" if found else "apt install util-linux")


def own_name() -> Finding:
    """Check that the machine's own name resolves at once: Asterisk asks for it at every call and waits."""
    name = say("本机名称解析", "Own name resolves")
    host = socket.gethostname()
    answer: list[str] = []

    def ask() -> None:
        try:
            answer.append(str(socket.getaddrinfo(host, None)[0][4][0]))
        except OSError:
            return

    asking = threading.Thread(target=ask, daemon=True)
    started = time.monotonic()
    asking.start()
    asking.join(_RESOLVE_S)
    if answer and time.monotonic() - started < _RESOLVE_S:
        return Finding(name, Grade.OK, f"{host} → {answer[0]}")
    return Finding(
        name,
        Grade.BAD,
        say(f"{host} 无法解析：每通电话会停顿约 5 秒", f"{host} does not resolve: every call would stall about 5 s"),
        say(f"在 /etc/hosts 中加一行：127.0.1.1 {host}", f"add this line to /etc/hosts: 127.0.1.1 {host}"),
    )


def disk(home: Path) -> Finding:
    """Check the free space where the home folder stands."""
    name = say("磁盘空间", "Disk space")
    place = next(path for path in (home, *home.parents) if path.exists())
    free = shutil.disk_usage(place).free / 1e9
    what = say(f"可用 {free:.1f} GB", f"{free:.1f} GB free")
    if free >= _NEEDED_GB:
        return Finding(name, Grade.OK, what)
    return Finding(name, Grade.BAD, what, say(f"至少腾出 {_NEEDED_GB:.0f} GB", f"free at least {_NEEDED_GB:.0f} GB"))


def writable(home: Path) -> Finding:
    """Check that we may write into the home folder, or make it."""
    name = say("数据目录", "Home folder")
    place = next(path for path in (home, *home.parents) if path.exists())
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return Finding(name, Grade.OK, str(home))
    return Finding(
        name,
        Grade.BAD,
        say(f"{place} 不可写", f"{place} is not writable"),
        say(
            "更改目录的属主，或用 HOLLYHOCK_HOME 指定别的目录",
            "change the folder's owner, or name another with HOLLYHOCK_HOME",
        ),
    )


def open_files() -> Finding:
    """Check how many files and sockets a process may open; a call takes several."""
    import resource

    name = say("可打开文件数", "Open files")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard == resource.RLIM_INFINITY or hard >= _NEEDED_FILES:
        return Finding(name, Grade.OK, str(hard))
    return Finding(name, Grade.NOTE, str(hard), f"ulimit -Hn {_NEEDED_FILES}")


def clock(newest_source: float) -> Finding:
    """Check the clock: not before this program was written, and kept in time by somebody. Epoch seconds."""
    name = say("时钟", "Clock")
    now = time.strftime("%Y-%m-%d %H:%M:%S %z")
    if time.time() < newest_source - 86_400:
        return Finding(name, Grade.BAD, now, say("校正系统时间", "set the system's time"))
    if _synchronised():
        return Finding(name, Grade.OK, now)
    return Finding(
        name,
        Grade.NOTE,
        say(f"{now}，未与时间服务器同步", f"{now}, not kept in time by a server"),
        say("统计报表依赖准确时间：apt install systemd-timesyncd", "reports rely on it: apt install systemd-timesyncd"),
    )


def _synchronised() -> bool:
    """Ask the kernel whether its clock is disciplined; `adjtimex` returns 5 when it is not."""
    # The struct is 208 bytes on 64-bit Linux; zeros mean: only read.
    buffer = ctypes.create_string_buffer(256)
    return int(ctypes.CDLL(None).adjtimex(buffer)) in range(5)
