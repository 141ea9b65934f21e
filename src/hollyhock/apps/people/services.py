"""Changing people and teams."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hollyhock.apps.audit.facade import Action, record
from hollyhock.apps.base.words import both
from hollyhock.apps.people.gate import require
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.people.writing import change_of, save_row
from hollyhock.apps.tenancy.facade import Site

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

save_team = save_row


def save_person(
    actor: User | None,
    person: User,
    *,
    leads: Iterable[Team] | None = None,
    sites: Iterable[Site] | None = None,
    password: str | None = None,
) -> None:
    """Store a person with the teams led, the sites and perhaps a new password; None leaves each as it is."""
    with change_of(person):
        if password is not None:
            check_password_rules(password, person)
            person.set_password(password)
        elif person._state.adding and not person.password:
            person.set_unusable_password()
        save_row(actor, person)
        if leads is not None:
            person.leads.set(leads)
        if sites is not None:
            person.sites.set(sites)
        if password is not None:
            record(actor, Action.CHANGED, row=person, fields=("password",), actor="-")


def check_password_rules(password: str, person: User) -> None:
    """Raise ``ValidationError`` for the field ``password`` when it is too weak."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from None


def generate_password() -> str:
    """Return a password that can be read out: four groups of letters and digits, about 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def unlock(actor: User, person: User) -> None:
    """Forget the failed log-ins of a person who has been locked out."""
    require(actor, "change", person)
    reset(username=person.username)
    record(actor, Action.CHANGED, row=person, fields=("unlocked",))


def set_language(person: User, language: str) -> None:
    """Keep the screen language that the person chose for themselves."""
    if language not in User.ScreenLanguage.values:
        raise ValidationError({"language": both("请选择 zh-Hans 或 en。", "Choose zh-Hans or en.")})
    if person.language != language:
        person.language = language
        person.save(update_fields=["language"])


__all__ = [
    "check_password_rules",
    "generate_password",
    "save_person",
    "save_team",
    "set_language",
    "unlock",
]
