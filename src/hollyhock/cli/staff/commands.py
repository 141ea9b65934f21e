"""`hollyhock staff SCENARIO.toml`: agents needed per interval for a service level."""

from math import ceil
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from hollyhock.cli import centre
from hollyhock.cli.pages import check_page, clock, words_of, write_page
from hollyhock.cli.progress import showing
from hollyhock.cli.words import say
from hollyhock.contracts.errors import Invalid
from hollyhock.simulation.chart import Chart, Line, page
from hollyhock.simulation.checking import read_scenario
from hollyhock.simulation.fitting import with_history
from hollyhock.simulation.scenario import Scenario, needs_centre
from hollyhock.simulation.staffing import MOST_ROUNDS, Need, Plan, Target, needs, refine


class Staffing(msgspec.Struct, frozen=True):
    """The answer as JSON."""

    needs: list[Need]
    plan: Plan | None
    """Where groups share queues: what simulation found."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    words = say("各时段需要多少座席", "How many agents are needed in each interval")
    app.command("staff", help=words)(_staff)


def _staff(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO.toml", exists=True, dir_okay=False)],
    goal: Annotated[str, typer.Option(help=say("服务水平：百分比/秒", "Service level: per cent / seconds"))] = "80/20",
    shrinkage: Annotated[float, typer.Option(min=0, max=0.9, help=say("缺勤休息比例", "Share not at work"))] = 0.0,
    json: Annotated[bool, typer.Option("--json", help=say("输出 JSON", "Print JSON"))] = False,
    chart: Annotated[Path | None, typer.Option(help=say("把图写入 HTML 文件", "Write charts as HTML"))] = None,
) -> None:
    check_page(chart)
    target = _target(goal)
    wanted = read_scenario(scenario)
    if needs_centre(wanted):
        wanted = with_history(wanted, centre.with_journal(centre.every_entry))
    found = Staffing(needs(wanted, target), _refined(wanted, target))
    if chart is not None:
        write_page(chart, page(words_of(say("排班需求", "Staffing")), _charts(found)))
    if json:
        print(msgspec.json.encode(found).decode())
    else:
        _show(found, target, shrinkage)


def _target(goal: str) -> Target:
    """Return what ``80/20`` asks for."""
    level, _, within = goal.partition("/")
    try:
        target = Target(float(level) / 100, float(within))
    except ValueError:
        target = Target(0, 0)
    if not 0 < target.level < 1 or target.within_s < 0:
        raise Invalid(
            field="goal",
            field_name="--goal",
            remedy_zh="请写成 百分比/秒，例如 80/20",
            remedy_en="write per cent / seconds, for instance 80/20",
        )
    return target


def _refined(scenario: Scenario, target: Target) -> Plan | None:
    if not any(len(group.skills) > 1 for group in scenario.groups):
        return None
    played = msgspec.structs.replace(scenario, target_s=target.within_s)
    with showing() as progress:
        step = say("用仿真修正", "Refining by simulation")
        return refine(played, target, lambda number: progress(step, number / MOST_ROUNDS))


def _show(found: Staffing, target: Target, shrinkage: float) -> None:
    console = Console()
    goal = f"{target.level:.0%} / {target.within_s:g} s"
    table = Table(
        say("队列", "Queue"),
        say("时段", "From"),
        say("每小时", "An hour"),
        say("话务量", "Erlangs"),
        "Erlang C",
        "Erlang A",
        say("须排", "To schedule"),
        title=goal,
    )
    for need in found.needs:
        least = need.erlang_c if need.erlang_a is None else need.erlang_a
        table.add_row(
            need.queue,
            clock(need.start_s),
            f"{need.per_hour:g}",
            f"{need.load:.1f}",
            str(need.erlang_c),
            "–" if need.erlang_a is None else str(need.erlang_a),
            str(ceil(least / (1 - shrinkage))),
        )
    console.print(table)
    if found.plan is not None:
        console.print(_plan(found.plan, shrinkage))
        if not found.plan.reached:
            console.print(say("有时段仍未达到目标。", "Some intervals still miss the target."))


def _plan(plan: Plan, shrinkage: float) -> Table:
    names = list(plan.groups)
    title = say(f"按技能组（仿真 {plan.rounds} 轮）", f"By skill group ({plan.rounds} simulations)")
    table = Table(say("时段", "Interval"), *names, say("合计须排", "To schedule"), *plan.service_level, title=title)
    for number in range(len(plan.groups[names[0]])):
        agents = [plan.groups[name][number] for name in names]
        levels = [row[number % len(row)] for row in plan.service_level.values()]
        shown = ["–" if level is None else f"{level:.0%}" for level in levels]
        table.add_row(str(number + 1), *map(str, agents), str(ceil(sum(agents) / (1 - shrinkage))), *shown)
    return table


def _charts(found: Staffing) -> list[Chart]:
    charts = []
    for code in sorted({need.queue for need in found.needs}):
        mine = [need for need in found.needs if need.queue == code]
        lines = [
            Line("Erlang C", [need.erlang_c for need in mine]),
            Line("Erlang A", [need.erlang_a for need in mine]),
            Line(say("话务量", "Erlangs"), [need.load for need in mine]),
        ]
        labels = [clock(need.start_s) for need in mine]
        charts.append(Chart(say(f"{code}：座席", f"{code}: agents"), labels, lines, steps=True))
    if found.plan is not None:
        groups = [Line(name, [float(agents) for agents in row]) for name, row in found.plan.groups.items()]
        labels = [str(number + 1) for number in range(max(len(line.values) for line in groups))]
        charts.append(Chart(say("按技能组", "By skill group"), labels, groups, steps=True))
    return charts
