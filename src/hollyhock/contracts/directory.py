"""The directory: what the engine must know of people, queues and entry points, as one numbered document."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.flow import Flow
from hollyhock.contracts.routing import SEATS, Ageing, Boost, Callback, Entry, Loan, Own, Reserve, Ring, SourceLimit


class Names(msgspec.Struct, frozen=True):
    """A name in both screen languages."""

    zh: str
    en: str


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """A named waiting line."""

    code: str
    name: Names
    rings: tuple[Ring, ...]
    """At least one, ordered by ``after_ms``; the first begins at 0."""
    priority: int = 5
    """Default priority of arrivals, 0 (last) to 9 (first)."""
    offer_ms: int = 15_000
    """How long an agent may ring before the offer expires."""
    wrap_up_ms: int = 30_000
    """After-call work granted; 0 = none."""
    wrap_up_codes: tuple[str, ...] = ()
    service_level_ms: int = 20_000
    service_level_formula: str = "SL1"
    """One of field.md's SL1-SL6."""
    short_abandon_ms: int = 5_000
    music: str = "default"
    announce_every_ms: int = 45_000
    """Between two position announcements; 0 = never."""
    record: bool = True
    calendar: str = ""
    """While this calendar is closed nobody is offered from the queue; empty = always open."""
    ageing: Ageing = Ageing()
    boosts: tuple[Boost, ...] = ()
    own: Own = Own()
    reserve: Reserve | None = None
    loans: tuple[Loan, ...] = ()
    entry: Entry = Entry()
    callback: Callback = Callback()


CAPACITY = {"voice": 1, "chat": 5, "email": 3, "task": 1, "fax": 2, "voicemail": 1}
"""Medium to how many an agent holds at once unless the directory says otherwise."""
INTERRUPTS: dict[str, tuple[str, ...]] = {
    "voice": ("email", "fax", "task", "voicemail"),
    "chat": ("email", "fax", "task", "voicemail"),
}
"""What may be offered during what, unless the directory says otherwise: a call during an e-mail, not during a chat."""


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """A person who can be offered interactions."""

    code: str
    name: str
    team: str = ""
    site: str = ""
    seat: str = SEATS[0]
    skills: dict[str, int] = {}
    """Skill code to level 1-10."""
    capacity: dict[str, int] = msgspec.field(default_factory=lambda: dict(CAPACITY))
    """Medium to how many at once; a medium not named is not served. A callback takes the place of a call."""
    interrupts: dict[str, tuple[str, ...]] = msgspec.field(default_factory=lambda: dict(INTERRUPTS))
    """Medium to those media during which it may be offered; during one not named it waits."""
    weight: int = 1
    """Share of what rings ``by_weight`` give out, relative to others."""


class Team(msgspec.Struct, frozen=True):
    """Agents under one shift leader."""

    code: str
    name: Names
    site: str = ""


class Labelled(msgspec.Struct, frozen=True):
    """A code with its names: a skill, a not-ready reason."""

    code: str
    name: Names


class WrapUpCode(Labelled, frozen=True):
    """How an interaction ended, as the agent says after it."""

    leaves_open: bool = False
    """The customer's matter is not solved yet: the next agent sees it, until somebody marks it as solved."""


class EntryPoint(msgspec.Struct, frozen=True, kw_only=True):
    """Where customers arrive; names its flow."""

    code: str
    medium: str = "voice"
    address: str
    """The DNIS, or the widget's code."""
    flow: str
    language: str = "zh-Hans"
    standby: str = "voicemail"
    """What the standby extension does after the message: ``message``, ``voicemail`` or ``forward``."""
    forward_to: str = ""
    limit: SourceLimit | None = None
    """None = everybody as often as they like."""


class Hours(msgspec.Struct, frozen=True):
    """Opening hours of one weekday: minutes since local midnight, end exclusive."""

    weekday: int
    """0 = Monday."""
    start: int
    end: int


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """Business hours in a time zone; special days override the week."""

    code: str
    time_zone: str = "Asia/Shanghai"
    week: tuple[Hours, ...] = ()
    closed_days: tuple[str, ...] = ()
    """ISO dates."""
    special_days: dict[str, tuple[Hours, ...]] = {}
    """ISO date to hours that replace the weekday's (``weekday`` is ignored)."""


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be said, in one or more languages."""

    code: str
    audio: dict[str, str] = {}
    """Language to sound id: the path below the home's ``sounds`` folder without extension, made at publishing."""


class Trunk(msgspec.Struct, frozen=True, kw_only=True):
    """A carrier's line, known by its addresses or by a registration; its password is asked by ``trunk_secret``."""

    code: str
    kind: str = "address"
    """``address`` (the carrier's addresses are trusted), ``register`` (we register with the carrier) or ``account``
    (the carrier's gateway registers with us)."""
    addresses: tuple[str, ...] = ()
    """Addresses or networks from which calls come (RFC 4632 for networks)."""
    server: str = ""
    """SIP host with optional port: where to register and to send calls."""
    user: str = ""
    """User name of ``register`` and ``account``."""
    dnis: tuple[str, ...] = ()
    """Numbers that this trunk may dial at our side; empty = every entry point."""
    secret_version: int = 0
    """Rises when the password changes, so that the engine asks for it again."""


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """All of the above for one routing domain; published whole, journaled whole."""

    version: int
    queues: tuple[Queue, ...] = ()
    agents: tuple[Agent, ...] = ()
    teams: tuple[Team, ...] = ()
    skills: tuple[Labelled, ...] = ()
    reasons: tuple[Labelled, ...] = ()
    wrap_up_codes: tuple[WrapUpCode, ...] = ()
    entry_points: tuple[EntryPoint, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    flows: tuple[Flow, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    trunks: tuple[Trunk, ...] = ()
    languages: tuple[str, ...] = ("zh-Hans", "en")
    region: str = "CN"
    """ISO 3166 region used to complete national numbers to E.164."""
