"""Desk tickets: what web signs and the gateway believes."""

from __future__ import annotations

import secrets
import time

import jwt
import msgspec
from django.conf import settings
from django.http import HttpRequest

from hollyhock.apps.people.models import User
from hollyhock.apps.people.selectors import steered
from hollyhock.contracts.tickets import DeskTicket

LIFE_S = 600
_KEY = "desk_session"


def desk_session(request: HttpRequest) -> str:
    """Return the random name of this log-in; it lives as long as the web session."""
    if _KEY not in request.session:
        request.session[_KEY] = secrets.token_hex(12)
    return str(request.session[_KEY])


def issue(person: User, session: str, now_s: int | None = None) -> tuple[str, DeskTicket]:
    """Return a fresh ticket, signed (JWT, HS256, RFC 7519) and plain."""
    codes, everywhere = steered(person)
    ticket = DeskTicket(
        aud="desk",
        tenant=settings.HOLLYHOCK_SCOPE.tenant,
        domain=settings.HOLLYHOCK_SCOPE.domain,
        person=person.pk,
        agent=person.agent_code,
        roles=tuple(person.roles),
        teams=codes,
        all_teams=everywhere,
        session=session,
        language=person.language,
        exp=(int(time.time()) if now_s is None else now_s) + LIFE_S,
    )
    return jwt.encode(msgspec.to_builtins(ticket), settings.HOLLYHOCK_SECRETS.token, algorithm="HS256"), ticket
