"""The rules of a waiting line: who may serve it, who is chosen, who comes first, and what happens in the end."""

from __future__ import annotations

from typing import Literal

import msgspec

Strategy = Literal[
    "longest_idle",
    "least_occupied",
    "fewest_handled",
    "most_skilled",
    "least_skilled",
    "round_robin",
    "by_weight",
    "all_at_once",
]
"""How a ring chooses among those who are free and able; ``all_at_once`` rings several (the longest idle) together."""

HIGHEST_LEVEL = 10
"""Of a skill; 1 is the lowest."""
HIGHEST_PRIORITY = 9
"""That anybody can give; 0 is the lowest."""
LARGEST_GROUP = 10
"""Agents who ring together at most."""
MOST_TRIES = 5
"""To call one customer back."""
MOST_CLASSES = 2_000
"""Different sets of requirements that one routing domain may have."""

TEAM, SITE = "team:", "site:"
"""Prefixes that make a team or a site an attribute of the same kind as a skill."""


SEATS = ("seat.representative", "seat.shift_leader", "seat.expert")
"""Kinds of seat, which rings ask for like skills; every agent has one of them, at the highest level."""


class Requirement(msgspec.Struct, frozen=True, order=True):
    """A skill with the lowest level that will do (1-10). Languages, regions, customer classes and kinds of seat
    (``SEATS``) are skills, too.
    """

    skill: str
    minimum: int = 1


class Overflow(msgspec.Struct, frozen=True, kw_only=True):
    """Where an interaction goes that has waited too long, or finds the line full."""

    kind: Literal["queue", "flow", "callback", "busy"]
    """``queue`` and ``flow`` go on at ``to`` (a message or a voicemail is a flow); ``callback`` keeps the place for a
    call back; ``busy`` ends it."""
    to: str = ""
    """Code of the queue or the flow."""


class Ring(msgspec.Struct, frozen=True, kw_only=True):
    """A timed widening of a queue: from ``after_ms`` of waiting on, these rules hold instead of the earlier ring's."""

    after_ms: int = 0
    requires: tuple[Requirement, ...] = ()
    """All of these."""
    any_of: tuple[tuple[Requirement, ...], ...] = ()
    """Of each group at least one."""
    teams: tuple[str, ...] = ()
    """Agents of one of these teams only; empty = of every team."""
    sites: tuple[str, ...] = ()
    """Agents of one of these sites only; empty = of every site."""
    by_data: tuple[str, ...] = ()
    """Names of attached values, e.g. ``language``: an interaction with such a value needs the skill ``NAME.VALUE``
    where the directory has that skill."""
    prefers: tuple[Requirement, ...] = ()
    """Nice to have: who has more of these is chosen first."""
    strategy: Strategy = "longest_idle"
    raises: int = 0
    """Levels of priority added when this ring begins."""
    overflow: Overflow | None = None
    """The line ends here: whoever reaches this ring goes there."""


class Ageing(msgspec.Struct, frozen=True, kw_only=True):
    """What a level of priority is worth: so much waiting. One slope per queue.

    Who has waited for ``cap_ms`` is overtaken by nobody who arrives then, whatever their priority.
    """

    level_ms: int = 60_000
    cap_ms: int = 600_000


class Boost(msgspec.Struct, frozen=True, kw_only=True):
    """Levels of priority for interactions with an attached value, e.g. ``vip`` = ``gold``."""

    name: str
    value: str
    levels: int


class Reserve(msgspec.Struct, frozen=True, kw_only=True):
    """Agents who join a queue while its service level is at risk: somebody has waited for ``risk_ms``."""

    requires: tuple[Requirement, ...]
    risk_ms: int


class Loan(msgspec.Struct, frozen=True, kw_only=True):
    """Agents of another queue, lent while that queue is well: nobody there has waited for ``well_ms``."""

    lender: str
    """Code of the queue whose first ring's agents are lent."""
    well_ms: int = 0
    """0 = only while nobody waits there."""


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """Bringing customers back to who knows them, for a limited time, before everybody else is asked."""

    last_agent_ms: int = 0
    """A contact with an agent within this time makes that agent the preferred one; 0 = never."""
    wait_ms: int = 20_000
    """How long the preferred agent is waited for, when logged on."""


class Callback(msgspec.Struct, frozen=True, kw_only=True):
    """Calling customers back who are not reached at once."""

    tries: int = 2
    """The call that was promised, and later ones: each more is more of a nuisance."""
    pause_ms: int = 900_000
    """Between two of them: who is busy or away now is most likely to be there in a quarter of an hour."""


class SourceLimit(msgspec.Struct, frozen=True, kw_only=True):
    """How often one customer may arrive at an entry point; who comes more often finds it busy."""

    arrivals: int
    within_ms: int


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Who may join the line in a rush, and what becomes of the others."""

    most_waiting: int = 1_000
    """With those who were promised a call back it may be twice as many."""
    when_full: Overflow = msgspec.field(default_factory=lambda: Overflow(kind="busy"))
    most_per_customer: int = 3
    """Interactions of one medium that one customer may have waiting in the queue at once; 0 = no limit.

    A customer is known by the telephone number, which a household or a company shares: so more than one by default,
    and 0 where companies call whose people all show one number.
    """
    return_ms: int = 0
    """Who gave up waiting and comes back within this time regains the place; 0 = never."""
