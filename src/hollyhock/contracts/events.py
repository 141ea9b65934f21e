"""Events: what has been decided, in the order it holds. State changes only by applying these."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.directory import Directory
from hollyhock.contracts.ids import AgentCode, InteractionId, LegId, OfferId, QueueCode


class Event(msgspec.Struct, frozen=True, tag_field="type", kw_only=True):
    """Root of all events; when it happened stands in its entry. Upcasters bring old shapes up to date."""


class Excluded(msgspec.Struct, frozen=True):
    """How many agents an offer's search passed over for one reason."""

    reason: str
    """``skill`` (not able to), ``not_free`` (busy, not ready, after-call work) or ``unreachable`` (ready, but no
    softphone, no desk, no capacity left for this medium, or an offer out)."""
    count: int


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """Why this agent: the ring in force, where the agent came from, who was passed over, what decided."""

    ring: int = 0
    """Index into the queue's rings; -1 = the interaction's own agent was waited for."""
    strategy: str = "longest_idle"
    source: str = "own"
    """``own`` (of the ring), ``reserve`` (the service level was at risk), ``loan`` (lent by another queue), ``known``
    (the agent whom the interaction waited for) or ``pulled`` and ``pushed`` (a person decided)."""
    candidates: int = 0
    """Agents who were free and able, this one included."""
    idle_ms: int = 0
    waited_ms: int = 0
    handled: int = 0
    """Of the agent, since log-on."""
    occupancy: float = 0.0
    """Of the agent, remembered share of time at work, 0 to 1."""
    excluded: tuple[Excluded, ...] = ()


class OwnershipClaimed(Event, frozen=True, kw_only=True, tag="ownership_claimed"):
    """An engine has begun to own the domain."""

    epoch: int
    owner: str
    core: int = 1
    """Version of the core that decides from here on."""


class DirectoryPublished(Event, frozen=True, kw_only=True, tag="directory_published"):
    """A directory version holds from here on."""

    directory: Directory


class SwitchPresence(Event, frozen=True, kw_only=True, tag="switch_presence"):
    """The switch came up or went away."""

    up: bool


class JournalPressure(Event, frozen=True, kw_only=True, tag="journal_pressure"):
    """The journal ran full, or has space again."""

    full: bool


# --- interactions -----------------------------------------------------------------------------------------------------


class InteractionArrived(Event, frozen=True, kw_only=True, tag="interaction_arrived"):
    """A customer's contact begins."""

    interaction: InteractionId
    medium: str
    entry_point: str
    leg: LegId = ""
    language: str
    data: dict[str, str] = {}
    personal: tuple[str, ...] = ()
    """Names of the personal values kept beside the journal."""
    adopted: bool = False
    customer: str = ""
    """Pseudonym of who it is."""
    parent: InteractionId = ""
    """The call that a work item came from."""
    came: int = 0
    """When the customer came, if that was before this was written: a call that the standby extension served."""


class DataAttached(Event, frozen=True, kw_only=True, tag="data_attached"):
    """Values were added to the interaction."""

    interaction: InteractionId
    data: dict[str, str] = {}
    personal: tuple[str, ...] = ()


class FlowStarted(Event, frozen=True, kw_only=True, tag="flow_started"):
    """A flow holds the interaction: its segment begins."""

    interaction: InteractionId
    flow: str
    version: int


class NodeEntered(Event, frozen=True, kw_only=True, tag="node_entered"):
    """The flow stands at a node; ``visit`` counts up through the interaction's life and names the treatment."""

    interaction: InteractionId
    node: str
    visit: int
    attempt: int = 1
    """Which try of a menu or ask this is."""
    because: str = ""
    """``no_match`` or ``no_input`` on a further try."""
    deadline: int | None = None
    """When a look-up's budget ends."""


class NodeLeft(Event, frozen=True, kw_only=True, tag="node_left"):
    """The flow left a node."""

    interaction: InteractionId
    node: str
    visit: int
    outcome: str
    digit: str = ""
    """The key of a menu; never an ask's digits."""


class FlowEnded(Event, frozen=True, kw_only=True, tag="flow_ended"):
    """The flow gave the interaction away or ended it."""

    interaction: InteractionId
    outcome: str
    """``queued``, ``hung_up``, ``abandoned``, ``failed``."""


class Queued(Event, frozen=True, kw_only=True, tag="queued"):
    """The interaction waits in a queue: its segment begins."""

    interaction: InteractionId
    queue: QueueCode
    priority: int
    visit: int
    since: int
    """The moment that counts for its place: earlier than now when a place is kept."""
    own: AgentCode = ""
    """The agent who is waited for first, until ``own_until`` (epoch ms)."""
    own_until: int = 0
    key: str = ""
    """Key with which the caller may choose to be called back in this place; empty when that is not offered."""
    rests_until: int | None = None
    """Not offered before this moment (epoch ms): a call back that was not reached is tried again later."""
    cause: str
    """``flow``, ``transfer``, ``reattach_failed``, ``forced``, ``voicemail``, ``overflow``, ``moved``, ``callback``."""


class RingReached(Event, frozen=True, kw_only=True, tag="ring_reached"):
    """Having waited long enough, the interaction is now looked after by a wider ring."""

    interaction: InteractionId
    ring: int
    """Index into the queue's rings."""
    priority: int | None = None
    """The new priority where the ring raises it."""


class PlaceChanged(Event, frozen=True, kw_only=True, tag="place_changed"):
    """A shift leader gave the interaction another place in its line."""

    interaction: InteractionId
    priority: int
    since: int
    order: int


class QueueHours(Event, frozen=True, kw_only=True, tag="queue_hours"):
    """A queue's calendar opened it or closed it: while closed, nobody is offered from it."""

    queue: QueueCode
    open: bool


class PositionAnnounced(Event, frozen=True, kw_only=True, tag="position_announced"):
    """The waiting customer is told the position and the expected wait as a range."""

    interaction: InteractionId
    visit: int
    position: int
    low_ms: int | None = None
    """None when too little was observed to say."""
    high_ms: int | None = None
    agents: int = 0
    """Who serve its ring now."""
    reason: str = ""
    """Why the wait is now expected to be clearly longer than announced before: ``overtaken`` or ``fewer_agents``."""


class AnnouncementEnded(Event, frozen=True, kw_only=True, tag="announcement_ended"):
    """The announcement is over; music again."""

    interaction: InteractionId
    visit: int


class Dequeued(Event, frozen=True, kw_only=True, tag="dequeued"):
    """The interaction left the queue without an agent connecting; ``answered`` leaves by ``OfferAccepted``."""

    interaction: InteractionId
    queue: QueueCode
    outcome: str
    """``abandoned`` or ``flow_out``."""


class OfferMade(Event, frozen=True, kw_only=True, tag="offer_made"):
    """A lease: this interaction is reserved for this agent until ``deadline`` (epoch ms)."""

    offer: OfferId
    interaction: InteractionId
    agent: AgentCode
    queue: QueueCode
    deadline: int
    trace: Trace
    group: int = 1
    """How many ring together for it."""


class OfferAccepted(Event, frozen=True, kw_only=True, tag="offer_accepted"):
    """The agent's leg came up (or the work item was taken) while the lease stood."""

    offer: OfferId
    interaction: InteractionId
    agent: AgentCode


class OfferEnded(Event, frozen=True, kw_only=True, tag="offer_ended"):
    """The lease ended without acceptance."""

    offer: OfferId
    interaction: InteractionId
    agent: AgentCode
    outcome: str
    """``refused``, ``expired``, ``withdrawn`` or ``failed``."""


class Established(Event, frozen=True, kw_only=True, tag="established"):
    """The agent and the customer talk: the agent's segment begins (or goes on after ``Reattaching``)."""

    interaction: InteractionId
    agent: AgentCode
    queue: QueueCode
    leg: LegId
    reattached: bool = False


class Held(Event, frozen=True, kw_only=True, tag="held"):
    """The agent put the customer on hold."""

    interaction: InteractionId
    agent: AgentCode


class Retrieved(Event, frozen=True, kw_only=True, tag="retrieved"):
    """The agent took the customer back from hold."""

    interaction: InteractionId
    agent: AgentCode


class Reattaching(Event, frozen=True, kw_only=True, tag="reattaching"):
    """The agent's leg was lost while talking; the customer hears music until ``deadline`` at most."""

    interaction: InteractionId
    agent: AgentCode
    deadline: int
    leg: LegId
    """The new leg to call the agent's softphone with, answered by itself."""


class ReattachRenewed(Event, frozen=True, kw_only=True, tag="reattach_renewed"):
    """The call to the returning softphone did not come up; a new one is made while time remains."""

    interaction: InteractionId
    leg: LegId


class Transferred(Event, frozen=True, kw_only=True, tag="transferred"):
    """The agent handed the interaction to a queue."""

    interaction: InteractionId
    agent: AgentCode
    to_queue: QueueCode


class ConnectionCleared(Event, frozen=True, kw_only=True, tag="connection_cleared"):
    """The agent's part has ended: the agent's segment ends."""

    interaction: InteractionId
    agent: AgentCode
    cause: str
    """``customer``, ``agent``, ``transfer``, ``reattach_failed``, ``forced``, ``switch_lost``; of a call back also
    ``not_reached`` and ``unreachable`` (the agent's own telephone)."""


class InteractionClosed(Event, frozen=True, kw_only=True, tag="interaction_closed"):
    """The interaction has ended for good (CSTA: Call Cleared)."""

    interaction: InteractionId
    cause: str
    """``completed``, ``customer``, ``agent``, ``abandoned``, ``switch_lost``, ``standby``, ``failed``, ``lost``,
    ``busy`` (refused in a rush), ``callback`` (a call back was promised); of a call back also ``not_reached`` and
    ``taken_over`` (the customer has called again and has its place)."""


# --- calling back -----------------------------------------------------------------------------------------------------


class CallbackPromised(Event, frozen=True, kw_only=True, tag="callback_promised"):
    """The caller keeps the place and is called back: ``task`` waits in it from now on.

    The caller is told so and the call ends, at ``deadline`` (epoch ms) at the latest.
    """

    interaction: InteractionId
    task: InteractionId
    visit: int
    deadline: int


class CallbackTaken(Event, frozen=True, kw_only=True, tag="callback_taken"):
    """An agent has taken a call back: the softphone is called first, so that nobody is called for whom nobody is there.

    It goes back to its place when the agent's leg is not up by ``deadline`` (epoch ms).
    """

    interaction: InteractionId
    agent: AgentCode
    leg: LegId
    """The agent's."""
    deadline: int


class CustomerDialled(Event, frozen=True, kw_only=True, tag="customer_dialled"):
    """The customer is called: written before it is done, so that no attempt is ever made twice."""

    interaction: InteractionId
    agent: AgentCode
    leg: LegId
    """The customer's, of this attempt only."""
    trunk: str
    attempt: int
    """From 1."""
    deadline: int
    """Who has not answered by then (epoch ms) is not reached."""


class CustomerNotReached(Event, frozen=True, kw_only=True, tag="customer_not_reached"):
    """An attempt to call the customer back is over without an answer."""

    interaction: InteractionId
    agent: AgentCode
    cause: str
    """``busy``, ``no_answer``, ``refused``, ``unreachable``, ``barred``, ``no_trunk``, ``agent`` (given up),
    ``forced``, ``switch_lost`` or ``unknown`` (perhaps called, but nobody saw what became of it)."""
    again: int | None = None
    """When it may be tried again (epoch ms); None = never."""


class OccupancyCounted(Event, frozen=True, kw_only=True, tag="occupancy_counted"):
    """An agent who works and could take more is busier by now; rings choose the least occupied."""

    agent: AgentCode


class CallbackDue(Event, frozen=True, kw_only=True, tag="callback_due"):
    """A call back that was not reached may be offered again."""

    interaction: InteractionId


class RecordingStarted(Event, frozen=True, kw_only=True, tag="recording_started"):
    """The recording runs."""

    interaction: InteractionId
    recording: str


class RecordingEnded(Event, frozen=True, kw_only=True, tag="recording_ended"):
    """The recording is complete on disk."""

    interaction: InteractionId
    recording: str


class VoicemailTaken(Event, frozen=True, kw_only=True, tag="voicemail_taken"):
    """A message was recorded; ``task`` is the work item made of it."""

    interaction: InteractionId
    task: InteractionId
    sound: str
    duration_ms: int
    taken_at: int


# --- agents -----------------------------------------------------------------------------------------------------------


class AgentLoggedOn(Event, frozen=True, kw_only=True, tag="agent_logged_on"):
    """An agent is logged on (not ready yet), or has moved to a new desk session."""

    agent: AgentCode
    session: str
    device: str = ""


class AgentLoggedOff(Event, frozen=True, kw_only=True, tag="agent_logged_off"):
    """An agent is logged off."""

    agent: AgentCode
    cause: str
    """``self``, ``forced``, ``gone``."""


class AgentReady(Event, frozen=True, kw_only=True, tag="agent_ready"):
    """The agent's mode is ready; whether they are Ready, Busy or working after call follows from their load."""

    agent: AgentCode


ENGINE_REASONS = frozenset({"logged_on", "no_answer", "refused", "unreachable", "forced", "gone"})
"""Why the engine itself makes an agent not ready; no reason of the directory may be called so."""


class AgentNotReady(Event, frozen=True, kw_only=True, tag="agent_not_ready"):
    """The agent's mode is not ready, with a reason."""

    agent: AgentCode
    reason: str
    """A code of the directory, or one of ``ENGINE_REASONS``."""


class SkillsChanged(Event, frozen=True, kw_only=True, tag="skills_changed"):
    """An agent's skills for the rest of this log-on; None = those of the directory again."""

    agent: AgentCode
    skills: dict[str, int] | None


class DeviceChanged(Event, frozen=True, kw_only=True, tag="device_changed"):
    """The agent's softphone registered or went away."""

    agent: AgentCode
    device: str
    up: bool


class DeskPresence(Event, frozen=True, kw_only=True, tag="desk_presence"):
    """The agent's desk is connected or not; ``deadline`` is when an absent agent is logged off."""

    agent: AgentCode
    present: bool
    deadline: int | None = None


class WrapUpStarted(Event, frozen=True, kw_only=True, tag="wrap_up_started"):
    """After-call work begins; it ends by itself at ``deadline``."""

    agent: AgentCode
    interaction: InteractionId
    queue: QueueCode
    deadline: int


class WrapUpNoted(Event, frozen=True, kw_only=True, tag="wrap_up_noted"):
    """A wrap-up code (and perhaps a note, kept beside the journal) was set."""

    agent: AgentCode
    interaction: InteractionId
    code: str
    noted: bool = False


class WrapUpExtended(Event, frozen=True, kw_only=True, tag="wrap_up_extended"):
    """After-call work now ends at ``deadline``."""

    agent: AgentCode
    interaction: InteractionId
    deadline: int


class WrapUpFinished(Event, frozen=True, kw_only=True, tag="wrap_up_finished"):
    """After-call work is over."""

    agent: AgentCode
    interaction: InteractionId
    cause: str
    """``self``, ``expired`` or ``forced``."""


AnyEvent = (
    OwnershipClaimed
    | DirectoryPublished
    | SwitchPresence
    | JournalPressure
    | InteractionArrived
    | DataAttached
    | FlowStarted
    | NodeEntered
    | NodeLeft
    | FlowEnded
    | Queued
    | RingReached
    | PlaceChanged
    | QueueHours
    | PositionAnnounced
    | AnnouncementEnded
    | Dequeued
    | OfferMade
    | OfferAccepted
    | OfferEnded
    | Established
    | Held
    | Retrieved
    | Reattaching
    | ReattachRenewed
    | Transferred
    | ConnectionCleared
    | InteractionClosed
    | CallbackPromised
    | CallbackTaken
    | CustomerDialled
    | CustomerNotReached
    | CallbackDue
    | OccupancyCounted
    | RecordingStarted
    | RecordingEnded
    | VoicemailTaken
    | AgentLoggedOn
    | AgentLoggedOff
    | AgentReady
    | AgentNotReady
    | SkillsChanged
    | DeviceChanged
    | DeskPresence
    | WrapUpStarted
    | WrapUpNoted
    | WrapUpExtended
    | WrapUpFinished
)
"""Every event, for decoding by its ``type``."""
