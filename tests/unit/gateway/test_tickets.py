import time

import jwt
import pytest

from hollyhock.contracts.errors import Unauthenticated
from hollyhock.contracts.ids import Scope
from hollyhock.gateway.tickets import Tickets

TOKEN = "t" * 64
TICKETS = Tickets(TOKEN, Scope("demo"))


def claims(**changed: object) -> dict[str, object]:
    good: dict[str, object] = {
        "aud": "desk",
        "tenant": "demo",
        "domain": "main",
        "person": 1,
        "agent": "1001",
        "roles": ["agent"],
        "teams": [],
        "session": "s1",
        "exp": int(time.time()) + 600,
    }
    return {**good, **changed}


def sign(body: dict[str, object], token: str = TOKEN, algorithm: str = "HS256") -> str:
    return jwt.encode(body, token, algorithm=algorithm)


def test_a_good_ticket_is_believed() -> None:
    ticket = TICKETS.desk(sign(claims()))
    assert (ticket.agent, ticket.session, ticket.roles) == ("1001", "s1", ("agent",))


@pytest.mark.parametrize(
    "ticket",
    [
        sign(claims(), token="f" * 64),
        sign(claims(), algorithm="HS512"),
        sign(claims(exp=int(time.time()) - 1)),
        sign(claims(aud="visitor")),
        sign(claims(tenant="other")),
        sign(claims(domain="other")),
        sign({name: value for name, value in claims().items() if name != "exp"}),
        sign({name: value for name, value in claims().items() if name != "session"}),
        sign(claims(person="one")),
        jwt.encode(claims(), "", algorithm="none"),
        "",
        "nonsense",
        "a.b.c",
    ],
)
def test_forged_stale_and_foreign_tickets_are_refused(ticket: str) -> None:
    with pytest.raises(Unauthenticated):
        TICKETS.desk(ticket)


def test_a_sip_ticket_names_its_device_and_ends() -> None:
    path = TICKETS.sip_path("adevice", int(time.time() * 1000))
    assert TICKETS.sip(path.removeprefix("/sip?token=")).device == "adevice"
    stale = TICKETS.sip_path("adevice", int(time.time() * 1000) - 5 * 3_600_000).removeprefix("/sip?token=")
    with pytest.raises(Unauthenticated):
        TICKETS.sip(stale)
    with pytest.raises(Unauthenticated):
        Tickets(TOKEN, Scope("other")).sip(path.removeprefix("/sip?token="))
    with pytest.raises(Unauthenticated):
        TICKETS.desk(path.removeprefix("/sip?token="))


def test_a_visitor_ticket_names_its_customer() -> None:
    body: dict[str, object] = {"aud": "visitor", "tenant": "demo", "customer": "C1", "exp": int(time.time()) + 60}
    assert TICKETS.visitor(sign(body)).customer == "C1"
    with pytest.raises(Unauthenticated):
        TICKETS.visitor(sign({**body, "tenant": "other"}))
