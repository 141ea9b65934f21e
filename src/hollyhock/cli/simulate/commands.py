"""`hollyhock simulate SCENARIO.toml`: what would happen, counted."""

from pathlib import Path
from typing import Annotated

import typer

from hollyhock.cli import centre
from hollyhock.cli.pages import check_page, write_page
from hollyhock.cli.progress import showing
from hollyhock.cli.simulate import show
from hollyhock.cli.words import say
from hollyhock.simulation.checking import check_played, read_scenario
from hollyhock.simulation.driver import Simulation
from hollyhock.simulation.fitting import with_history
from hollyhock.simulation.measures import Measures
from hollyhock.simulation.reading import refuse
from hollyhock.simulation.report import report
from hollyhock.simulation.scenario import Scenario, directory_of, needs_centre


def register(app: typer.Typer) -> None:
    """Add the command."""
    words = say("用生产中的分配引擎在虚拟时间里仿真", "Run the production engine on a virtual clock")
    app.command("simulate", help=words)(_simulate)


def _simulate(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO.toml", exists=True, dir_okay=False)],
    json: Annotated[bool, typer.Option("--json", help=say("输出 JSON", "Print JSON"))] = False,
    chart: Annotated[
        Path | None, typer.Option("--chart", help=say("把图写入 HTML 文件", "Write charts as HTML"))
    ] = None,
) -> None:
    check_page(chart)
    wanted, directory = read_scenario(scenario), None
    if needs_centre(wanted):
        entries = centre.with_journal(centre.every_entry)
        directory = centre.directory_in(entries) if wanted.centre else None
        wanted = with_history(wanted, entries)
    refuse(scenario.name, check_played(wanted, directory))
    run = Simulation(wanted, directory_of(wanted, directory))
    found = report(wanted, _run(run, wanted))
    if chart is not None:
        write_page(chart, show.page_of(found))
    if json:
        print(show.as_json(found))
    else:
        show.show(found)


def _run(run: Simulation, wanted: Scenario) -> Measures:
    with showing() as progress:
        step = say(f"{wanted.calls} 个来电", f"{wanted.calls} calls")
        return run.run(lambda calls: progress(step, calls / wanted.calls))
