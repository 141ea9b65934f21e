"""`hollyhock password USERNAME`: makes a new password and prints it once."""

import os
from typing import Annotated

import typer
from rich.console import Console

from hollyhock.cli.words import say
from hollyhock.contracts.errors import Unknown


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("password", help=say("为某人生成新密码", "Make a new password for somebody"))(_password)


def _password(username: Annotated[str, typer.Argument(help=say("登录名", "Log-in name"))]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hollyhock.web.settings")
    # Django takes a second to load, which no other command should pay.
    import django

    django.setup()
    from hollyhock.apps.people.models import User
    from hollyhock.apps.people.services import generate_password, save_person

    person = User.objects.filter(username=username).first()
    if person is None:
        raise Unknown(what=say("登录名", "log-in name"), name=username)
    password = generate_password()
    save_person(None, person, password=password)
    Console().print(f"{username}  [bold]{password}[/]")
