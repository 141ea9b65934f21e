"""The rush: ten times more customers than are served, at doors that let in only so many."""

import msgspec
from bench.routing.core import Core
from bench.routing.figures import RushFigures
from bench.routing.trace import Trace
from bench.routing.world import Size, World, world

from hollyhock.contracts.routing import Entry

TIMES = 10
MOST_WAITING = 50
"""In each queue; who comes then finds it busy."""


def rush(size: Size, decisions: int) -> RushFigures:
    """Measure decisions in a calm hour and in a rush, one after the other in the same centre."""
    core = Core()
    core.keeps_snapshots = True
    trace = Trace(core, _bounded(world(size)), "rush")
    trace.open()
    trace.begin()
    trace.run(decisions)
    calm = _measured(core, trace, decisions)
    trace.times = TIMES
    # Until the lines are as full as they may be.
    trace.run(decisions)
    full = _measured(core, trace, decisions)
    return RushFigures(
        times=TIMES, decisions_per_s=round(full, 1), calm_per_s=round(calm, 1), most_waiting=trace.waiting
    )


def _measured(core: Core, trace: Trace, decisions: int) -> float:
    del core.times[:]
    trace.run(decisions)
    return len(core.times) / (sum(core.times) / 1e9)


def _bounded(centre: World) -> World:
    entry = Entry(most_waiting=MOST_WAITING)
    queues = tuple(msgspec.structs.replace(queue, entry=entry) for queue in centre.directory.queues)
    return World(msgspec.structs.replace(centre.directory, queues=queues), centre.busy, centre.calm)
