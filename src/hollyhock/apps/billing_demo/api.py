"""REST for the demo company's own page: its customers sign in there, and the page vouches for them to the centre."""

from __future__ import annotations

import time

import jwt
import msgspec
from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema
from ninja.throttling import AnonRateThrottle

from hollyhock.apps.billing_demo.models import Account
from hollyhock.apps.billing_demo.selectors import signed_in
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.tickets import VisitorTicket

router = Router(tags=["demo"])
LIFE_S = 1_800


class WrongPin(HollyhockError):
    """Number and service password do not belong together; which of the two is wrong is not said."""

    code = "wrong_pin"
    status = 401
    zh = "电话号码或服务密码不正确。"
    en = "The telephone number or the service password is not right."


class SignInBody(Schema):
    """What the customer types."""

    number: str
    pin: str


class SignedIn(Schema):
    """The customer's account, and the ticket that the page hands to the widget."""

    number: str
    balance: int
    """Integer fen."""
    valid_until: str
    ticket: str
    ticket_exp: int
    """Epoch seconds."""


@router.post("/demo/sign-in", auth=None, response=SignedIn, throttle=[AnonRateThrottle("20/m")])
def sign_in(request: HttpRequest, body: SignInBody) -> SignedIn:  # noqa: ARG001
    """Sign a customer of the demo company in."""
    account = signed_in(settings.HOLLYHOCK_SCOPE, body.number, body.pin)
    if account is None:
        raise WrongPin
    expires = int(time.time()) + LIFE_S
    return SignedIn(
        number=account.number,
        balance=account.balance,
        valid_until=account.valid_until.isoformat(),
        ticket=_ticket(account, expires),
        ticket_exp=expires,
    )


def _ticket(account: Account, expires: int) -> str:
    """Sign as any company's own site would (JWT, HS256, RFC 7519)."""
    ticket = VisitorTicket(
        aud="visitor",
        tenant=settings.HOLLYHOCK_SCOPE.tenant,
        customer=account.customer,
        number=account.number,
        exp=expires,
    )
    return jwt.encode(msgspec.to_builtins(ticket), settings.HOLLYHOCK_SECRETS.token, algorithm="HS256")
