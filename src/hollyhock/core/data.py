"""The state's data: plain structures that a snapshot keeps. Everything else is derived from them."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.directory import Directory
from hollyhock.contracts.flow import Flow

ORDER_STEP = 1 << 20
"""Between two who join a line one after the other: there is room to put others between them."""
OWN = -1
"""The ring before the first: only the interaction's own agent."""
HEAD = 100
"""Priority above all that rules and people can give: for those who already had an agent and lost them."""


class Announcement(msgspec.Struct, frozen=True, kw_only=True):
    """What a waiting customer is being told."""

    position: int
    low_ms: int | None
    high_ms: int | None


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A standing lease."""

    id: str
    interaction: str
    agent: str
    queue: str
    deadline: int
    made: int = 0


class Interaction(msgspec.Struct, kw_only=True):
    """One open interaction, or a closed one that somebody still works on."""

    id: str
    medium: str
    entry_point: str
    leg: str
    arrived: int
    language: str
    data: dict[str, str]
    personal: list[str]
    parent: str = ""
    sound: str = ""

    phase: str = "flow"
    """``flow``, ``waiting``, ``dialling``, ``connected``, ``held``, ``reattaching``, ``closed``."""
    phase_since: int
    visit: int = 0
    """Number of the newest treatment."""

    flow: str = ""
    flow_version: int = 0
    node: str = ""
    attempt: int = 1
    because: str = ""
    node_deadline: int | None = None
    """When the present step ends by itself: a look-up, the last words to a caller, the calling of a customer."""
    farewell: bool = False
    """The caller is told that the place is kept; then the call ends."""

    customer: str = ""
    """Who it is, as a pseudonym that does not tell; empty when unknown."""

    queue: str = ""
    priority: int = 0
    """Levels that count for its place; ``HEAD`` for who comes first whatever the others have."""
    own: str = ""
    """The agent who is waited for before the first ring."""
    own_until: int = 0
    entered: int = 0
    """When it entered the queue; waits are counted from here."""
    since: int = 0
    """The moment that counts for its place."""
    order: int = 0
    """Breaks ties within a millisecond."""
    ring: int = 0
    """Index of the ring in force; ``OWN`` while its own agent is waited for."""
    announcement: Announcement | None = None
    announce_at: int | None = None
    position: int | None = None
    told_low: int | None = None
    """The first range announced, as moments (epoch ms)."""
    told_high: int | None = None
    told_ms: int = 0
    """The upper end of the last range announced, and the agents who served then."""
    told_agents: int = 0
    offers: list[str] = []
    """Those that stand: several when a group rings together."""
    key: str = ""
    """With which the waiting caller may choose to be called back."""
    rests_until: int | None = None
    """A call back that was not reached is not offered before."""
    tries: int = 0
    """How often the customer was called back."""
    trunk: str = ""
    """Through which the customer is called."""

    agent: str = ""
    agent_leg: str = ""
    established: int = 0
    waited_ms: int | None = None
    reattach_deadline: int | None = None
    was_held: bool = False
    """It was on hold when the agent's leg was lost, and is so again when the leg is back."""
    recording: str = ""
    code: str = ""
    """Wrap-up code chosen during the talk."""
    cause: str = ""
    wrappers: list[str] = []
    """The agents who still do after-call work on it; a closed interaction is shown on the last one's desk."""

    @property
    def is_call(self) -> bool:
        """It has a customer's leg: a call back is a call once the customer is called, and a mere ticket before."""
        return self.medium == "voice" or (self.medium == "callback" and bool(self.leg))

    @property
    def is_ticket(self) -> bool:
        """It is a call back with nobody on the line."""
        return self.medium == "callback" and not self.leg

    @property
    def is_work(self) -> bool:
        """Nobody is on the line who could be told anything: a call back that was promised, or a message."""
        return self.is_ticket or self.medium == "voicemail"


class WrapUp(msgspec.Struct, kw_only=True):
    """After-call work of one agent on one interaction."""

    queue: str
    since: int
    deadline: int
    code: str = ""


class Agent(msgspec.Struct, kw_only=True):
    """An agent's presence, mode, offer and load; the agent state follows from these."""

    code: str
    logged_on: bool = False
    session: str = ""
    device: str = ""
    device_up: bool = False
    present: bool = False
    ready: bool = False
    reason: str = ""
    idle_since: int = 0
    """The longest idle agent is the one with the smallest."""
    handled: int = 0
    """Interactions since log-on."""
    offered: int = 0
    """Offers ever."""
    offered_at: int = 0
    drawn: float = 0.0
    """On the clock of draws: when it is this agent's turn in rings ``by_weight``."""
    occupancy: float = 0.0
    """Remembered share of time at work, as it was at ``counted``."""
    counted: int = 0
    offer: str = ""
    holds: list[str] = []
    wraps: dict[str, WrapUp] = {}
    gone_at: int | None = None
    """When an absent desk counts as logged off."""
    lost_at: int | None = None
    """When a talking agent's missing softphone counts as lost."""
    state: str = "Null"
    """The agent state as last derived, kept to know since when it holds."""
    since: int = 0
    skills: dict[str, int] | None = None
    """Instead of the directory's, for this log-on."""


class Observed(msgspec.Struct, kw_only=True):
    """What a queue has taught: decayed means of handling, of the line's pace, of giving up."""

    handled: int = 0
    mean_ms: float = 0.0
    """Handling time."""
    answers: int = 0
    """Answers while others waited."""
    pace_ms: float = 0.0
    """Agents' time between two answers while others waited."""
    answered_at: int = 0
    pressed: bool = False
    """Somebody has waited ever since ``answered_at``."""
    lost: float = 0.0
    """Who gave up, and ``waited_ms``: the time that all have stood in the line."""
    waited_ms: float = 0.0
    forecasts: int = 0
    """Answered waits that a range had been announced for, and how many of them lay in it."""
    right: int = 0


class Left(msgspec.Struct, frozen=True):
    """A place that somebody gave up."""

    since: int
    at: int


class Served(msgspec.Struct, frozen=True):
    """Who served a customer last, and when that ended."""

    agent: str
    at: int


class Came(msgspec.Struct, frozen=True):
    """How often a customer has come to an entry point since a moment, and when last."""

    times: int
    since: int
    at: int


class Data(msgspec.Struct, kw_only=True):
    """All data of one routing domain."""

    scope: str = ""
    counter: int = 0
    """Seeds ids and order; starts from the time of the domain's first event so that it never repeats."""
    joined: int = 0
    """How many have joined a line."""
    now: int = 0
    epoch: int = 0
    directory: Directory = msgspec.field(default_factory=lambda: Directory(version=0))
    kept_flows: list[Flow] = []
    """Older versions of flows that callers are still in."""
    agents: dict[str, Agent] = {}
    interactions: dict[str, Interaction] = {}
    offers: dict[str, Offer] = {}
    observed: dict[str, Observed] = {}
    drawn: float = 0.0
    """The clock of draws: the turn that came last."""
    closed: list[str] = []
    """Queues that their calendar keeps closed now."""
    left: dict[str, Left] = {}
    """Oldest first, only as long as the queue lets the place be regained."""
    served: dict[str, Served] = {}
    """By customer, oldest first, only as long as some queue asks for it."""
    came: dict[str, Came] = {}
    """By entry point and customer, last come last, only as long as the entry point's limit looks back."""
    switch_up: bool = False
    journal_full: bool = False
