"""The fold of one interaction: its events, in order, become segments and offers."""

from __future__ import annotations

from hollyhock.contracts import events as ev
from hollyhock.core.kpi.rows import AGENT, FLOW, GAP, HOLD, QUEUE, TALK, Contact, Offer, Segment
from hollyhock.core.kpi.rules import Rules

_LOST = frozenset({"switch_lost", "failed", "lost"})


def open_contact(event: ev.InteractionArrived, at: int) -> Contact:
    """Return the interaction as it is when it has just arrived."""
    return Contact(
        interaction=event.interaction,
        medium=event.medium,
        entry_point=event.entry_point,
        language=event.language,
        arrived=event.came or at,
        parent=event.parent,
        adopted=event.adopted,
        data=dict(event.data),
    )


def apply(contact: Contact, event: ev.Event, at: int, rules: Rules) -> None:
    """Change ``contact`` by one of its events at the time ``at``; events that say nothing here change nothing."""
    match event:
        case ev.DataAttached():
            contact.data = contact.data | event.data
            contact.language = event.data.get("language", contact.language)
        case ev.FlowStarted():
            _begin(contact, FLOW, event.flow, at)
        case ev.FlowEnded():
            _end(_current(contact, FLOW), at, event.outcome)
        case ev.VoicemailTaken():
            contact.sound, contact.sound_ms = event.sound, event.duration_ms
            contact.took_message = event.interaction == contact.interaction
        case ev.InteractionClosed():
            _close(contact, event.cause, at, rules)
        case ev.Queued() | ev.CallbackDue() | ev.Dequeued() | ev.OfferMade() | ev.OfferAccepted() | ev.OfferEnded():
            _apply_queue(contact, event, at, rules)
        case ev.WrapUpStarted() | ev.WrapUpNoted() | ev.WrapUpFinished():
            _apply_wrap_up(contact, event, at, rules)
        case (
            ev.Established() | ev.Held() | ev.Retrieved() | ev.Reattaching() | ev.Transferred() | ev.ConnectionCleared()
        ):
            _apply_agent(contact, event, at)
        case _:
            pass


def _apply_queue(contact: Contact, event: ev.Event, at: int, rules: Rules) -> None:
    match event:
        case ev.Queued():
            segment = _begin(contact, QUEUE, event.queue, at)
            segment.queue, segment.cause = event.queue, event.cause
            segment.priority, segment.since = event.priority, event.since
            contact.queue = event.queue
        case ev.CallbackDue() if (resting := _current(contact, QUEUE)) is not None:
            resting.began = at
        case ev.Dequeued():
            _leave_queue(contact, event.outcome, at, rules)
        case ev.OfferMade():
            contact.offers.append(_offer(event, at, rules))
        case ev.OfferAccepted():
            _end_offer(contact, event.offer, at, "accepted")
            queue = _leave_queue(contact, "answered", at, rules)
            _connect(contact, event.agent, queue, at, rules)
        case ev.OfferEnded():
            _end_offer(contact, event.offer, at, event.outcome)


def _apply_agent(contact: Contact, event: ev.Event, at: int) -> None:
    segment = _current(contact, AGENT)
    if segment is None:
        return
    match event:
        case ev.Established() | ev.Retrieved():
            _talk(contact, segment, at)
        case ev.Held():
            _phase(segment, HOLD, at)
        case ev.Reattaching():
            _phase(segment, GAP, at)
        case ev.Transferred():
            segment.transferred = at
        case ev.ConnectionCleared():
            _end(segment, at, event.cause)


def _apply_wrap_up(
    contact: Contact, event: ev.WrapUpStarted | ev.WrapUpNoted | ev.WrapUpFinished, at: int, rules: Rules
) -> None:
    segment = _latest(contact, AGENT, event.agent)
    if segment is None:
        return
    match event:
        case ev.WrapUpStarted():
            segment.acw_began, segment.handled = at, None
        case ev.WrapUpNoted():
            segment.wrap_up_code = contact.wrap_up_code = event.code or segment.wrap_up_code
            contact.left_open = contact.wrap_up_code in rules.leaves_open if event.code else contact.left_open
        case ev.WrapUpFinished() if segment.acw_began is not None and segment.acw_ended is None:
            segment.acw_ended = segment.handled = at
            segment.acw_ms = at - segment.acw_began
        case _:
            pass


def _begin(contact: Contact, kind: str, holder: str, at: int) -> Segment:
    segment = Segment(
        interaction=contact.interaction, number=len(contact.segments) + 1, kind=kind, holder=holder, began=at
    )
    contact.segments.append(segment)
    return segment


def _end(segment: Segment | None, at: int, outcome: str) -> None:
    if segment is None:
        return
    segment.ended, segment.outcome = at, outcome
    if segment.kind == AGENT:
        _phase(segment, "", at)
        segment.phase_since = None
        segment.handled = at


def _connect(contact: Contact, agent: str, queue: str, at: int, rules: Rules) -> None:
    segment = _begin(contact, AGENT, agent, at)
    place = rules.place(agent)
    segment.queue, segment.team, segment.site = queue, place.team, place.site
    contact.agent = agent
    # Who takes a call back has nobody to talk to yet.
    segment.phase, segment.phase_since = GAP, at
    if contact.medium != "callback" or contact.answered is not None:
        _talk(contact, segment, at)


def _talk(contact: Contact, segment: Segment, at: int) -> None:
    _phase(segment, TALK, at)
    if contact.answered is None:
        contact.answered = at


def _leave_queue(contact: Contact, outcome: str, at: int, rules: Rules) -> str:
    segment = _current(contact, QUEUE)
    if segment is None:
        return contact.queue
    _end(segment, at, outcome)
    rule = rules.queue(segment.queue)
    segment.within = outcome != "flow_out" and rule.within(segment.began, at)
    segment.short = outcome == "abandoned" and segment.wait_ms < rule.short_abandon_ms
    return segment.queue


def _phase(segment: Segment, phase: str, at: int) -> None:
    if segment.phase_since is not None:
        spent = at - segment.phase_since
        if segment.phase == TALK:
            segment.talk_ms += spent
        elif segment.phase == HOLD:
            segment.hold_ms += spent
        else:
            segment.gap_ms += spent
    segment.phase, segment.phase_since = phase, at


def _offer(event: ev.OfferMade, at: int, rules: Rules) -> Offer:
    return Offer(
        offer=event.offer,
        interaction=event.interaction,
        agent=event.agent,
        queue=event.queue,
        made=at,
        deadline=event.deadline,
        trace=event.trace,
        team=rules.place(event.agent).team,
    )


def _end_offer(contact: Contact, name: str, at: int, outcome: str) -> None:
    for offer in reversed(contact.offers):
        if offer.offer == name and offer.ended is None:
            offer.ended, offer.outcome = at, outcome
            return


def _close(contact: Contact, cause: str, at: int, rules: Rules) -> None:
    """End what an abrupt end (switch lost, adopted and gone) left open, and say how it came out."""
    _end(_current(contact, FLOW), at, cause)
    _leave_queue(contact, "abandoned" if cause in {"abandoned", "customer"} else "flow_out", at, rules)
    _end(_current(contact, AGENT), at, cause)
    contact.closed, contact.cause = at, cause
    contact.outcome = _outcome(contact)


def _outcome(contact: Contact) -> str:
    if contact.answered is not None:
        return "answered"
    if contact.cause in {"standby", "callback", "not_reached"}:
        return contact.cause
    if contact.took_message:
        return "voicemail"
    queued = [segment for segment in contact.segments if segment.kind == QUEUE]
    if queued:
        return queued[-1].outcome
    return "lost" if contact.cause in _LOST else "self_service"


def _current(contact: Contact, kind: str) -> Segment | None:
    for segment in reversed(contact.segments):
        if segment.kind == kind and segment.ended is None:
            return segment
    return None


def _latest(contact: Contact, kind: str, holder: str) -> Segment | None:
    for segment in reversed(contact.segments):
        if segment.kind == kind and segment.holder == holder:
            return segment
    return None
