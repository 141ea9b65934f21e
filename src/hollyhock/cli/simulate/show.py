"""A simulation's figures as a table, a page with charts, and JSON."""

import msgspec
from rich.console import Console
from rich.table import Table

from hollyhock.cli.pages import clock, words_of
from hollyhock.cli.words import say
from hollyhock.simulation.chart import Chart, Line, page
from hollyhock.simulation.chart import Table as Rows
from hollyhock.simulation.measures import Figure
from hollyhock.simulation.report import QueueReport, Report


def show(report: Report) -> None:
    """Print the tables."""
    console = Console()
    for table in _tables(report):
        shown = Table(*table.heads, caption=table.note or None)
        for row in table.rows:
            shown.add_row(*row)
        console.print(shown)


def as_json(report: Report) -> str:
    """Return the figures as one JSON document."""
    return msgspec.json.encode(report).decode()


def page_of(report: Report) -> str:
    """Return the page with the figures and the charts."""
    return page(
        words_of(say("仿真", "Simulation")), [c for one in report.queues for c in _charts(one)], _tables(report)
    )


def _tables(report: Report) -> list[Rows]:
    within = say(f"{report.target_s:g} 秒内", f"Within {report.target_s:g} s")
    offered, answered, asa = say("来电", "Offered"), say("应答", "Answered"), say("平均等待，秒", "ASA, s")
    heads = [say("队列", "Queue"), offered, answered, within, asa, say("放弃", "Abandoned")]
    queues = [
        [
            one.queue,
            str(one.offered),
            str(one.answered),
            _share(one.service_level),
            _seconds(one.asa_s),
            _share(one.abandoned),
            "–" if one.in_range is None else f"{one.in_range:.1%}",
        ]
        for one in report.queues
    ]
    groups = [
        [one.group, str(one.answered), _share(one.in_time), _seconds(one.asa_s), _share(one.occupancy)]
        for one in report.groups
    ]
    note = say(f"± 为 {report.confidence:.0%} 区间", f"± is the {report.confidence:.0%} interval")
    return [
        Rows([*heads, say("预计准确", "Range held")], queues, note),
        Rows([say("技能组", "Skill group"), answered, within, asa, say("占用率", "Occupancy")], groups),
    ]


def _charts(one: QueueReport) -> list[Chart]:
    labels = [clock(point.start_s) for point in one.curve]
    shares = [
        Line(say("服务水平", "Service level"), [point.service_level for point in one.curve]),
        Line(say("放弃", "Abandoned"), [point.abandoned for point in one.curve]),
    ]
    waits = [Line(say("平均等待", "Mean wait"), [point.asa_s for point in one.curve])]
    comes = [Line(say("每小时", "An hour"), [point.per_hour for point in one.curve])]
    return [
        Chart(
            say(f"{one.queue}：服务水平与放弃", f"{one.queue}: service level and abandonment"),
            labels,
            shares,
            percent=True,
            steps=True,
        ),
        Chart(say(f"{one.queue}：应答前平均等待，秒", f"{one.queue}: ASA, s"), labels, waits, steps=True),
        Chart(say(f"{one.queue}：每小时来电", f"{one.queue}: arrivals an hour"), labels, comes, steps=True),
    ]


def _share(figure: Figure) -> str:
    return f"{figure.mean:.1%}" + ("" if figure.half is None else f" ± {figure.half:.1%}")


def _seconds(figure: Figure) -> str:
    return f"{figure.mean:.1f}" + ("" if figure.half is None else f" ± {figure.half:.1f}")
