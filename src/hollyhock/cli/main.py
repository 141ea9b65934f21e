"""The program `hollyhock`: each folder beside this file that has `commands.py` adds its commands."""

import importlib.util
import pkgutil
import sys

import typer

from hollyhock import cli
from hollyhock.cli import words
from hollyhock.cli.words import say
from hollyhock.contracts.errors import HollyhockError, Invalid


def build() -> typer.Typer:
    """Return the program with all its commands, in the language chosen before."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help=say("开放的、自己运行的客户服务中心。", "An open, self-hosted customer service centre."),
    )
    for found in pkgutil.iter_modules(cli.__path__):
        name = f"hollyhock.cli.{found.name}.commands"
        if found.ispkg and importlib.util.find_spec(name):
            importlib.import_module(name).register(app)
    return app


def main(arguments: list[str] | None = None) -> None:
    """Run one command; an error of ours becomes its sentence on stderr and exit code 1, or 2 where input is bad."""
    language, given = words.take_language(sys.argv[1:] if arguments is None else arguments)
    words.choose(language)
    try:
        build()(args=given, prog_name="hollyhock")
    except HollyhockError as error:
        problem = error.problem()
        print(say(problem.zh, problem.en), file=sys.stderr)
        sys.exit(2 if isinstance(error, Invalid) else 1)


if __name__ == "__main__":
    main()
