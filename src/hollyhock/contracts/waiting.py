"""Those who wait, as somebody looks at them: the order of their lines, why each still waits, who could take one.

None of this is on cards: an arrival or a departure changes it for everybody behind. It is computed for the few rows
that stand on a screen, when their queue's card says that something there has changed.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from hollyhock.contracts.directory import Names
from hollyhock.contracts.ids import AgentCode, InteractionId, QueueCode

WhyReason = Literal[
    "offered",
    "own_agent",
    "calendar",
    "rests",
    "journal_full",
    "switch_down",
    "nobody_logged_in",
    "skill_missing",
    "nobody_ready",
    "all_busy",
    "capacity",
]
"""What stands between an interaction and an agent."""
TakeReason = Literal[
    "", "not_logged_in", "not_ready", "after_call_work", "offered", "page_gone", "phone_away", "capacity"
]
"""Why an agent cannot be offered an interaction now; empty = can."""

MOST_ROWS = 50
"""Of one line that anybody is shown; a screen shows fewer."""
MOST_LINES = 40
"""Lines that one desk looks at together."""
MOST_TAKERS = 200
"""Agents who are looked at for one interaction."""


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """Why somebody waits now, with the figures that show it."""

    reason: WhyReason
    able: int = 0
    """Agents logged on who satisfy the ring in force."""
    serving: int = 0
    """Of them: in mode ready, at work or not."""
    ready: int = 0
    """Of them: in state ready, and nothing rings at them."""
    ahead: int = 0
    """Interactions that come before it in its queue."""
    agent: AgentCode = ""
    """With ``offered`` and ``own_agent``: who."""
    until: int | None = None
    """Epoch ms when this ends by itself: the offer, the wait for the own agent; or when the calendar opens."""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One who waits, without anything personal."""

    interaction: InteractionId
    queue: QueueCode
    medium: str
    language: str
    position: int
    """1 = next."""
    entered: int
    """Epoch ms when it joined this line."""
    since: int
    """Epoch ms from which its wait counts: earlier than ``entered`` where it was moved, promised or came back."""
    priority: int
    """Above 9 for who comes first whatever the others have."""
    ring: int
    """Index into the queue's rings; -1 while its own agent is waited for."""
    why: Why
    says: Names
    """The reason as a sentence."""
    low_ms: int | None = None
    """Expected wait from now on, as a range; None when too little is known."""
    high_ms: int | None = None


class WaitingAsk(msgspec.Struct, frozen=True, kw_only=True):
    """The heads of these lines, and these interactions wherever they stand."""

    queues: tuple[QueueCode, ...] = ()
    interactions: tuple[InteractionId, ...] = ()
    most: int = 12
    """Rows of each line; ``MOST_ROWS`` at most."""


class WaitingAnswer(msgspec.Struct, frozen=True):
    """Lines in the order asked for, each in the order of places; who does not wait (any more) is left out."""

    rows: tuple[Waiting, ...] = ()


class TakersAsk(msgspec.Struct, frozen=True, kw_only=True):
    """Which of these agents could be offered an interaction now?"""

    interaction: InteractionId
    agents: tuple[AgentCode, ...]
    """``MOST_TAKERS`` at most; further ones are not looked at."""


class Taker(msgspec.Struct, frozen=True, kw_only=True):
    """An agent, as far as one interaction is concerned."""

    agent: AgentCode
    name: str
    serves: bool
    """Has what some ring of the queue asks for; a leader may push to others all the same."""
    why_not: TakeReason = ""


class TakersAnswer(msgspec.Struct, frozen=True):
    """Those who can take it first, of them those who serve its queue; empty when it does not wait."""

    takers: tuple[Taker, ...] = ()
