"""``python -m bench.voice``: alternates the peers, prints a table, and one JSON line at the end."""

import argparse
import asyncio
import logging
import platform
import socket
from pathlib import Path
from string import ascii_lowercase

import msgspec
import structlog
import uvloop
from bench.voice.agents import Agents
from bench.voice.callers import Callers
from bench.voice.centre import Centre, running
from bench.voice.cpu import fsync_ms
from bench.voice.figures import CpuPerCall, Pair, Report, Spread
from bench.voice.measure import APP_QUEUE, OURS, Bench, Busy, Peer, temporary
from rich.console import Console
from rich.table import Table

from hollyhock.adapters.settings import home
from hollyhock.contracts.parts import PartsLayout
from hollyhock.contracts.settings import Settings

AGENTS = 20
_screen = Console(stderr=True)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How long everything takes."""

    rounds: int
    busy_s: float
    offers: int
    """Calls per round and peer with idle agents."""
    rates: tuple[int, ...]
    """Calls a second to try, rising."""
    rate_calls: int
    """Calls at each rate."""


FULL = Plan(rounds=5, busy_s=12.0, offers=60, rates=(20, 25, 30, 35, 40, 50), rate_calls=1000)
QUICK = Plan(rounds=2, busy_s=4.0, offers=15, rates=(15, 25), rate_calls=75)


class Found:
    """What was measured so far."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.busy: dict[str, list[Busy]] = {OURS.name: [], APP_QUEUE.name: []}
        self.offers: dict[str, list[float]] = {OURS.name: [], APP_QUEUE.name: []}
        self.rate = 0

    def gaps(self, peer: Peer) -> Spread:
        """Return the spread of the idle gaps of all rounds."""
        return Spread.of([gap for one in self.busy[peer.name] for gap in one.gaps])

    def switch_cpu(self, peer: Peer) -> float:
        """Return the switch's CPU seconds per call."""
        return round(sum(one.switch_cpu for one in self.busy[peer.name]) / self.calls(peer), 5)

    def calls(self, peer: Peer) -> int:
        """Return the calls of the busy rounds."""
        return sum(one.calls for one in self.busy[peer.name])

    def report(self, fsync: float) -> Report:
        """Return the figures."""
        engine = sum(one.engine_cpu for one in self.busy[OURS.name]) / self.calls(OURS)
        return Report(
            idle_gap_ms=Pair(self.gaps(OURS), self.gaps(APP_QUEUE)),
            offer_ms=Pair(Spread.of(self.offers[OURS.name]), Spread.of(self.offers[APP_QUEUE.name])),
            cpu_s_per_call=CpuPerCall(round(engine, 5), self.switch_cpu(OURS), self.switch_cpu(APP_QUEUE)),
            fsync_ms=fsync,
            clean_calls_per_s=float(self.rate),
            calls=self.calls(OURS) + self.calls(APP_QUEUE) + sum(map(len, self.offers.values())),
        )


async def run(plan: Plan, base: Path, *, keep: bool) -> Report:
    """Measure and return the figures."""
    devices = tuple(f"abenchbenchbench{letter}" for letter in ascii_lowercase[:AGENTS])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sound:
        # Sound goes to a socket that nobody reads: a closed port would answer each packet with an error.
        sound.bind(("127.0.0.1", 0))
        port = int(sound.getsockname()[1])
        async with running(base, devices, keep=keep) as centre:
            fsync = fsync_ms(centre.home)
            agents = Agents(devices, port)
            await agents.open(centre.sip)
            beat = asyncio.create_task(centre.beat())
            try:
                found = await _measure(plan, centre, agents, base, port)
            finally:
                beat.cancel()
                agents.close()
    return found.report(fsync)


async def _measure(plan: Plan, centre: Centre, agents: Agents, base: Path, port: int) -> Found:
    await centre.log_in()
    await agents.register()
    await centre.be_ready()
    layout = PartsLayout(home=str(base), settings=Settings(), machine=platform.machine())
    callers = Callers(layout.sipp, temporary(centre.home), centre.sip, port)
    bench, found = Bench(centre, agents, callers, port), Found()
    try:
        for number in range(plan.rounds):
            for peer in (OURS, APP_QUEUE) if number % 2 == 0 else (APP_QUEUE, OURS):
                _say(f"round {number + 1} of {plan.rounds}: {peer.name}")
                found.offers[peer.name] += await bench.offers(peer, plan.offers)
                found.busy[peer.name].append(await bench.busy(peer, plan.busy_s))
        for rate in plan.rates:
            step = await bench.clean(OURS, rate, plan.rate_calls)
            _say(f"{rate} calls/s: {step.done} done, {step.failed} failed, {'in time' if step.in_time else 'late'}")
            if not step.clean:
                break
            found.rate = rate
    finally:
        callers.stop()
    return found


def _say(text: str) -> None:
    _screen.print(text)


def table(report: Report) -> Table:
    """Return the figures for people."""
    shown = Table("", "ours", "app_queue")
    for name, pair in (("idle gap", report.idle_gap_ms), ("offer", report.offer_ms)):
        for field in ("mean", "p50", "p95", "p99"):
            values = (getattr(one, field) for one in (pair.ours, pair.app_queue))
            shown.add_row(f"{name} {field}, ms", *(f"{value:.1f}" for value in values))
    cpu = report.cpu_s_per_call
    shown.add_row("CPU per call, ms: switch", f"{cpu.ours_switch * 1000:.1f}", f"{cpu.app_queue * 1000:.1f}")
    shown.add_row("CPU per call, ms: engine", f"{cpu.ours * 1000:.1f}", "-")
    shown.add_row("clean calls/s", f"{report.clean_calls_per_s:g}", "-")
    shown.add_row("one fsync, ms", f"{report.fsync_ms:.2f}", "-")
    return shown


def main() -> None:
    """Measure as the arguments say."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parser = argparse.ArgumentParser(prog="bench.voice")
    parser.add_argument("--quick", action="store_true", help="within 60 s, fewer rounds")
    parser.add_argument("--keep", action="store_true", help="keep the folder with logs")
    given = parser.parse_args()
    report = uvloop.run(run(QUICK if given.quick else FULL, home(), keep=given.keep))
    Console(stderr=True).print(table(report))
    print(msgspec.json.encode(report).decode())


if __name__ == "__main__":
    main()
