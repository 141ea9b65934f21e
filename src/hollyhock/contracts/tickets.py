"""Tickets: what web signs (PyJWT, HS256, ``Secrets.token``) and the gateway believes."""

from __future__ import annotations

import msgspec

ROLES = ("agent", "shift_leader", "expert", "administrator")
"""A person has one or more of these."""


class DeskTicket(msgspec.Struct, frozen=True, kw_only=True):
    """A log-in to desk or floor, valid a few minutes; renewed over the socket while the web session lives."""

    aud: str
    """``desk``."""
    tenant: str
    domain: str
    person: int
    """Primary key of the person."""
    agent: str
    """Agent code; empty for people who take no interactions."""
    roles: tuple[str, ...]
    teams: tuple[str, ...]
    """Teams a shift leader may see and steer; empty with ``all_teams``."""
    all_teams: bool = False
    session: str
    """Random per log-in: binds softphone credentials to it."""
    language: str = "zh-Hans"
    exp: int
    """Epoch seconds (RFC 7519)."""


class VisitorTicket(msgspec.Struct, frozen=True, kw_only=True):
    """Signed by the company's own site for a signed-in customer; optional for a visitor's call."""

    aud: str
    """``visitor``."""
    tenant: str
    customer: str
    """Customer number."""
    number: str = ""
    """The customer's telephone number, where the site knows it: to be known again there, and called back."""
    exp: int
