"""`hollyhock bench`: the benchmarks of the checkout's `bench` folder."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

import hollyhock
from hollyhock.cli.words import say
from hollyhock.contracts.errors import Unknown


def register(app: typer.Typer) -> None:
    """Add the commands of this folder."""
    group = typer.Typer(no_args_is_help=True)
    group.command(
        "voice", help=say("与 app_queue 交替测量电话分配", "Measure call distribution, alternating with app_queue")
    )(_voice)
    group.command("routing", help=say("测量路由决策的速度", "Measure how quick routing decisions are"))(_routing)
    app.add_typer(group, name="bench", help=say("性能测量", "Benchmarks"))


def _voice(
    quick: Annotated[bool, typer.Option("--quick", help=say("60 秒以内", "Within 60 s"))] = False,
    keep: Annotated[bool, typer.Option("--keep", help=say("保留日志文件夹", "Keep the folder with the logs"))] = False,
) -> None:
    _measure("voice", [word for word, given in (("--quick", quick), ("--keep", keep)) if given])


def _routing(quick: Annotated[bool, typer.Option("--quick", help=say("60 秒以内", "Within 60 s"))] = False) -> None:
    _measure("routing", ["--quick"] if quick else [])


def _measure(what: str, words: list[str]) -> None:
    checkout = Path(hollyhock.__file__).parents[2]
    if not (checkout / "bench" / what).is_dir():
        raise Unknown(what="folder", name="bench")
    # A process of its own: what measures wants an interpreter to itself.
    done = subprocess.run([sys.executable, "-m", f"bench.{what}", *words], cwd=checkout, check=False)
    raise typer.Exit(done.returncode)
