"""Customers of the demo company sign in on its page; the same password opens the balance on the telephone."""

from __future__ import annotations

from datetime import date
from typing import Any

import jwt
import msgspec
import pytest
from django.conf import settings
from django.test import Client

from hollyhock.apps.billing_demo.selectors import ask
from hollyhock.apps.billing_demo.services import put
from hollyhock.apps.tenancy.models import Tenant
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.tickets import VisitorTicket


@pytest.fixture(autouse=True)
def account(tenant: Tenant) -> None:
    put(
        tenant,
        customer="C10001",
        number="+8613800138001",
        pin="618001",
        balance=1_234_567,
        valid_until=date(2027, 12, 31),
    )


def sign_in(number: str, pin: str) -> Any:
    return Client().post("/api/demo/sign-in", {"number": number, "pin": pin}, content_type="application/json")


@pytest.mark.parametrize("number", ["13800138001", "+86 138 0013 8001"])
def test_a_customer_gets_the_account_and_a_ticket_that_the_gateway_can_check(number: str) -> None:
    answer = sign_in(number, "618001")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["balance"], body["valid_until"]) == (1_234_567, "2027-12-31")
    claims = jwt.decode(body["ticket"], settings.HOLLYHOCK_SECRETS.token, algorithms=["HS256"], audience="visitor")
    ticket = msgspec.convert(claims, VisitorTicket)
    assert (ticket.customer, ticket.tenant, ticket.exp) == ("C10001", "demo", body["ticket_exp"])


@pytest.mark.parametrize(("number", "pin"), [("13800138001", "618002"), ("13800138002", "618001"), ("", ""), ("x", "")])
def test_a_wrong_number_and_a_wrong_password_look_the_same(number: str, pin: str) -> None:
    answer = sign_in(number, pin)
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_pin")


def test_guessing_is_slowed_down() -> None:
    codes = [sign_in("13800138001", f"{n:06}").status_code for n in range(22)]
    assert codes[0] == 401
    assert codes[-1] == 429


def test_the_flow_gets_the_balance_by_keys_only_with_the_password() -> None:
    scope = Scope("demo")
    assert ask(scope, {"number": "13800138001", "pin": "618001"}).personal["balance"] == "1234567"
    assert not ask(scope, {"number": "13800138001", "pin": "000000"}).found
    assert not ask(scope, {"number": "13800138001"}).found
    assert ask(scope, {"customer": "C10001"}).found
    assert not ask(scope, {}).found
