"""Fetching: package lists, download, unpack, check; safe to repeat and to break off."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

from hollyhock.cli.parts import errors, mirror
from hollyhock.cli.parts.apt import Apt
from hollyhock.cli.parts.manifest import WANTED, Manifest, parts_root, read_manifest
from hollyhock.cli.parts.unpack import unpack
from hollyhock.cli.words import say

Report = Callable[[str, float], None]
"""Takes a step's name and the share of it that is done, 0 to 1."""


def fetch(home: Path, report: Report, *, mirror_url: str = "", again: bool = False) -> Manifest:
    """Make the parts of `home` complete and return what they are; quick and offline when they already are.

    A second run at the same time waits for the first. Raises `PartsError` with the remedy.
    """
    folder = home / "parts"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        manifest = read_manifest(home)
        if manifest and manifest.wanted == WANTED and not again:
            return manifest
        apt = Apt(folder / "apt")
        _update(apt, mirror_url, report)
        download = say("下载程序", "Downloading programs")
        apt.download(WANTED, lambda share: report(download, share))
        step = say("解开软件包", "Unpacking")
        manifest = unpack(apt.archives, parts_root(home), lambda share: report(step, share))
        # The archives have done their work; the lists would be stale next time.
        shutil.rmtree(folder / "apt")
        return manifest


def _update(apt: Apt, mirror_url: str, report: Report) -> None:
    step = say("读取软件包清单", "Reading package lists")
    addresses = [mirror_url] if mirror_url else mirror.candidates(mirror.own_mirrors())
    complaint = say("本机没有配置软件源。", "This machine has no package sources.")
    for number, address in enumerate(addresses):
        report(step, number / len(addresses))
        complaint = apt.update(address)
        if not complaint:
            report(step, 1)
            return
    raise errors.no_mirror(complaint)
