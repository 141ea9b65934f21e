"""What call backs count as: nobody has given up, and nobody is answered who was not reached."""

from __future__ import annotations

from hollyhock.contracts import events as ev
from hollyhock.core.kpi import contacts
from hollyhock.core.kpi.rows import AGENT, QUEUE, Contact
from hollyhock.core.kpi.rules import Rules

IT, AT = "i1", 1_000


def folded(medium: str, *events: ev.Event) -> Contact:
    """Fold events that follow each other by a second."""
    contact = contacts.open_contact(
        ev.InteractionArrived(interaction=IT, medium=medium, entry_point="line", language="en"), 0
    )
    for number, event in enumerate(events, 1):
        contacts.apply(contact, event, number * AT, Rules())
    return contact


def queued() -> ev.Queued:
    return ev.Queued(interaction=IT, queue="sales", priority=5, visit=1, since=0, cause="callback")


def taken() -> tuple[ev.Event, ...]:
    return (
        ev.OfferAccepted(offer="o1", interaction=IT, agent="a1"),
        ev.CallbackTaken(interaction=IT, agent="a1", leg="o1", deadline=0),
        ev.CustomerDialled(interaction=IT, agent="a1", leg="l1", trunk="t", attempt=1, deadline=0),
    )


def test_a_later_try_is_offered_and_waits_from_when_its_pause_is_over() -> None:
    contact = folded(
        "callback",
        queued(),
        ev.CallbackDue(interaction=IT),
        ev.OfferAccepted(offer="o1", interaction=IT, agent="a1"),
    )
    (line,) = [s for s in contact.segments if s.kind == QUEUE]
    assert (line.began, line.wait_ms) == (2 * AT, AT)


def test_the_call_in_which_it_was_promised_is_not_abandoned() -> None:
    promised = ev.CallbackPromised(interaction=IT, task="k1", visit=2, deadline=0)
    contact = folded(
        "voice",
        queued(),
        ev.Dequeued(interaction=IT, queue="sales", outcome="flow_out"),
        promised,
        ev.InteractionClosed(interaction=IT, cause="callback"),
    )
    assert contact.outcome == "callback"
    assert [s.outcome for s in contact.segments if s.kind == QUEUE] == ["flow_out"]


def test_the_talk_begins_when_the_customer_answers() -> None:
    contact = folded(
        "callback",
        queued(),
        *taken(),
        ev.Established(interaction=IT, agent="a1", queue="sales", leg="o1"),
        ev.ConnectionCleared(interaction=IT, agent="a1", cause="customer"),
        ev.InteractionClosed(interaction=IT, cause="customer"),
    )
    (segment,) = [s for s in contact.segments if s.kind == AGENT]
    assert (contact.outcome, contact.answered) == ("answered", 5 * AT)
    assert (segment.gap_ms, segment.talk_ms) == (3 * AT, AT)


def test_who_was_not_reached_was_not_answered_and_no_talk_is_counted() -> None:
    contact = folded(
        "callback",
        queued(),
        *taken(),
        ev.CustomerNotReached(interaction=IT, agent="a1", cause="busy"),
        ev.ConnectionCleared(interaction=IT, agent="a1", cause="not_reached"),
        ev.InteractionClosed(interaction=IT, cause="not_reached"),
    )
    (segment,) = [s for s in contact.segments if s.kind == AGENT]
    assert (contact.outcome, contact.answered, segment.talk_ms, segment.outcome) == (
        "not_reached",
        None,
        0,
        "not_reached",
    )
