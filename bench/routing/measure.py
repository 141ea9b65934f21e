"""Measures one size: the core with its whole line, the peers with as many waiting as they can bear."""

import os
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

import msgspec
from bench.routing.core import Core
from bench.routing.figures import PeerFigure, Peers, SizeFigures
from bench.routing.linear_scan import LinearScan
from bench.routing.peer import Peer
from bench.routing.sql import Sql
from bench.routing.trace import Trace
from bench.routing.world import Size, World, world

from hollyhock.contracts import commands as c

FILL_MS = 600_000
"""How long the line takes to fill: those who came first have reached their last ring."""
MOST_FOR_PEERS = 10_000


class Measured(NamedTuple):
    """One size, with the memory that a waiting interaction takes."""

    figures: SizeFigures
    bytes_per_waiting: float


def measure(size: Size, decisions: int, peer_s: float, say: Callable[[str], None]) -> Measured:
    """Measure one size; ``peer_s`` is the time that each measurement of a peer may take."""
    centre = world(size)
    say(f"{size.agents} agents, {size.queues} queues: filling the line with {size.waiting}")
    core = Core()
    trace = Trace(core, centre, "core")
    trace.open()
    before = _memory()
    trace.fill(size.waiting, FILL_MS)
    grown = _memory() - before
    # Not while the line fills: what is encoded would be counted as theirs who wait.
    core.keeps_snapshots = True
    trace.begin()
    trace.run(decisions // 10)
    del core.times[:]
    say(f"{decisions} decisions, then the peers")
    wall, own = perf_counter(), process_time()
    trace.run(decisions)
    got = (process_time() - own) / (perf_counter() - wall)
    say(f"while it was measured, this process got {got:.0%} of a core; {core.snapshots} snapshots were taken")
    times = sorted(core.times)
    say(f"a new directory, in which one agent is called otherwise, takes {_publish(core, centre, trace.now):.0f} ms")
    linear, sql = (_peer(kind, centre, size, peer_s) for kind in (LinearScan, Sql))
    return Measured(
        SizeFigures(
            agents=size.agents,
            queues=size.queues,
            waiting=size.waiting,
            decisions_per_s=round(len(times) / (sum(times) / 1e9), 1),
            p50_us=round(times[len(times) // 2] / 1000, 1),
            p99_us=round(times[int(len(times) * 0.99)] / 1000, 1),
            max_pause_ms=round(times[-1] / 1e6, 2),
            peers=Peers(linear, sql),
        ),
        grown / size.waiting,
    )


def _publish(core: Core, centre: World, now: int) -> float:
    """Return the milliseconds that it takes to bring a newer directory into force, its journal entry included."""
    first, *others = centre.directory.agents
    agents = (msgspec.structs.replace(first, name="New"), *others)
    newer = msgspec.structs.replace(centre.directory, version=centre.directory.version + 1, agents=agents)
    core.give(c.PublishDirectory(directory=newer), now)
    return core.times[-1] / 1e6


def _peer(kind: type[Peer], centre: World, size: Size, most_s: float) -> PeerFigure:
    waiting = min(size.waiting, MOST_FOR_PEERS)
    full = _time_of(kind(), centre, waiting, most_s)
    seconds = full
    if waiting < size.waiting:
        half = _time_of(kind(), centre, waiting // 2, most_s)
        # A straight line through both; where noise bends it downwards, more waiting costs nothing more.
        seconds += max(0.0, full - half) / (waiting - waiting // 2) * (size.waiting - waiting)
    return PeerFigure(round(1 / seconds, 2), waiting, waiting < size.waiting)


def _time_of(peer: Peer, centre: World, waiting: int, most_s: float) -> float:
    """Return seconds per decision, from as many as fit into the time given."""
    trace = Trace(peer, centre, "peer")
    peer.give(c.PublishDirectory(directory=centre.directory), trace.now)
    peer.everybody_talks()
    trace.fill(waiting, 1)
    trace.begin_talking()
    began, before = perf_counter(), trace.handled
    while trace.handled == before or perf_counter() - began < most_s:
        # Whole seconds of the trace: in each one the peers come round as often as in life.
        trace.until(trace.now + 1_000)
    return (perf_counter() - began) / (trace.handled - before)


def _memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
