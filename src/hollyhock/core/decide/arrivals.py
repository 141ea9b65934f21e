"""Facts about customers: they arrive, leave, leave messages, are recorded."""

from __future__ import annotations

from hollyhock.contracts.commands import Arrive, AttachData, CustomerLeft, RecordingNoted, VoicemailImported
from hollyhock.contracts.errors import Unknown
from hollyhock.contracts.events import (
    DataAttached,
    InteractionArrived,
    InteractionClosed,
    RecordingEnded,
    RecordingStarted,
)
from hollyhock.contracts.flow import ToQueue, Voicemail
from hollyhock.core import interpreter
from hollyhock.core.decide.callbacks import not_reached
from hollyhock.core.decide.decision import Decision, handles
from hollyhock.core.decide.moves import close
from hollyhock.core.state import State


@handles(Arrive)
def arrive(d: Decision, command: Arrive) -> None:
    """Open an interaction and start its entry point's flow; an arrival told twice is one arrival."""
    if command.interaction in d.state.data.interactions:
        return
    point = d.state.book.entry_points.get(command.entry_point)
    d.emit(
        InteractionArrived(
            interaction=command.interaction,
            medium=command.medium,
            entry_point=command.entry_point,
            leg=command.leg,
            customer=command.customer,
            language=point.language if point else "zh-Hans",
            data=command.data,
            personal=d.personal,
            adopted=command.adopted,
        ),
    )
    it = d.state.data.interactions[command.interaction]
    came = d.state.data.came.get(f"{it.entry_point} {it.customer}") if it.customer else None
    if came is not None and point is not None and point.limit is not None and came.times > point.limit.arrivals:
        close(d, it, "busy")
    else:
        interpreter.start(d, it, point.flow if point else "")


@handles(CustomerLeft)
def customer_left(d: Decision, command: CustomerLeft) -> None:
    """End the interaction, withdraw its offer, free its agent."""
    it = d.state.interaction(command.interaction)
    if it is None:
        return
    if it.farewell:
        close(d, it, "callback")
        return
    if it.is_ticket:
        return  # There is nobody who could leave.
    if it.phase == "dialling":
        not_reached(d, it, "switch_lost" if command.cause == "switch_lost" else "no_answer")
        return
    waiting = it.phase == "waiting" and command.cause == "hang_up"
    close(d, it, "abandoned" if waiting else {"hang_up": "customer"}.get(command.cause, command.cause))


@handles(AttachData)
def attach_data(d: Decision, command: AttachData) -> None:
    """Attach values to an interaction for the rest of its life."""
    it = d.state.interaction(command.interaction)
    if it is None:
        raise Unknown(field="interaction", what="interaction", name=command.interaction)
    d.emit(DataAttached(interaction=it.id, data=command.data, personal=d.personal))


@handles(RecordingNoted)
def recording_noted(d: Decision, command: RecordingNoted) -> None:
    """Keep the record of what was recorded, once; it may end after its interaction has been closed."""
    it = d.state.interaction(command.interaction)
    running = it is not None and it.recording == command.recording
    if command.running and not running:
        d.emit(RecordingStarted(interaction=command.interaction, recording=command.recording))
    elif not command.running and (running or it is None):
        d.emit(RecordingEnded(interaction=command.interaction, recording=command.recording))


@handles(VoicemailImported)
def voicemail_imported(d: Decision, command: VoicemailImported) -> None:
    """Record a call that the standby extension served; its message becomes a work item where the flow's would."""
    if command.interaction in d.state.data.interactions:
        return
    point = d.state.book.entry_points.get(command.entry_point)
    d.emit(
        InteractionArrived(
            interaction=command.interaction,
            medium="voice",
            entry_point=command.entry_point,
            language=point.language if point else "zh-Hans",
            personal=d.personal,
            # Reports count it when the caller came, not when the engine was back to hear of it.
            came=min(command.taken_at, d.now),
        ),
    )
    it = d.state.data.interactions[command.interaction]
    queue = _message_queue(d.state, command.entry_point)
    if command.sound and queue:
        message = interpreter.Message(f"{command.interaction}m", command.sound, command.duration_ms)
        interpreter.make_work_item(d, it, message, queue, command.taken_at)
    d.emit(InteractionClosed(interaction=it.id, cause="standby"))


def _message_queue(state: State, entry_point: str) -> str:
    point = state.book.entry_points.get(entry_point)
    flow = state.book.flows.get(point.flow) if point else None
    nodes = list(flow.nodes.values()) if flow else []
    takers = [n.queue for n in nodes if isinstance(n, Voicemail)] + [n.queue for n in nodes if isinstance(n, ToQueue)]
    return takers[0] if takers else next(iter(state.book.queues), "")
