"""Do the programs run, and are they new enough?"""

import os
import re
import subprocess
from pathlib import Path

import msgspec

from hollyhock.cli.parts import errors
from hollyhock.cli.parts.manifest import WANTED, read_manifest
from hollyhock.contracts.parts import PartsLayout, Program

_VERSION = re.compile(r"(\d+(?:\.\d+)+)")


class Found(msgspec.Struct, frozen=True):
    """A program that runs, with its version as it says itself."""

    name: str
    version: str


def is_complete(home: Path) -> bool:
    """Say whether the parts of this home are all there; looks only at the manifest."""
    manifest = read_manifest(home)
    return manifest is not None and manifest.wanted == WANTED


def check(layout: PartsLayout) -> list[Found]:
    """Start every program once; raise `PartsError` for the first that is missing, broken or too old."""
    return [
        _check_one("asterisk", layout.asterisk, "-V", "22.7"),
        _check_one("nats-server", layout.nats_server, "-v", "2.12"),
        _check_one("espeak-ng", layout.espeak_ng, "--version", "1.50"),
        _check_one("opusenc", layout.opusenc, "-V", "0.1"),
    ]


def _check_one(name: str, program: Program, flag: str, minimum: str) -> Found:
    try:
        done = subprocess.run(
            [*program.argv, flag],
            env={**os.environ, **program.env},
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as trouble:
        raise errors.does_not_run(name, str(trouble)) from trouble
    said = done.stdout + done.stderr
    version = _VERSION.search(said)
    if done.returncode or not version:
        raise errors.does_not_run(name, said.strip()[:300])
    if _numbers(version.group(1)) < _numbers(minimum):
        raise errors.too_old(name, version.group(1), minimum)
    return Found(name, version.group(1))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))
