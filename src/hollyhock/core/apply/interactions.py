"""Events of an interaction before an agent has it: arrival, flow, queue, message."""

from __future__ import annotations

from hollyhock.contracts.events import (
    AnnouncementEnded,
    DataAttached,
    Dequeued,
    FlowEnded,
    FlowStarted,
    InteractionArrived,
    InteractionClosed,
    NodeEntered,
    NodeLeft,
    PlaceChanged,
    PositionAnnounced,
    Queued,
    RecordingEnded,
    RecordingStarted,
    RingReached,
    VoicemailTaken,
)
from hollyhock.core.apply.memory import remember
from hollyhock.core.apply.registry import applies
from hollyhock.core.data import ORDER_STEP, OWN, Announcement, Came, Interaction, Left
from hollyhock.core.estimates import observe_loss, observe_wait
from hollyhock.core.state import State

FIRST_TOLD_MS = 10_000
"""Who may choose to be called back is told so after waiting this long: most are answered before."""


@applies(InteractionArrived)
def arrived(state: State, event: InteractionArrived, at: int) -> None:
    """Begin an interaction."""
    it = Interaction(
        id=event.interaction,
        medium=event.medium,
        entry_point=event.entry_point,
        leg=event.leg,
        customer=event.customer,
        arrived=at,
        language=event.language,
        data=dict(event.data),
        personal=list(event.personal),
        parent=event.parent,
        phase_since=at,
    )
    state.data.interactions[it.id] = it
    state.roll.add(it.id)
    _count(state, event, at)


def _count(state: State, event: InteractionArrived, at: int) -> None:
    point = state.book.entry_points.get(event.entry_point)
    if point is None or point.limit is None or not event.customer:
        return
    key, window = f"{event.entry_point} {event.customer}", point.limit.within_ms
    before = state.data.came.get(key)
    fresh = before is None or at - before.since >= window
    came = Came(1, at, at) if before is None or fresh else Came(before.times + 1, before.since, at)
    remember(state.data.came, key, came, at - state.book.longest_window_ms)


@applies(DataAttached)
def data_attached(state: State, event: DataAttached, at: int) -> None:
    """Add values; the value ``language`` also changes what is spoken."""
    it = state.data.interactions[event.interaction]
    it.data.update(event.data)
    it.language = event.data.get("language", it.language)
    it.personal = sorted({*it.personal, *event.personal})


@applies(FlowStarted)
def flow_started(state: State, event: FlowStarted, at: int) -> None:
    """Let a flow hold the interaction."""
    it = state.data.interactions[event.interaction]
    it.flow, it.flow_version = event.flow, event.version
    _enter(it, "flow", at)


@applies(NodeEntered)
def node_entered(state: State, event: NodeEntered, at: int) -> None:
    """Stand at a node."""
    it = state.data.interactions[event.interaction]
    it.node, it.visit, it.attempt, it.because = event.node, event.visit, event.attempt, event.because
    it.node_deadline = event.deadline


@applies(NodeLeft)
def node_left(state: State, event: NodeLeft, at: int) -> None:
    """A node's time budget ends with it."""
    state.data.interactions[event.interaction].node_deadline = None


@applies(FlowEnded)
def flow_ended(state: State, event: FlowEnded, at: int) -> None:
    """The flow has let go."""
    state.data.interactions[event.interaction].node = ""


@applies(Queued)
def queued(state: State, event: Queued, at: int) -> None:
    """Stand in a queue, perhaps with a kept place."""
    it = state.data.interactions[event.interaction]
    state.data.counter += 1
    it.queue, it.priority, it.visit = event.queue, event.priority, event.visit
    state.data.joined += 1
    it.entered, it.since, it.order = at, event.since, state.data.joined * ORDER_STEP
    it.own, it.own_until = event.own, event.own_until
    it.ring = OWN if event.own else 0
    it.announcement = it.position = it.waited_ms = it.told_low = it.told_high = None
    it.told_ms = 0
    queue = state.book.queues.get(event.queue)
    it.key, it.rests_until = event.key, event.rests_until
    every = queue.announce_every_ms if queue is not None and it.is_call else 0
    first = min(every, FIRST_TOLD_MS) if every and it.key else FIRST_TOLD_MS if it.key else every
    it.announce_at = at + first if first else None
    _enter(it, "waiting", at)


@applies(RingReached)
def ring_reached(state: State, event: RingReached, at: int) -> None:
    """A wider ring looks after it."""
    it = state.data.interactions[event.interaction]
    it.ring, it.priority = event.ring, event.priority if event.priority is not None else it.priority


@applies(PlaceChanged)
def place_changed(state: State, event: PlaceChanged, at: int) -> None:
    """Stand elsewhere in the same line."""
    it = state.data.interactions[event.interaction]
    it.priority, it.since, it.order = event.priority, event.since, event.order


@applies(PositionAnnounced)
def position_announced(state: State, event: PositionAnnounced, at: int) -> None:
    """Music makes way for the announcement."""
    it = state.data.interactions[event.interaction]
    it.visit, it.position, it.announce_at = event.visit, event.position, None
    it.announcement = Announcement(position=event.position, low_ms=event.low_ms, high_ms=event.high_ms)
    if event.low_ms is not None and event.high_ms is not None:
        it.told_ms, it.told_agents = event.high_ms, event.agents
        if it.told_low is None:
            it.told_low, it.told_high = at + event.low_ms, at + event.high_ms


@applies(AnnouncementEnded)
def announcement_ended(state: State, event: AnnouncementEnded, at: int) -> None:
    """Music again, until the next announcement is due."""
    it = state.data.interactions[event.interaction]
    it.visit, it.announcement = event.visit, None
    queue = state.book.queues.get(it.queue)
    it.announce_at = at + queue.announce_every_ms if queue and queue.announce_every_ms else None


@applies(Dequeued)
def dequeued(state: State, event: Dequeued, at: int) -> None:
    """Nothing holds the interaction for the moment; what follows in the same entry does."""
    it = state.data.interactions[event.interaction]
    it.announcement = it.announce_at = None
    queue = state.book.queues.get(event.queue)
    observe_wait(state.data, event.queue, at - it.entered)
    if event.outcome == "abandoned":
        observe_loss(state, it)
    if event.outcome == "abandoned" and it.customer and queue is not None and queue.entry.return_ms:
        key = f"{event.queue} {it.medium} {it.customer}"
        remember(state.data.left, key, Left(it.since, at), at - state.book.longest_return_ms)
    _enter(it, "flow", at)


@applies(RecordingStarted)
def recording_started(state: State, event: RecordingStarted, at: int) -> None:
    """The recording runs."""
    if it := state.data.interactions.get(event.interaction):
        it.recording = event.recording


@applies(RecordingEnded)
def recording_ended(state: State, event: RecordingEnded, at: int) -> None:
    """The recording is complete."""
    if it := state.data.interactions.get(event.interaction):
        it.recording = ""


@applies(VoicemailTaken)
def voicemail_taken(state: State, event: VoicemailTaken, at: int) -> None:
    """The work item, which arrived just before, carries the message."""
    state.data.interactions[event.task].sound = event.sound


@applies(InteractionClosed)
def closed(state: State, event: InteractionClosed, at: int) -> None:
    """End it; it stays known while somebody does after-call work."""
    it = state.data.interactions[event.interaction]
    it.cause = event.cause
    _enter(it, "closed", at)


def _enter(it: Interaction, phase: str, at: int) -> None:
    it.phase, it.phase_since = phase, at
