"""Tickets at the door: web's and the company's are checked, those for SIP sockets are made and checked."""

from typing import TypeVar

import jwt
import msgspec

from hollyhock.contracts.errors import Unauthenticated
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.tickets import DeskTicket, VisitorTicket

T = TypeVar("T")
_SIP_LIFE_S = 4 * 3600
"""For opening the socket, and for opening it again in a long call after the gateway was away: a visitor's page gets one
only. Whose account has gone from the switch has nothing to gain from a ticket that still holds."""


class SipTicket(msgspec.Struct, frozen=True, kw_only=True):
    """The right to open one SIP socket for one device (RFC 7519)."""

    aud: str
    """``sip``."""
    scope: str
    device: str
    exp: int


class Tickets:
    """Checks signature (HS256, shared secret), audience, end and tenant; a bad one raises ``Unauthenticated``."""

    def __init__(self, token: str, scope: Scope) -> None:
        """Believe what is signed with ``token`` for ``scope``."""
        self._token, self._scope = token, scope

    def desk(self, ticket: str) -> DeskTicket:
        """Return a desk ticket that is valid now."""
        found = self._claims(ticket, "desk", DeskTicket)
        if (found.tenant, found.domain) != (self._scope.tenant, self._scope.domain):
            raise Unauthenticated
        return found

    def visitor(self, ticket: str) -> VisitorTicket:
        """Return a signed-in customer's ticket that is valid now."""
        found = self._claims(ticket, "visitor", VisitorTicket)
        if found.tenant != self._scope.tenant:
            raise Unauthenticated
        return found

    def sip(self, ticket: str) -> SipTicket:
        """Return the right to open a SIP socket."""
        found = self._claims(ticket, "sip", SipTicket)
        if found.scope != str(self._scope):
            raise Unauthenticated
        return found

    def sip_path(self, device: str, now: int) -> str:
        """Return the path of the SIP socket for a device, valid for ten minutes from ``now`` (epoch ms)."""
        ticket = SipTicket(aud="sip", scope=str(self._scope), device=device, exp=now // 1000 + _SIP_LIFE_S)
        return f"/sip?token={jwt.encode(msgspec.to_builtins(ticket), self._token, algorithm='HS256')}"

    def _claims(self, ticket: str, audience: str, kind: type[T]) -> T:
        try:
            claims = jwt.decode(
                ticket, self._token, algorithms=["HS256"], audience=audience, options={"require": ["exp", "aud"]}
            )
            return msgspec.convert(claims, kind)
        except (jwt.InvalidTokenError, msgspec.ValidationError):
            raise Unauthenticated from None
