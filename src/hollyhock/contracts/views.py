"""What desks and floors see: keyed cards, replicated as snapshot + cursor + deltas."""

from __future__ import annotations

import msgspec


class Card(msgspec.Struct, frozen=True, tag_field="card", kw_only=True):
    """Root of all cards; ``key`` is unique in the domain."""

    key: str


class HeldInteraction(msgspec.Struct, frozen=True, kw_only=True):
    """An interaction in an agent's hands."""

    interaction: str
    phase: str
    """``offered``, ``dialling``, ``connected``, ``held``, ``reattaching`` or ``wrapping_up``."""
    deadline: int | None = None
    """When the offer, the reattaching or the after-call work ends by itself."""
    code: str = ""
    """The wrap-up code chosen so far."""
    queue: str = ""
    """The queue it came through: its wrap-up codes hold, also after the interaction went on elsewhere."""


class AgentCard(Card, frozen=True, kw_only=True, tag="agent"):
    """One agent's state now. Key ``agent:CODE``."""

    agent: str
    name: str
    team: str
    site: str
    state: str
    """``Null``, ``NotReady``, ``Ready``, ``Busy`` or ``WorkingAfterCall``."""
    since: int
    """Epoch ms of the last change of ``state``."""
    reason: str = ""
    """With ``NotReady``: why; with ``Null``: ``forced`` or ``gone`` when the agent did not log off."""
    next_mode: str = ""
    """``ready`` or ``not_ready``: what follows the present work."""
    session: str = ""
    device: str = ""
    device_up: bool = False
    present: bool = False
    alerting: bool = False
    """An offer is ringing."""
    alerting_since: int | None = None
    """Since when."""
    skills: dict[str, int] = {}
    """Skill code to level, as they count now."""
    skills_changed: bool = False
    """Somebody has changed them for this log-on."""
    holds: tuple[HeldInteraction, ...] = ()


class InteractionCard(Card, frozen=True, kw_only=True, tag="interaction"):
    """One open interaction (or one in after-call work). Key ``interaction:ID``."""

    interaction: str
    medium: str
    phase: str
    """``flow``, ``waiting``, ``offered``, ``dialling`` (a customer is called back), ``connected``, ``held``,
    ``reattaching``, ``wrapping_up``."""
    phase_since: int
    arrived: int
    entry_point: str
    language: str
    data: dict[str, str] = {}
    personal: dict[str, str] = {}
    """Only for those who may see it; never logged."""
    node: str = ""
    queue: str = ""
    queued_since: int | None = None
    """While it waits: since when the customer does, in whichever line, or since a call back was promised."""
    waited_ms: int | None = None
    """Whole wait up to the answer, once answered."""
    priority: int = 0
    position: int | None = None
    """As last announced to the customer."""
    agent: str = ""
    offer: str = ""
    ringing: dict[str, str] = {}
    """Agent to offer: several while a group rings together; ``agent``, ``offer`` and ``leg`` are those of the first."""
    offer_deadline: int | None = None
    leg: str = ""
    """The agent's leg: the softphone finds it in the INVITE's ``X-Hollyhock-Leg`` header."""
    tries: int = 0
    """Of a call back: how often the customer was called."""
    rests_until: int | None = None
    """Of a call back that was not reached: when it is offered again."""
    wrapping: tuple[str, ...] = ()
    """While it rests: the agents who tried it and are in after-call work, who may decide that it is not tried again."""
    sound: str = ""
    """A voicemail's file."""
    recording: bool = False

    @property
    def hands(self) -> set[str]:
        """The agents whom it concerns: those it rings at, or the one who has it."""
        return {*self.ringing, *([self.agent] if self.agent else [])}

    @property
    def eyes(self) -> set[str]:
        """The agents who see it: its hands, and who has just let go of it and can still decide something."""
        return self.hands | {*self.wrapping}


class RingStand(msgspec.Struct, frozen=True, kw_only=True):
    """A ring of a queue and how many have come to it."""

    after_ms: int
    waiting: int = 0
    ends: bool = False
    """The line ends here: nobody waits in this ring."""
    logged_in: int = 0
    """Agents logged on who satisfy the ring; counted while anybody waits in the queue."""
    ready: int = 0
    """Of them: in state ready, and nothing rings at them."""


class QueueCard(Card, frozen=True, kw_only=True, tag="queue"):
    """One queue now. Key ``queue:CODE``."""

    queue: str
    waiting: int
    oldest_since: int | None = None
    logged_in: int = 0
    """Agents logged on who satisfy the first ring."""
    ready: int = 0
    """Of them: in state ready, and nothing rings at them."""
    why: str = ""
    """Why the first in line still waits: a ``contracts.waiting.WhyReason``; empty when nobody waits."""
    rings: tuple[RingStand, ...] = ()
    low_ms: int | None = None
    """Expected wait of who joins now, as a range; None when too little was observed."""
    high_ms: int | None = None
    forecasts: int = 0
    """Answered waits that a range had been announced for, and how many of them lay in it."""
    right: int = 0
    service_level_ms: int = 0
    """Who is answered within this counts for the service level."""


class SystemCard(Card, frozen=True, kw_only=True, tag="system"):
    """The domain itself. Key ``system``."""

    directory: int
    """Directory version in force."""
    switch_up: bool
    journal_full: bool = False


AnyCard = AgentCard | InteractionCard | QueueCard | SystemCard
"""Every kind of card."""


class CardSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """All cards at a cursor; ``now`` is the server's clock for timers."""

    cursor: int
    now: int
    cards: tuple[AnyCard, ...]


class CardDelta(msgspec.Struct, frozen=True, kw_only=True):
    """What changed between two cursors; it applies only on top of ``previous``."""

    previous: int
    cursor: int
    now: int
    put: tuple[AnyCard, ...] = ()
    drop: tuple[str, ...] = ()
