"""Runs flows: enters nodes, decides those that need nobody, stops where a channel or a connector must answer."""

from __future__ import annotations

from typing import NamedTuple

from hollyhock.contracts.events import (
    CallbackPromised,
    Dequeued,
    FlowEnded,
    FlowStarted,
    InteractionArrived,
    InteractionClosed,
    NodeEntered,
    NodeLeft,
    VoicemailTaken,
)
from hollyhock.contracts.flow import AnyNode, Branch, Flow, HangUp, Hours, LookUp, Menu, Staffed, ToQueue
from hollyhock.contracts.routing import Overflow
from hollyhock.core.data import Interaction
from hollyhock.core.decide.decision import Decision
from hollyhock.core.decide.moves import close, end_offer, set_values
from hollyhock.core.decide.queueing import enqueue, enter, keep_place, overflow_into, takes_callbacks
from hollyhock.core.flows.semantics import after
from hollyhock.core.flows.steps import Again, End, Enqueue, Go, Step, TakeMessage
from hollyhock.core.hours import is_open
from hollyhock.core.promise import can_be_called
from hollyhock.core.state import State

MOST_FLOWS = 8
"""Flows to which full lines send an interaction in one go; whoever would be sent round in a circle finds it busy."""
FAREWELL_MS = 20_000
"""After so long a caller has heard that the place is kept, whatever came of the words."""
MOST_STEPS = 200
"""Nodes in one go before a flow counts as running in a circle; validation refuses such flows, this is the net."""


def flow_of(state: State, it: Interaction) -> Flow | None:
    """Return the flow version that an interaction is in, even when a newer one has been published."""
    current = state.book.flows.get(it.flow)
    if current is not None and current.version == it.flow_version:
        return current
    kept = (f for f in state.data.kept_flows if (f.code, f.version) == (it.flow, it.flow_version))
    return next(kept, None)


def node_of(state: State, it: Interaction) -> AnyNode | None:
    """Return the node that an interaction stands at."""
    flow = flow_of(state, it)
    return flow.nodes.get(it.node) if flow and it.node else None


def start(d: Decision, it: Interaction, code: str) -> None:
    """Give the interaction to a flow; without one it cannot be served and is closed."""
    flow = d.state.book.flows.get(code)
    if flow is None:
        close(d, it, "failed")
        return
    d.emit(FlowStarted(interaction=it.id, flow=flow.code, version=flow.version))
    _run(d, it, Go(node=flow.start))


class Message(NamedTuple):
    """A recorded message and the id of the work item to make of it."""

    task: str
    sound: str
    duration_ms: int


def resume(d: Decision, it: Interaction, outcome: str, digits: str = "", message: Message | None = None) -> None:
    """Go on after the present node ended with an outcome; ``recorded`` brings a message."""
    node = node_of(d.state, it)
    if node is None:
        close(d, it, "failed")
        return
    step = _leave(d, it, node, outcome, digits)
    if isinstance(step, TakeMessage):
        if message is not None:
            make_work_item(d, it, message, step.queue, d.now)
        step = Go(node=step.next)
    _run(d, it, step)


def _run(d: Decision, it: Interaction, step: Step) -> None:
    for _ in range(MOST_STEPS):
        match step:
            case Go():
                set_values(d, it, step.set)
                node = _enter(d, it, step.node)
            case Again():
                node = _enter(d, it, it.node, attempt=it.attempt + 1, because=step.because)
            case Enqueue():
                set_values(d, it, step.set)
                d.emit(FlowEnded(interaction=it.id, outcome="queued"))
                overflow(d, it, enter(d, it, step), d.now, step.queue)
                return
            case End():
                d.emit(FlowEnded(interaction=it.id, outcome="hung_up"))
                d.emit(InteractionClosed(interaction=it.id, cause=step.cause))
                return
            case _:
                break
        if node is None:
            break
        outcome = _decided(d, it, node)
        if outcome is None:
            return
        step = _leave(d, it, node, outcome, "")
    d.emit(FlowEnded(interaction=it.id, outcome="failed"))
    d.emit(InteractionClosed(interaction=it.id, cause="failed"))


def _enter(d: Decision, it: Interaction, name: str, *, attempt: int = 1, because: str = "") -> AnyNode | None:
    flow = flow_of(d.state, it)
    node = flow.nodes.get(name) if flow else None
    if node is not None:
        deadline = d.now + node.budget_ms if isinstance(node, LookUp) else None
        d.emit(
            NodeEntered(
                interaction=it.id,
                node=name,
                visit=it.visit + 1,
                attempt=attempt,
                because=because,
                deadline=deadline,
            ),
        )
    return node


def _decided(d: Decision, it: Interaction, node: AnyNode) -> str | None:
    """Return the outcome of a node that needs nobody; None for one that waits."""
    match node:
        case Branch():
            return {"language": it.language, **it.data}.get(node.on, "")
        case Hours():
            calendar = d.state.book.calendars.get(node.calendar)
            return "open" if calendar is None or is_open(calendar, d.now) else "closed"
        case Staffed():
            return "yes" if _staffed(d.state, node.queue) else "no"
        case ToQueue():
            return "queued"
        case HangUp() if not node.say:
            return "done"
        case _:
            return None


def _staffed(state: State, queue: str) -> bool:
    entry = state.book.queues.get(queue)
    if entry is None:
        return False
    return any(state.index.benches.logged_on.get(number, 0) for number in state.book.classes_asked(queue))


def _leave(d: Decision, it: Interaction, node: AnyNode, outcome: str, digits: str) -> Step:
    step = after(node, outcome, digits, it.attempt)
    digit = digits if isinstance(node, Menu) else ""
    d.emit(NodeLeft(interaction=it.id, node=it.node, visit=it.visit, outcome=outcome, digit=digit))
    return step


def overflow(d: Decision, it: Interaction, target: Overflow | None, since: int, queue: str) -> None:
    """Send an interaction on that found a queue full or has come to its end; ``since``: from when its wait counts."""
    tried: frozenset[str] = frozenset({queue})
    while target is not None and target.kind == "queue":
        queue, following = target.to, overflow_into(d, it, target.to, since, tried)
        tried, target = tried | {queue}, following
    if target is None:
        return
    if it.is_ticket:
        # What was promised is kept: it waits on in its place until another line takes it.
        keep_place(d, it, it.queue, since)
    elif target.kind == "flow" and d.sent_on.get(it.id, 0) < MOST_FLOWS:
        d.sent_on[it.id] = d.sent_on.get(it.id, 0) + 1
        start(d, it, target.to)
    elif target.kind == "callback" and can_be_called(it, d.state.book) and takes_callbacks(d, queue):
        _promise_callback(d, it, queue, since)
    else:
        close(d, it, "busy")


def leave_line(d: Decision, it: Interaction, target: Overflow) -> None:
    """Take an interaction out of the line whose end it has reached, and send it on."""
    for offer in list(it.offers):
        end_offer(d, offer, "withdrawn")
    since = it.since
    d.emit(Dequeued(interaction=it.id, queue=it.queue, outcome="flow_out"))
    overflow(d, it, target, since, it.queue)


def _promise_callback(d: Decision, it: Interaction, queue: str, since: int) -> None:
    """Let a call back wait in the caller's place, tell the caller so, and end the call."""
    task = d.state.fresh("k")
    d.emit(
        InteractionArrived(
            interaction=task,
            medium="callback",
            entry_point=it.entry_point,
            language=it.language,
            data=dict(it.data),
            personal=tuple(it.personal),
            customer=it.customer,
            parent=it.id,
        ),
    )
    keep_place(d, d.state.data.interactions[task], queue, since, it.priority)
    d.emit(CallbackPromised(interaction=it.id, task=task, visit=it.visit + 1, deadline=d.now + FAREWELL_MS))


def make_work_item(d: Decision, it: Interaction, message: Message, queue: str, taken_at: int) -> None:
    """Let a message of an interaction arrive as an interaction of its own."""
    d.emit(
        InteractionArrived(
            interaction=message.task,
            medium="voicemail",
            entry_point=it.entry_point,
            language=it.language,
            data=dict(it.data),
            personal=tuple(it.personal),
            parent=it.id,
        ),
    )
    d.emit(
        VoicemailTaken(
            interaction=it.id,
            task=message.task,
            sound=message.sound,
            duration_ms=message.duration_ms,
            taken_at=taken_at,
        ),
    )
    enqueue(d, d.state.data.interactions[message.task], queue, None, "voicemail")
