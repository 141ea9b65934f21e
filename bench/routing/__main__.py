"""``python -m bench.routing``: each size in a process of its own, a table, and one JSON line at the end."""

import argparse
import subprocess
import sys

import msgspec
from bench.routing.figures import Report, SizeFigures
from bench.routing.measure import Measured, measure
from bench.routing.world import Size
from rich.console import Console
from rich.table import Table


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is measured, and for how long."""

    sizes: tuple[Size, ...]
    decisions: int
    peer_s: float


FULL = Plan(
    sizes=(Size(100, 10, 1_000), Size(1_000, 500, 20_000), Size(15_000, 5_000, 500_000)), decisions=300_000, peer_s=10.0
)
QUICK = Plan(
    sizes=(Size(100, 10, 500), Size(1_000, 500, 5_000), Size(15_000, 5_000, 50_000)), decisions=30_000, peer_s=0.5
)
_screen = Console(stderr=True)


def run(*, quick: bool) -> Report:
    """Measure every size; memory and garbage of one do not touch the next."""
    plan = QUICK if quick else FULL
    found: list[Measured] = []
    for number in range(len(plan.sizes)):
        words = [sys.executable, "-m", "bench.routing", "--size", str(number), *(["--quick"] if quick else [])]
        done = subprocess.run(words, stdout=subprocess.PIPE, check=True)
        found.append(msgspec.json.decode(done.stdout, type=Measured))
    sizes = [one.figures for one in found]
    growth = round(sizes[0].decisions_per_s / sizes[-1].decisions_per_s, 2)
    return Report(sizes=sizes, growth=growth, bytes_per_waiting=round(found[-1].bytes_per_waiting))


def table(report: Report) -> Table:
    """Return the figures for people."""
    heads = ("agents", "queues", "waiting", "per second", "p50, us", "p99, us", "longest, ms", "linear scan", "SQL")
    shown = Table(*heads)
    for one in report.sizes:
        shown.add_row(*(str(cell) for cell in (one.agents, one.queues, one.waiting)), *_measured(one))
    return shown


def _measured(one: SizeFigures) -> list[str]:
    both = (one.peers.linear_scan, one.peers.sql)
    peers = [f"{peer.decisions_per_s:,.1f}{' *' if peer.extrapolated else ''}" for peer in both]
    return [f"{one.decisions_per_s:,.0f}", f"{one.p50_us:.0f}", f"{one.p99_us:.0f}", f"{one.max_pause_ms:.1f}", *peers]


def main() -> None:
    """Measure as the arguments say."""
    parser = argparse.ArgumentParser(prog="bench.routing")
    parser.add_argument("--quick", action="store_true", help="within 60 s, shorter lines")
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.size is not None:
        plan = QUICK if given.quick else FULL
        one = measure(plan.sizes[given.size], plan.decisions, plan.peer_s, _screen.print)
        print(msgspec.json.encode(one).decode())
        return
    report = run(quick=given.quick)
    console = Console(stderr=True)
    console.print(table(report))
    console.print("Decisions a second; * extrapolated.")
    console.print(f"Time per decision grows {report.growth} times; {report.bytes_per_waiting:.0f} bytes per waiting.")
    print(msgspec.json.encode(report).decode())


if __name__ == "__main__":
    main()
