"""``python -m bench.routing``: each size in a process of its own, a table, and one JSON line at the end."""

import argparse
import subprocess
import sys

import msgspec
from bench.routing.figures import Report, RushFigures, SizeFigures
from bench.routing.measure import Measured, measure
from bench.routing.rush import rush
from bench.routing.world import Size
from rich.console import Console
from rich.table import Table


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is measured, and for how long."""

    sizes: tuple[Size, ...]
    decisions: int
    peer_s: float
    rush: int
    """Decisions of each half of the rush."""


FULL = Plan(
    sizes=(Size(100, 10, 1_000), Size(1_000, 500, 20_000), Size(15_000, 5_000, 500_000)),
    decisions=300_000,
    peer_s=10.0,
    rush=200_000,
)
QUICK = Plan(
    sizes=(Size(100, 10, 500), Size(1_000, 500, 5_000), Size(15_000, 5_000, 50_000)),
    decisions=30_000,
    peer_s=0.5,
    rush=30_000,
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
    words = [sys.executable, "-m", "bench.routing", "--rush", *(["--quick"] if quick else [])]
    done = subprocess.run(words, stdout=subprocess.PIPE, check=True)
    hectic = msgspec.json.decode(done.stdout, type=RushFigures)
    growth = round(sizes[0].decisions_per_s / sizes[-1].decisions_per_s, 2)
    return Report(sizes=sizes, growth=growth, rush=hectic, bytes_per_waiting=round(found[-1].bytes_per_waiting))


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
    parser.add_argument("--rush", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    plan = QUICK if given.quick else FULL
    if given.rush:
        _screen.print(f"{plan.sizes[1].agents} agents, the rush")
        print(msgspec.json.encode(rush(plan.sizes[1], plan.rush)).decode())
        return
    if given.size is not None:
        one = measure(plan.sizes[given.size], plan.decisions, plan.peer_s, _screen.print)
        print(msgspec.json.encode(one).decode())
        return
    report = run(quick=given.quick)
    console = Console(stderr=True)
    console.print(table(report))
    console.print("Decisions a second; * extrapolated.")
    hectic = report.rush
    slower = hectic.calm_per_s / hectic.decisions_per_s
    console.print(
        f"{hectic.times} times more customers than are served: {hectic.decisions_per_s:,.0f} a second,", end=" "
    )
    console.print(f"{slower:.2f} times the time per decision of a calm hour; {hectic.most_waiting} wait.")
    console.print(f"Time per decision grows {report.growth} times; {report.bytes_per_waiting:.0f} bytes per waiting.")
    print(msgspec.json.encode(report).decode())


if __name__ == "__main__":
    main()
