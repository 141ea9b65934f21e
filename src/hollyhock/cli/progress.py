"""Progress on the screen: a bar per step on a terminal, a line per step elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


@contextmanager
def showing() -> Iterator[Callable[[str, float], None]]:
    """Give a function that takes a step's name and the share that is done, 0 to 1."""
    console = Console(stderr=True)
    seen: dict[str, TaskID] = {}
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:

        def report(step: str, share: float) -> None:
            if step not in seen:
                seen[step] = bars.add_task(step, total=1.0)
                if not console.is_terminal:
                    console.print(step)
            bars.update(seen[step], completed=share)

        yield report
