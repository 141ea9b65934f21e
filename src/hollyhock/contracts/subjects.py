"""Subjects on the bus and the shapes of what is asked there (all JSON by msgspec)."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.ids import Scope


def commands(scope: Scope) -> str:
    """Request: an ``Envelope``; the engine answers a ``Reply`` once the command is durable."""
    return f"hh.{scope}.commands"


def cards(scope: Scope) -> str:
    """Published: a ``CardDelta`` per batch, after it is durable."""
    return f"hh.{scope}.cards"


def cards_snapshot(scope: Scope) -> str:
    """Request with an empty body: the engine answers a ``CardSnapshot``."""
    return f"hh.{scope}.cards.snapshot"


def waiting(scope: Scope) -> str:
    """Request: a ``WaitingAsk``; the engine answers a ``WaitingAnswer``."""
    return f"hh.{scope}.waiting"


def takers(scope: Scope) -> str:
    """Request: a ``TakersAsk``; the engine answers a ``TakersAnswer``."""
    return f"hh.{scope}.takers"


def journal_grew(scope: Scope) -> str:
    """Published: the new cursor as decimal text; a hint for projectors."""
    return f"hh.{scope}.journal.grew"


def alarm(scope: Scope) -> str:
    """Published: an ``Alarm`` when something needs a person (journal full, recording disk full)."""
    return f"hh.{scope}.alarm"


def provision(scope: Scope) -> str:
    """Request: a ``ProvisionDevice``; the engine makes the softphone's account and answers a ``Reply``."""
    return f"hh.{scope}.provision"


def presence(scope: Scope) -> str:
    """Request: a ``PresenceBeat``, by each gateway every 5 s and at each change, until it is taken.

    The engine keeps the lease; its answer is empty.
    """
    return f"hh.{scope}.presence"


def directory_changed(scope: Scope) -> str:
    """Published: the new version as decimal text; a hint to pull."""
    return f"hh.{scope}.directory.changed"


def directory_pull(scope: Scope) -> str:
    """Request: the version held, as decimal text; the worker answers a ``Directory`` or an empty body."""
    return f"hh.{scope}.directory.pull"


def outbox_grew(scope: Scope) -> str:
    """Published by web after a commit, with an empty body: a hint for the worker to publish the directory."""
    return f"hh.{scope}.outbox.grew"


def trunk_secret(scope: Scope) -> str:
    """Request: a ``TrunkSecretAsk``; the worker answers a ``TrunkSecret``. Secrets never stand in the directory."""
    return f"hh.{scope}.trunk.secret"


def look_up(scope: Scope, connector: str) -> str:
    """Request: a ``LookUpAsk``; the worker answers a ``LookUpAnswer``. ``customer`` is always there."""
    return f"hh.{scope}.lookup.{connector}"


def pop(scope: Scope) -> str:
    """Request: a ``PopAsk``; the worker answers a ``PopAnswer``."""
    return f"hh.{scope}.pop"


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """Something that needs a person."""

    code: str
    zh: str
    en: str
    raised: bool = True
    """False when it is over."""


class PresenceBeat(msgspec.Struct, frozen=True, kw_only=True):
    """The desks connected to one gateway. A session missing for 15 s counts as gone."""

    gateway: str
    sessions: dict[str, str]
    """Agent code to desk session."""


class ProvisionDevice(msgspec.Struct, frozen=True, kw_only=True):
    """Make (or, with an empty secret, remove) a softphone's account on the switch."""

    device: str
    """Random endpoint name; ``a`` + 16 characters for agents, ``v`` + 16 for visitors."""
    secret: str
    agent: str = ""
    """Agent code, or empty for a visitor, whose account may only call ``entry_point``."""
    entry_point: str = ""
    data: dict[str, str] = {}
    """What the visitor's page says; attached to the call that comes from this device."""
    personal: dict[str, str] = {}
    """Personal values of the signed-in visitor, e.g. ``customer_number``."""


class TrunkSecretAsk(msgspec.Struct, frozen=True):
    """Which trunk's password the engine needs to provision it on the switch."""

    trunk: str
    """The trunk's code."""


class TrunkSecret(msgspec.Struct, frozen=True):
    """A trunk's password; empty when the trunk has none or does not exist. Never logged, never journaled."""

    secret: str = ""


class LookUpAsk(msgspec.Struct, frozen=True):
    """Parameters of a connector's question."""

    ask: dict[str, str]


class LookUpAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the connector found: plain values (may be routed on and reported) and personal ones."""

    found: bool
    data: dict[str, str] = {}
    personal: dict[str, str] = {}


class PopAsk(msgspec.Struct, frozen=True, kw_only=True):
    """Who is this, and what happened before?"""

    interaction: str
    ani: str = ""
    customer: str = ""
    """Customer number when the flow already knows it."""


class PastInteraction(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the customer's history."""

    interaction: str
    medium: str
    arrived: int
    queue: str = ""
    agent: str = ""
    wrap_up_code: str = ""
    note: str = ""
    open: bool = False
    """A matter that is not solved yet: it is still in hand, or its wrap-up code left it open."""
    over: bool = True
    """The interaction has ended: an open matter can be marked as solved."""


class PopAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The customer's record for the screen pop."""

    found: bool
    customer: str = ""
    name: str = ""
    number: str = ""
    language: str = ""
    vip: bool = False
    fields: dict[str, str] = {}
    """Further fields to show, label to value."""
    history: tuple[PastInteraction, ...] = ()
