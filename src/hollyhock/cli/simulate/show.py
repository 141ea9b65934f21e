"""A simulation's figures as a table, a page with charts, and JSON."""

import msgspec
from rich.console import Console
from rich.table import Table

from hollyhock.cli.words import language, say
from hollyhock.simulation.chart import Chart, Line, page
from hollyhock.simulation.measures import Figure
from hollyhock.simulation.report import Report


def show(report: Report) -> None:
    """Print the tables."""
    console = Console()
    heads = (
        say("队列", "Queue"),
        say("来电", "Offered"),
        say("应答", "Answered"),
        say(f"{report.target_s:g} 秒内", f"Within {report.target_s:g} s"),
        say("平均等待，秒", "ASA, s"),
        say("放弃", "Abandoned"),
        say("预计准确", "Range held"),
    )
    queues = Table(
        *heads, caption=say(f"± 为 {report.confidence:.0%} 区间", f"± is the {report.confidence:.0%} interval")
    )
    for one in report.queues:
        held = "–" if one.in_range is None else f"{one.in_range:.1%}"
        cells = (_share(one.service_level), _seconds(one.asa_s), _share(one.abandoned), held)
        queues.add_row(one.queue, str(one.offered), str(one.answered), *cells)
    console.print(queues)
    groups = Table(say("技能组", "Skill group"), say("应答", "Answered"), *heads[3:5], say("占用率", "Occupancy"))
    for group in report.groups:
        figures = (_share(group.in_time), _seconds(group.asa_s), _share(group.occupancy))
        groups.add_row(group.group, str(group.answered), *figures)
    console.print(groups)


def as_json(report: Report) -> str:
    """Return the figures as one JSON document."""
    return msgspec.json.encode(report).decode()


def page_of(report: Report) -> str:
    """Return the page with the charts."""
    charts = [
        Chart(
            say(f"{one.queue}：服务水平与放弃", f"{one.queue}: service level and abandonment"),
            [_clock(point.start_s) for point in one.curve],
            [
                Line(say("服务水平", "Service level"), [point.service_level for point in one.curve]),
                Line(say("放弃", "Abandoned"), [point.abandoned for point in one.curve]),
            ],
            percent=True,
            steps=True,
        )
        for one in report.queues
    ]
    charts += [
        Chart(
            say(f"{one.queue}：每小时来电", f"{one.queue}: arrivals an hour"),
            [_clock(point.start_s) for point in one.curve],
            [Line(say("每小时", "An hour"), [point.per_hour for point in one.curve])],
            steps=True,
        )
        for one in report.queues
    ]
    return page(say("仿真", "Simulation"), charts, language())


def _share(figure: Figure) -> str:
    return f"{figure.mean:.1%}" + ("" if figure.half is None else f" ± {figure.half:.1%}")


def _seconds(figure: Figure) -> str:
    return f"{figure.mean:.1f}" + ("" if figure.half is None else f" ± {figure.half:.1f}")


def _clock(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
