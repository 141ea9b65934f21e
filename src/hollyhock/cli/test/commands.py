"""`hollyhock test`: installs what is needed, runs every stage, sums up."""

import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

import hollyhock
from hollyhock.cli.parts import fetch
from hollyhock.cli.progress import showing
from hollyhock.cli.test.needs import install_missing
from hollyhock.cli.test.stages import Result, Stage, run, stages
from hollyhock.cli.words import say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("test", help=say("运行全部检查和测试", "Run all checks and tests"))(_test)


def _test(
    only: Annotated[list[str] | None, typer.Argument(help=say("只运行这些阶段", "Run only these stages"))] = None,
    nightly: Annotated[
        bool, typer.Option("--nightly", help=say("更多随机点和样例，数小时", "More random points and examples; hours"))
    ] = False,
) -> None:
    checkout = Path(hollyhock.__file__).parents[2]
    chosen = [stage for stage in stages(checkout, nightly=nightly) if not only or stage.name in only]
    install_missing()
    with showing() as report:
        # Where `hollyhock.testing.parts` looks, whatever home folder is named now.
        fetch(checkout / "var", report)
    console = Console()
    started = time.monotonic()
    results = _run_all(console, chosen)
    _sum_up(console, results, time.monotonic() - started)
    raise typer.Exit(next((1 for result in results if result.code), 0))


def _run_all(console: Console, chosen: list[Stage]) -> list[Result]:
    """Run the stages in order; what runs beside others is shown in one piece, before the first that must be alone."""
    results: list[Result] = []
    with ThreadPoolExecutor(1) as other:
        beside: list[Future[tuple[Result, bytes]]] = []
        for stage in chosen:
            if stage.beside:
                beside.append(other.submit(_kept, stage))
                continue
            if stage.alone:
                results += _shown(console, beside)
                beside = []
            console.rule(stage.name)
            results.append(run(stage))
        return results + _shown(console, beside)


def _kept(stage: Stage) -> tuple[Result, bytes]:
    with tempfile.TemporaryFile() as output:
        result = run(stage, output)
        output.seek(0)
        return result, output.read()


def _shown(console: Console, beside: list[Future[tuple[Result, bytes]]]) -> list[Result]:
    results = []
    for future in beside:
        result, output = future.result()
        console.rule(result.stage.name)
        console.file.flush()
        sys.stdout.buffer.write(output)
        sys.stdout.buffer.flush()
        results.append(result)
    return results


def _sum_up(console: Console, results: list[Result], seconds: float) -> None:
    table = Table(box=None, show_header=False)
    for result in results:
        mark = "[green]✓[/]" if result.code == 0 else f"[red]✗ {result.code}[/]"
        table.add_row(mark, result.stage.name, f"{result.seconds:.1f} s")
    table.add_row("", say("总计", "total"), f"{seconds:.1f} s")
    console.rule()
    console.print(table)
