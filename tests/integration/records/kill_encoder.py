"""Kills the encoder's worker at seeded lines, with ``kill -9`` from within, and holds what must be true afterwards.

Run by ``test_encoding.py`` in a process of its own, because it forks: ``kill_encoder.py SEED POINTS``. Prints how
many kills hit.
"""

from __future__ import annotations

import asyncio
import os
import random
import struct
import sys
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "hollyhock.testing.django_settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import django

django.setup()

# ruff: noqa: E402 - the models need Django to be set up
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from hollyhock.adapters.audio import ogg
from hollyhock.adapters.audio.archive import FileArchive
from hollyhock.adapters.clock import SystemClock
from hollyhock.apps.base.jobs import Context
from hollyhock.apps.recordings import jobs, services
from hollyhock.apps.recordings.models import Recording
from hollyhock.apps.tenancy.services import ensure
from hollyhock.contracts.archive import RawFile
from hollyhock.contracts.ids import Scope
from hollyhock.testing.deadly import DeadlyLines, killed_in_child
from hollyhock.testing.parts import fetched_parts

SCOPE = Scope("demo")
SOUND = b"".join(struct.pack("<hh", (i % 80 - 40) * 300, (i % 50 - 25) * 300) for i in range(8_000))
_TRACED = ("/adapters/audio/", "/apps/recordings/", "/subprocess.py")


async def here(work: Any, /, *args: Any, **kwargs: Any) -> Any:
    return work(*args, **kwargs)


def context(home: Path) -> Context:
    nothing: Any = None
    return Context(SCOPE, home, settings.HOLLYHOCK, nothing, nothing, SystemClock(), here)


def encode(home: Path) -> bool:
    try:
        return asyncio.run(jobs.encode_next(context(home)))
    finally:
        connections.close_all()


def check(home: Path, name: str) -> None:
    """What holds at every moment: the raw file is there, or the encoded one is whole."""
    done = home / "recordings/done" / f"{name}.opus"
    assert (home / "recordings/raw" / f"{name}.raw").exists() or ogg.duration_ms(done) is not None, name
    assert not done.exists() or ogg.duration_ms(done) is not None, name


def main() -> None:
    seed, points = int(sys.argv[1]), int(sys.argv[2])
    home: Path = settings.HOLLYHOCK_HOME
    (home / "recordings/raw").mkdir(parents=True)
    made = FileArchive(home, fetched_parts().opusenc)
    vars(jobs)["archive"] = lambda: made
    call_command("migrate", verbosity=0)
    ensure(SCOPE, "演示", "Demo")
    chance, hits, lines = random.Random(seed), 0, measure(home)
    for point in range(points):
        name = lay(home, point)
        hit = killed_in_child(_TRACED, chance.randint(1, lines), lambda: encode(home))
        hits += hit
        check(home, name)
        mend(home)
        while encode(home):
            check(home, name)
        row = Recording.objects.get(pk=name)
        assert (row.state, row.attempts) == ("done", 0), (name, row.state, row.trouble)
        assert abs(row.duration_ms - 1_000) <= 40
        assert not (home / "recordings/raw" / f"{name}.raw").exists()
        assert not list((home / "recordings/done").glob(f".{name}.*")), name
    print(hits)


def lay(home: Path, point: int) -> str:
    name = f"r{point}"
    (home / "recordings/raw" / f"{name}.raw").write_bytes(SOUND + b"\1" * (point % 4))
    services.take_in(SCOPE, [RawFile(name, 1_000, 0)], services.ORPHAN_MS)
    connections.close_all()
    return name


def measure(home: Path) -> int:
    lay(home, 9_999)
    lines = DeadlyLines(_TRACED)
    lines.run(lambda: encode(home))
    return lines.seen


def mend(home: Path) -> None:
    made = FileArchive(home, fetched_parts().opusenc)
    for name in services.take_in(SCOPE, made.raw_files(), services.ORPHAN_MS):
        made.drop_raw(name)
    connections.close_all()


if __name__ == "__main__":
    main()
