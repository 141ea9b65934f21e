"""The state's data: plain structures that a snapshot keeps. Everything else is derived from them."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.directory import Directory
from hollyhock.contracts.flow import Flow


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
    """``flow``, ``waiting``, ``connected``, ``held``, ``reattaching``, ``closed``."""
    phase_since: int
    visit: int = 0
    """Number of the newest treatment."""

    flow: str = ""
    flow_version: int = 0
    node: str = ""
    attempt: int = 1
    because: str = ""
    node_deadline: int | None = None

    queue: str = ""
    priority: int = 0
    entered: int = 0
    """When it entered the queue; waits are counted from here."""
    since: int = 0
    """The moment that counts for its place."""
    order: int = 0
    """Breaks ties within a millisecond."""
    ring: int = 0
    announcement: Announcement | None = None
    announce_at: int | None = None
    position: int | None = None
    offer: str = ""

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


class Observed(msgspec.Struct, kw_only=True):
    """What a queue has taught about service: decayed mean of handling time."""

    handled: int = 0
    mean_ms: float = 0.0


class Data(msgspec.Struct, kw_only=True):
    """All data of one routing domain."""

    scope: str = ""
    counter: int = 0
    """Seeds ids and order; starts from the time of the domain's first event so that it never repeats."""
    now: int = 0
    epoch: int = 0
    directory: Directory = msgspec.field(default_factory=lambda: Directory(version=0))
    kept_flows: list[Flow] = []
    """Older versions of flows that callers are still in."""
    agents: dict[str, Agent] = {}
    interactions: dict[str, Interaction] = {}
    offers: dict[str, Offer] = {}
    observed: dict[str, Observed] = {}
    switch_up: bool = False
    journal_full: bool = False
