"""REST: the session with its desk ticket."""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router, Schema, Status

from hollyhock.apps.people import services, sessions, tickets
from hollyhock.apps.people.models import User

router = Router(tags=["session"])


class LogInBody(Schema):
    """Name and password; the code of the authenticator when two-step verification is on."""

    username: str
    password: str
    code: str = ""


class LanguageBody(Schema):
    """The screen language: ``zh-Hans`` or ``en``."""

    language: str


class Session(Schema):
    """Who is logged in, and the ticket for the desk's socket."""

    person: int
    name: str
    agent: str
    roles: list[str]
    teams: list[str]
    all_teams: bool
    language: str
    ticket: str
    ticket_exp: int


@router.post("/session", auth=None, response=Session)
def log_in(request: HttpRequest, body: LogInBody) -> Session:
    """Log in."""
    person = sessions.log_in(request, body.username, body.password, body.code)
    return _session(request, person)


@router.get("/session", response=Session)
def show(request: HttpRequest) -> Session:
    """Return the session with a fresh ticket; 401 when nobody is logged in."""
    return _session(request, _person(request))


@router.patch("/session", response=Session)
def change(request: HttpRequest, body: LanguageBody) -> Session:
    """Change the screen language."""
    person = _person(request)
    services.set_language(person, body.language)
    return _session(request, person)


@router.delete("/session", response={204: None})
def log_out(request: HttpRequest) -> Status[None]:
    """Log out."""
    sessions.log_out(request)
    return Status(204, None)


def _session(request: HttpRequest, person: User) -> Session:
    get_token(request)  # sets the csrftoken cookie, which the page needs for its next request
    signed, ticket = tickets.issue(person, tickets.desk_session(request))
    return Session(
        person=person.pk,
        name=person.name,
        agent=person.agent_code,
        roles=person.roles,
        teams=list(ticket.teams),
        all_teams=ticket.all_teams,
        language=person.language,
        ticket=signed,
        ticket_exp=ticket.exp,
    )


def _person(request: HttpRequest) -> User:
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - the router's guard has seen to it
    return person
