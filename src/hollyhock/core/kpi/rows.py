"""What the folds keep: an interaction with its segments and offers, an agent's states, the lines of a timeline.

All times are epoch milliseconds, all durations milliseconds. The structs are mutable: a fold changes them in place and
whoever stores them writes what changed.
"""

from __future__ import annotations

import msgspec

from hollyhock.contracts.events import Trace

FLOW = "flow"
QUEUE = "queue"
AGENT = "agent"
"""The kinds of a segment: who holds the interaction."""

TALK = "talk"
HOLD = "hold"
GAP = "gap"
"""The phases of an agent's segment; ``gap`` is the time in which a lost softphone is being brought back, or a customer
is being called back."""


class Segment(msgspec.Struct, kw_only=True):
    """A stretch of an interaction with one holder."""

    interaction: str
    number: int
    """1, 2, ... within the interaction."""
    kind: str
    holder: str
    """Code of the flow, queue or agent."""
    began: int
    ended: int | None = None
    outcome: str = ""
    """Flow: ``FlowEnded.outcome``. Queue: ``answered``, ``abandoned``, ``flow_out``. Agent: why it was cleared."""
    cause: str = ""
    """Why a queue's segment began."""
    queue: str = ""
    """Queue's and agent's segments: the queue's code."""
    team: str = ""
    """Agent's segments: where the agent belonged then."""
    site: str = ""
    priority: int = 0
    since: int | None = None
    """Queue: the moment that counts for the place; earlier than ``began`` when a place is kept."""
    within: bool = False
    """Queue: answered or abandoned within the service level threshold in force then."""
    short: bool = False
    """Queue: abandoned before the short abandon threshold in force then."""
    phase: str = ""
    phase_since: int | None = None
    """Agent: the phase in progress; None after the end."""
    talk_ms: int = 0
    hold_ms: int = 0
    gap_ms: int = 0
    transferred: int | None = None
    acw_began: int | None = None
    acw_ended: int | None = None
    acw_ms: int = 0
    handled: int | None = None
    """Agent: when the last of the work was done, after-call work included."""
    wrap_up_code: str = ""

    @property
    def wait_ms(self) -> int:
        """How long the whole segment lasted; 0 while it lasts."""
        return 0 if self.ended is None else self.ended - self.began


class Offer(msgspec.Struct, kw_only=True):
    """A lease of the interaction to an agent."""

    offer: str
    interaction: str
    agent: str
    queue: str
    made: int
    deadline: int
    trace: Trace
    team: str = ""
    """Where the agent belonged then."""
    ended: int | None = None
    outcome: str = ""
    """``accepted``, ``refused``, ``expired``, ``withdrawn``, ``failed``; empty while it rings."""


class Contact(msgspec.Struct, kw_only=True):
    """One interaction with everything that was made of it."""

    interaction: str
    medium: str
    entry_point: str
    language: str
    arrived: int
    parent: str = ""
    adopted: bool = False
    data: dict[str, str] = {}
    queue: str = ""
    """The latest queue."""
    agent: str = ""
    """The latest agent."""
    answered: int | None = None
    """When an agent and the customer were connected for the first time."""
    closed: int | None = None
    cause: str = ""
    outcome: str = "open"
    """``open``, ``answered``, ``voicemail``, ``abandoned``, ``flow_out``, ``self_service``, ``standby``, ``lost``,
    ``callback`` (one was promised) or ``not_reached`` (a call back in vain)."""
    wrap_up_code: str = ""
    left_open: bool = False
    """The wrap-up code, as it was meant when it was noted, leaves the customer's matter open."""
    sound: str = ""
    """File of the voicemail that was taken, or that this work item is about."""
    sound_ms: int = 0
    took_message: bool = False
    """The customer left a message in it."""
    segments: list[Segment] = []
    offers: list[Offer] = []


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One event of an interaction, for people to read."""

    interaction: str
    seq: int
    """The journal entry's number."""
    index: int
    """The event's place in its entry."""
    at: int
    kind: str
    """The event's tag; it names the sentence on the screen."""
    values: dict[str, object]


class StateInterval(msgspec.Struct, kw_only=True):
    """An agent's stay in one state."""

    agent: str
    number: int
    """1, 2, ... for this agent."""
    state: str
    """``Null``, ``NotReady``, ``Ready``, ``Busy`` or ``WorkingAfterCall``."""
    reason: str = ""
    """Only with ``NotReady``."""
    team: str = ""
    site: str = ""
    began: int
    ended: int | None = None


class AgentBook(msgspec.Struct, kw_only=True):
    """What must be known of an agent to derive the state."""

    agent: str
    mode: str = "Null"
    """``Null``, ``NotReady`` or ``Ready``: what the agent or a leader set."""
    reason: str = ""
    holds: list[str] = []
    """Accepted interactions."""
    wrapping: list[str] = []
    """Interactions in after-call work."""
    interval: StateInterval | None = None
    """The stay in progress; None before the first log-on."""


class RecordingFact(msgspec.Struct, frozen=True, kw_only=True):
    """A recording began or ended."""

    interaction: str
    recording: str
    at: int
    running: bool
