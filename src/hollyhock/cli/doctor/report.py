"""The doctor's report on the screen."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hollyhock.cli.doctor.finding import Finding, Grade

_MARKS = {Grade.OK: "[green]✓[/]", Grade.NOTE: "[yellow]![/]", Grade.BAD: "[red]✗[/]"}


def show(findings: Iterable[Finding]) -> None:
    """Print findings as a table."""
    table = Table(box=None, show_header=False, padding=(0, 1))
    for finding in findings:
        table.add_row(_MARKS[finding.grade], finding.name, escape(finding.what))
        if finding.remedy:
            table.add_row("", "", f"→ {escape(finding.remedy)}")
    Console().print(table)
