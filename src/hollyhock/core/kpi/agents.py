"""The fold of one agent: mode and load become stays in CSTA states (ECMA-269, 6.1.1.6.4)."""

from __future__ import annotations

from hollyhock.contracts import events as ev
from hollyhock.core.kpi.rows import AgentBook, StateInterval
from hollyhock.core.kpi.rules import Place


def apply(book: AgentBook, event: ev.Event) -> None:
    """Change mode and load by one of the agent's events; offers alone change neither."""
    match event:
        case ev.AgentLoggedOn() if book.mode == "Null":
            book.mode, book.reason = "NotReady", "logged_on"
        case ev.AgentLoggedOff():
            book.mode, book.reason = "Null", ""
            book.wrapping = []
        case ev.AgentReady():
            book.mode, book.reason = "Ready", ""
        case ev.AgentNotReady():
            book.mode, book.reason = "NotReady", event.reason
        case ev.OfferAccepted():
            book.holds = [*book.holds, event.interaction]
        case ev.ConnectionCleared() | ev.InteractionClosed():
            book.holds = [held for held in book.holds if held != event.interaction]
        case ev.WrapUpStarted():
            book.wrapping = [*book.wrapping, event.interaction]
        case ev.WrapUpFinished():
            book.wrapping = [work for work in book.wrapping if work != event.interaction]
        case _:
            pass


def settle(book: AgentBook, at: int, place: Place) -> list[StateInterval]:
    """Return the stays that end or begin because of what the entry at ``at`` changed; empty when the state stays.

    Called once per journal entry: what passes within one entry is no state of its own.
    """
    state, reason = _derive(book)
    previous = book.interval
    if previous is not None and (previous.state, previous.reason) == (state, reason):
        return []
    book.interval = StateInterval(
        agent=book.agent,
        number=1 if previous is None else previous.number + 1,
        state=state,
        reason=reason,
        team=place.team,
        site=place.site,
        began=at,
    )
    if previous is None:
        return [book.interval]
    previous.ended = at
    return [previous, book.interval]


def _derive(book: AgentBook) -> tuple[str, str]:
    if book.mode == "Null":
        return "Null", ""
    if book.holds:
        return "Busy", ""
    if book.wrapping:
        return "WorkingAfterCall", ""
    return book.mode, book.reason
