"""Facts from channels and connectors about the step that an interaction is at."""

from __future__ import annotations

from hollyhock.contracts.commands import LookUpDone, StepDone
from hollyhock.contracts.events import AnnouncementEnded, DataAttached
from hollyhock.contracts.flow import LookUp
from hollyhock.contracts.routing import Overflow
from hollyhock.core.data import Interaction
from hollyhock.core.decide.decision import Decision, handles
from hollyhock.core.decide.moves import close
from hollyhock.core.decide.queueing import takes_callbacks
from hollyhock.core.interpreter import Message, leave_line, node_of, resume

SHORTEST_MESSAGE_MS = 1_000
"""A recording below this is somebody hanging up at the tone, not a message."""


@handles(StepDone)
def step_done(d: Decision, command: StepDone) -> None:
    """Go on in the flow, or back to music after an announcement; news of an older step is only kept as values."""
    it = d.state.interaction(command.interaction)
    if it is None:
        return
    if d.personal:
        d.emit(DataAttached(interaction=it.id, personal=d.personal))
    if it.farewell:
        if it.visit == command.visit:
            close(d, it, "callback")
    elif it.phase == "waiting" and command.outcome == "digits" and command.digits:
        _chosen(d, it, command)
    elif it.phase == "waiting" and it.announcement is not None and it.visit == command.visit:
        d.emit(AnnouncementEnded(interaction=it.id, visit=it.visit + 1))
    elif it.phase == "flow" and it.node:
        _flow_step(d, it, command)


def _chosen(d: Decision, it: Interaction, command: StepDone) -> None:
    """Let a waiting caller be called back; the key may have been pressed just before an announcement began or ended."""
    if command.digits == it.key and command.visit in (it.visit, it.visit - 1) and takes_callbacks(d, it.queue):
        leave_line(d, it, Overflow(kind="callback"))
    elif it.announcement is not None and it.visit == command.visit:
        d.emit(AnnouncementEnded(interaction=it.id, visit=it.visit + 1))


def _flow_step(d: Decision, it: Interaction, command: StepDone) -> None:
    recorded = command.outcome == "recorded" and command.duration_ms >= SHORTEST_MESSAGE_MS
    message = Message(command.task, command.sound, command.duration_ms) if recorded else None
    if it.visit == command.visit:
        resume(d, it, command.outcome, command.digits, message)


@handles(LookUpDone)
def look_up_done(d: Decision, command: LookUpDone) -> None:
    """Attach the answer, also a late one; only the node that still waits for it goes on."""
    it = d.state.interaction(command.interaction)
    if it is None:
        return
    if command.data or d.personal:
        d.emit(DataAttached(interaction=it.id, data=command.data, personal=d.personal))
    waits = it.phase == "flow" and it.visit == command.visit and isinstance(node_of(d.state, it), LookUp)
    if waits:
        resume(d, it, "found" if command.found else "unknown")
