from __future__ import annotations

from typing import Any

import jwt
import msgspec
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.test import Client

from hollyhock.apps.audit.models import Entry
from hollyhock.apps.people.models import Team
from hollyhock.contracts.tickets import DeskTicket

from .conftest import PASSWORD, Maker


def log_in(client: Client, username: str, password: str = PASSWORD) -> Any:
    return client.post("/api/session", {"username": username, "password": password}, content_type="application/json")


def test_a_log_in_answers_a_ticket_that_the_gateway_can_check(make_person: Maker, team: Team) -> None:
    make_person("li", "agent", "shift_leader", agent_code="1001", team=team, leads=(team,))
    client = Client()
    answer = log_in(client, "li")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["agent"], body["teams"], body["all_teams"]) == ("1001", ["a"], False)
    claims = jwt.decode(body["ticket"], settings.HOLLYHOCK_SECRETS.token, algorithms=["HS256"], audience="desk")
    ticket = msgspec.convert(claims, DeskTicket)
    assert ticket.agent == "1001"
    again = msgspec.convert(
        jwt.decode(client.get("/api/session").json()["ticket"], options={"verify_signature": False}), DeskTicket
    )
    assert again.session == ticket.session


def test_a_wrong_password_says_so_in_both_languages_and_is_audited(make_person: Maker) -> None:
    make_person("li", "agent", agent_code="1001")
    answer = log_in(Client(), "li", "wrong")
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["field"]) == (401, "wrong_password", "password")
    assert "密码" in problem["zh"]
    assert Entry.objects.get().action == "log_in_failed"


def test_repeated_failures_lock_the_name_out(make_person: Maker) -> None:
    make_person("li", "agent", agent_code="1001")
    client = Client()
    codes = [log_in(client, "li", "wrong").status_code for _ in range(7)]
    assert codes[-1] == 429
    assert log_in(client, "li").json()["code"] == "locked_out"


def test_without_a_log_in_the_session_is_401(domain: object) -> None:
    answer = Client().get("/api/session")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_requests_that_change_need_the_csrf_token(make_person: Maker) -> None:
    make_person("li", "agent", agent_code="1001")
    client = Client(enforce_csrf_checks=True)
    assert log_in(client, "li").status_code == 200
    assert client.delete("/api/session").status_code == 403
    token = client.cookies["csrftoken"].value
    assert client.delete("/api/session", headers={"X-CSRFToken": token}).status_code == 204
    assert client.get("/api/session").status_code == 401


def test_the_language_can_be_changed(make_person: Maker) -> None:
    make_person("li", "agent", agent_code="1001")
    client = Client()
    log_in(client, "li")
    assert client.patch("/api/session", {"language": "en"}, content_type="application/json").json()["language"] == "en"
    bad = client.patch("/api/session", {"language": "fr"}, content_type="application/json")
    assert (bad.status_code, bad.json()["field"]) == (422, "language")


def test_the_second_step_is_asked_for_and_cannot_be_guessed(make_person: Maker) -> None:
    person = make_person("li", "agent", agent_code="1001")
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    client = Client()

    def with_code(code: str) -> Any:
        body = {"username": "li", "password": PASSWORD, "code": code}
        return client.post("/api/session", body, content_type="application/json")

    assert (with_code("").status_code, with_code("").json()["code"]) == (401, "code_needed")
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert with_code(code).status_code == 200
    wrong = "000000" if code != "000000" else "111111"
    answers = [with_code(wrong).status_code for _ in range(7)]
    assert answers[0] == 401
    assert answers[-1] == 429
