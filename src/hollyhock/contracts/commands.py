"""Commands: what the engine is asked (may be refused) and what it is told (facts, never refused)."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import Problem
from hollyhock.contracts.ids import AgentCode, InteractionId, LegId, OfferId, QueueCode


class Command(msgspec.Struct, frozen=True, tag_field="type", kw_only=True):
    """Root of all commands."""


class Fact(Command, frozen=True, kw_only=True):
    """Something that has happened; refusing it would not undo it."""


# --- facts from channels ---------------------------------------------------------------------------------------------


class Arrive(Fact, frozen=True, kw_only=True, tag="arrive"):
    """A customer has arrived at an entry point. Personal: ``ani`` (E.164 or as dialled) when not withheld."""

    interaction: InteractionId
    medium: str
    entry_point: str
    leg: LegId = ""
    data: dict[str, str] = {}
    """Plain attached values, e.g. ``page``."""
    customer: str = ""
    """Pseudonym by which the same customer is known again: a keyed hash of number or visitor, never the number."""
    adopted: bool = False
    """Found on the switch after a restart instead of announced by it."""


class CustomerLeft(Fact, frozen=True, kw_only=True, tag="customer_left"):
    """The customer's connection is gone."""

    interaction: InteractionId
    cause: str = "hang_up"
    """``hang_up``, ``switch_lost``, ``standby`` (taken by the standby extension) or ``lost``."""


class LegUp(Fact, frozen=True, kw_only=True, tag="leg_up"):
    """A leg that we made is up (answered): an agent's, or that of a customer who is called back."""

    interaction: InteractionId
    leg: LegId


class LegGone(Fact, frozen=True, kw_only=True, tag="leg_gone"):
    """An agent's leg has ended or never came up; or a customer who is called back was not reached."""

    interaction: InteractionId
    leg: LegId
    cause: str = "hang_up"
    """``hang_up``, ``busy``, ``refused``, ``no_answer``, ``unreachable``, ``switch_lost``, ``device_gone``; for a
    customer also ``unknown`` (perhaps called, but nobody saw what became of it) and ``barred`` (not to be called)."""


class StepDone(Fact, frozen=True, kw_only=True, tag="step_done"):
    """A channel finished the treatment ``visit`` that the flow or queue asked for.

    ``outcome``: ``played``, ``digits``, ``no_input``, ``invalid`` (too few digits), ``recorded``, ``failed``. A menu's
    key comes in ``digits``; an ask's secret digits come as the envelope's personal value named as the node says.
    """

    interaction: InteractionId
    visit: int
    outcome: str
    digits: str = ""
    task: InteractionId = ""
    """For ``recorded``: the id of the work item to make."""
    sound: str = ""
    """For ``recorded``: file name below the home's ``voicemail`` folder."""
    duration_ms: int = 0


class LookUpDone(Fact, frozen=True, kw_only=True, tag="look_up_done"):
    """A connector's answer (or the lack of one: ``found`` is false). Personal values come in the envelope."""

    interaction: InteractionId
    visit: int
    found: bool
    data: dict[str, str] = {}


class RecordingNoted(Fact, frozen=True, kw_only=True, tag="recording_noted"):
    """A recording of an interaction has started or ended."""

    interaction: InteractionId
    recording: str
    """Name of the raw file below the home's ``recordings/raw`` folder."""
    running: bool


class VoicemailImported(Fact, frozen=True, kw_only=True, tag="voicemail_imported"):
    """A message taken by the standby extension while no engine ran. Personal: ``ani``."""

    interaction: InteractionId
    entry_point: str
    sound: str
    duration_ms: int
    taken_at: int


class DevicePresence(Fact, frozen=True, kw_only=True, tag="device_presence"):
    """An agent's softphone has registered with the switch or is gone from it."""

    device: str
    up: bool


class AgentPresence(Fact, frozen=True, kw_only=True, tag="agent_presence"):
    """The desk's socket of an agent is there, or has been gone for longer than the grace."""

    agent: AgentCode
    session: str
    present: bool


class MediaPresence(Fact, frozen=True, kw_only=True, tag="media_presence"):
    """The switch has come up or is gone."""

    up: bool
    devices: tuple[str, ...] = ()
    """With ``up``: the softphones registered now; an agent's device that is missing here is gone."""


# --- internal ---------------------------------------------------------------------------------------------------------


class JournalPresence(Fact, frozen=True, kw_only=True, tag="journal_presence"):
    """The journal has run full (no new offers until it is mended), or has space again."""

    full: bool


class Tick(Fact, frozen=True, kw_only=True, tag="tick"):
    """Time has reached a deadline."""


class ClaimOwnership(Fact, frozen=True, kw_only=True, tag="claim_ownership"):
    """A new owner begins; its events carry ``epoch`` from here on."""

    epoch: int
    owner: str
    core: int = 1
    """Version of the core that decides from here on."""


class PublishDirectory(Command, frozen=True, kw_only=True, tag="publish_directory"):
    """Take a directory version; older or equal versions change nothing."""

    directory: Directory


# --- agents' commands -------------------------------------------------------------------------------------------------


class LogIn(Command, frozen=True, kw_only=True, tag="log_in"):
    """Log an agent on at a device; the newest session wins."""

    agent: AgentCode
    session: str
    device: str = ""
    """The softphone's endpoint name at the switch; empty for a desk without telephone."""
    fresh: bool = True
    """The page is new and knows of no call: a call in progress must be brought to it anew (``Reattaching``).

    False when a page that kept running has only reconnected its socket, and where the telephone is no page."""


class LogOut(Command, frozen=True, kw_only=True, tag="log_out"):
    """Log an agent off; refused while interactions are held."""

    agent: AgentCode


class SetReady(Command, frozen=True, kw_only=True, tag="set_ready"):
    """Make an agent ready; during after-call work it is the state that follows."""

    agent: AgentCode


class SetNotReady(Command, frozen=True, kw_only=True, tag="set_not_ready"):
    """Make an agent not ready with a reason; during an interaction it is the state that follows."""

    agent: AgentCode
    reason: str


class AcceptOffer(Command, frozen=True, kw_only=True, tag="accept_offer"):
    """Accept an offer of a medium without a leg (a voicemail); calls are accepted by their leg coming up."""

    agent: AgentCode
    offer: OfferId


class RefuseOffer(Command, frozen=True, kw_only=True, tag="refuse_offer"):
    """Refuse an offer; the agent becomes not ready (``refused``) and the interaction keeps its place."""

    agent: AgentCode
    offer: OfferId


class HoldCall(Command, frozen=True, kw_only=True, tag="hold_call"):
    """Suspend the agent's connection; the customer hears music (ECMA-269 Hold Call)."""

    agent: AgentCode
    interaction: InteractionId


class RetrieveCall(Command, frozen=True, kw_only=True, tag="retrieve_call"):
    """Connect a held agent again (ECMA-269 Retrieve Call)."""

    agent: AgentCode
    interaction: InteractionId


class TransferCall(Command, frozen=True, kw_only=True, tag="transfer_call"):
    """Hand the interaction to a queue with data and priority (a single-step transfer)."""

    agent: AgentCode
    interaction: InteractionId
    queue: QueueCode
    data: dict[str, str] = {}
    priority: int | None = None


class ClearConnection(Command, frozen=True, kw_only=True, tag="clear_connection"):
    """End the interaction from the agent's side, or finish a work item (ECMA-269 Clear Connection)."""

    agent: AgentCode
    interaction: InteractionId


class NoteWrapUp(Command, frozen=True, kw_only=True, tag="note_wrap_up"):
    """Set the wrap-up code during or after the interaction. Personal: ``note``."""

    agent: AgentCode
    interaction: InteractionId
    code: str = ""


class ExtendWrapUp(Command, frozen=True, kw_only=True, tag="extend_wrap_up"):
    """Lengthen the after-call work."""

    agent: AgentCode
    interaction: InteractionId
    seconds: int = 30


class FinishWrapUp(Command, frozen=True, kw_only=True, tag="finish_wrap_up"):
    """End the after-call work now."""

    agent: AgentCode
    interaction: InteractionId


class DropCallback(Command, frozen=True, kw_only=True, tag="drop_callback"):
    """During the after-call work on a call back that was not reached: it is not tried again."""

    agent: AgentCode
    interaction: InteractionId


class AttachData(Command, frozen=True, kw_only=True, tag="attach_data"):
    """Attach plain values to an interaction for the rest of its life."""

    interaction: InteractionId
    data: dict[str, str]


# --- the shift leader's commands --------------------------------------------------------------------------------------


class ForceNotReady(Command, frozen=True, kw_only=True, tag="force_not_ready"):
    """Make an agent not ready from outside; what is in progress goes on."""

    agent: AgentCode
    reason: str = "forced"


class ForceLogOut(Command, frozen=True, kw_only=True, tag="force_log_out"):
    """Log an agent off from outside; what they hold goes back to the head of its queue."""

    agent: AgentCode


class Unlock(Command, frozen=True, kw_only=True, tag="unlock"):
    """Free an agent: end the after-call work and offers, drop interactions that no leg supports."""

    agent: AgentCode


class MoveInteraction(Command, frozen=True, kw_only=True, tag="move_interaction"):
    """Let one who waits go on waiting in another queue, with the time waited already."""

    interaction: InteractionId
    queue: QueueCode
    priority: int | None = None


class PlaceInteraction(Command, frozen=True, kw_only=True, tag="place_interaction"):
    """Let one who waits stand right before another one of the same queue, or first of all."""

    interaction: InteractionId
    before: InteractionId = ""
    """Empty = first in the line."""


class WidenInteraction(Command, frozen=True, kw_only=True, tag="widen_interaction"):
    """Put one who waits into a later (or an earlier) ring now."""

    interaction: InteractionId
    ring: int


class PullInteraction(Command, frozen=True, kw_only=True, tag="pull_interaction"):
    """Let an agent take one who waits, out of turn."""

    agent: AgentCode
    interaction: InteractionId


class PushInteraction(Command, frozen=True, kw_only=True, tag="push_interaction"):
    """Offer one who waits to an agent of the shift leader's choice."""

    agent: AgentCode
    interaction: InteractionId


class ChangeSkills(Command, frozen=True, kw_only=True, tag="change_skills"):
    """Let an agent have other skills from now on until the agent logs off or the directory says anew."""

    agent: AgentCode
    skills: dict[str, int] | None
    """Skill code to level 1-10; all that the agent shall have. None = those of the directory again."""


AnyCommand = (
    Arrive
    | CustomerLeft
    | LegUp
    | LegGone
    | StepDone
    | LookUpDone
    | RecordingNoted
    | VoicemailImported
    | DevicePresence
    | AgentPresence
    | MediaPresence
    | JournalPresence
    | Tick
    | ClaimOwnership
    | PublishDirectory
    | LogIn
    | LogOut
    | SetReady
    | SetNotReady
    | AcceptOffer
    | RefuseOffer
    | HoldCall
    | RetrieveCall
    | TransferCall
    | ClearConnection
    | NoteWrapUp
    | ExtendWrapUp
    | FinishWrapUp
    | DropCallback
    | AttachData
    | ForceNotReady
    | ForceLogOut
    | Unlock
    | MoveInteraction
    | PlaceInteraction
    | WidenInteraction
    | PullInteraction
    | PushInteraction
    | ChangeSkills
)
"""Every command, for decoding by its ``type``."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """A command on its way: who asks, under which id, with which personal values beside it."""

    id: str
    """Commands carry ids; the engine answers a repeated id with the first answer."""
    actor: str
    """``switch``, ``timer``, ``engine``, ``agent:1001``, ``leader:2001`` (``leader:#7`` for a person without an agent
    code), ``web``, ``visitor``."""
    command: AnyCommand
    personal: dict[str, str] = {}
    """Name to value; stored in the side table of the command's interaction, never in the journal's entry."""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a command: the cursor after it, or the problem that refused it."""

    cursor: int = 0
    problem: Problem | None = None
