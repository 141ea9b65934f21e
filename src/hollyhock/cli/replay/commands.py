"""`hollyhock replay --from --to [--with RULES.toml]`: what would have been different, per interval."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from hollyhock.cli import centre
from hollyhock.cli.progress import showing
from hollyhock.cli.words import say
from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import Invalid
from hollyhock.contracts.journal import Entry
from hollyhock.contracts.routing import Ring
from hollyhock.core.flows.findings import Findings
from hollyhock.core.routing_checks import check_routing
from hollyhock.simulation.checking import check_known, check_rules
from hollyhock.simulation.reading import read_toml, refuse
from hollyhock.simulation.replaying.compare import Comparison, Figures, Row, compare
from hollyhock.simulation.replaying.replay import Change
from hollyhock.simulation.scenario import with_rules

_INTERVAL_MS = 1_800_000


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other rules: queue code to rings, and to any of the queue's further rules."""

    rings: dict[str, tuple[Ring, ...]] = {}
    queues: dict[str, dict[str, object]] = {}


def register(app: typer.Typer) -> None:
    """Add the command."""
    words = say("按现有或改动的规则重放历史话务", "Replay recorded traffic under the same or changed rules")
    app.command("replay", help=words)(_replay)


def _replay(
    start: Annotated[
        str, typer.Option("--from", help=say("起始时间，默认昨天零点", "Begin; yesterday by default"))
    ] = "",
    end: Annotated[str, typer.Option("--to", help=say("结束时间，默认今天零点", "End; midnight by default"))] = "",
    rules: Annotated[
        Path | None,
        typer.Option("--with", exists=True, dir_okay=False, help=say("改动规则的 TOML", "Changed rules, TOML")),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=say("输出 JSON", "Print JSON"))] = False,
) -> None:
    window = _window(start, end)
    wanted = read_toml(rules, Rules) if rules is not None else None
    entries = centre.with_journal(centre.every_entry)
    _recorded(entries, window)
    change = _change(rules.name, wanted, entries) if rules is not None and wanted is not None else None
    with showing() as progress:
        step = say("重放", "Replaying")
        found = compare(entries, window, _INTERVAL_MS, change, lambda share: progress(step, share))
    if json:
        print(msgspec.json.encode(found).decode())
    else:
        _show(found)


def _window(start: str, end: str) -> tuple[int, int]:
    """Return the first moment and the one after the last, epoch milliseconds."""
    now = datetime.now().astimezone()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    first, last = _moment("--from", start, midnight - timedelta(days=1)), _moment("--to", end, midnight)
    if first >= last:
        raise Invalid(
            field="to",
            field_name="--to",
            remedy_zh=f"{_shown(last)} 须晚于 --from 的 {_shown(first)}",
            remedy_en=f"{_shown(last)} must be later than --from, {_shown(first)}",
        )
    return first, last


def _moment(option: str, text: str, usual: datetime) -> int:
    try:
        moment = datetime.fromisoformat(text).astimezone() if text else usual
    except (ValueError, OverflowError):
        raise Invalid(
            field=option.lstrip("-"),
            field_name=option,
            remedy_zh=f"看不懂“{text}”，请写成 2026-11-21T08:00",
            remedy_en=f"“{text}” cannot be read; write it like 2026-11-21T08:00",
        ) from None
    return round(moment.timestamp() * 1000)


def _shown(moment: int) -> str:
    return f"{datetime.fromtimestamp(moment / 1000).astimezone():%Y-%m-%d %H:%M}"


def _recorded(entries: list[Entry], window: tuple[int, int]) -> None:
    """Raise ``Invalid`` where the journal has nothing of a window: nothing is no history that could be reproduced."""
    if not any(window[0] <= entry.at < window[1] for entry in entries):
        first, last = (_shown(entries[0].at), _shown(entries[-1].at)) if entries else ("–", "–")
        raise Invalid(
            field="from",
            field_name="--from, --to",
            remedy_zh=f"日志中这段时间没有记录；它从 {first} 到 {last}",
            remedy_en=f"the journal has nothing of this time; it reaches from {first} to {last}",
        )


def _change(name: str, wanted: Rules, entries: list[Entry]) -> Change:
    recorded, findings = centre.directory_in(entries), Findings()
    for key in ("rings", "queues"):
        check_known(key, getattr(wanted, key), (queue.code for queue in recorded.queues), findings)
    check_rules(wanted.queues, findings)
    refuse(name, findings.problems())
    known = check_routing(recorded)
    changed = with_rules(recorded, wanted.rings, wanted.queues)
    # What was wrong with the recorded rules, too, is not the change's fault.
    refuse(name, [problem for problem in check_routing(changed) if problem not in known])

    def change(directory: Directory) -> Directory:
        return with_rules(directory, wanted.rings, wanted.queues)

    return change


def _show(found: Comparison) -> None:
    console = Console()
    table = Table(
        say("时段", "From"),
        say("队列", "Queue"),
        say("来电", "Offered"),
        say("应答", "Answered"),
        say("服务水平", "Service level"),
        say("平均等待，秒", "ASA, s"),
        say("放弃", "Abandoned"),
    )
    for row in found.rows:
        table.add_row(*_cells(row))
    console.print(table)
    if found.exact:
        console.print(say("与历史完全一致，没有推算。", "The same as history in every decision; nothing was drawn."))
        return
    zh = f"推算的联络占 {found.imputed:.1%}；{found.runs} 次重放的均值，± 为 95% 区间。"
    en = f"For {found.imputed:.1%} something was drawn; means of {found.runs} replays, ± is the 95 % interval."
    console.print(say(zh, en))


def _cells(row: Row) -> list[str]:
    start = datetime.fromtimestamp(row.start / 1000).astimezone()
    return [
        f"{start:%m-%d %H:%M}",
        row.queue,
        _both(row, "offered"),
        _both(row, "answered"),
        f"{_level(row.before)} → {_level(row.after)}",
        f"{_asa(row.before)} → {_asa(row.after)}",
        _both(row, "abandoned"),
    ]


def _both(row: Row, name: str) -> str:
    half = float(getattr(row.half, name))
    shown = f"{getattr(row.before, name):g} → {getattr(row.after, name):.4g}"
    return f"{shown} ± {half:.2g}" if half else shown


def _level(figures: Figures) -> str:
    ended = figures.answered + figures.abandoned
    return f"{figures.in_time / ended:.0%}" if ended else "–"


def _asa(figures: Figures) -> str:
    return f"{figures.waited_ms / figures.answered / 1000:.1f}" if figures.answered else "–"
