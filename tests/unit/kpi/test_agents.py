"""An agent's mode and load become stays in CSTA states."""

from __future__ import annotations

from hollyhock.contracts import events as ev
from hollyhock.contracts.commands import Tick
from hollyhock.contracts.directory import Agent, Directory
from hollyhock.contracts.journal import Entry
from hollyhock.core.kpi.fold import Books, Changes, apply

CALL = "demo.main.i1"


def stays(*steps: tuple[int, tuple[ev.AnyEvent, ...]]) -> list[tuple[str, str, int, int | None]]:
    books, changes = Books(), Changes()
    for seq, (at, events) in enumerate(steps, 1):
        apply(books, Entry(seq=seq, epoch=1, at=at, id=str(seq), actor="x", command=Tick(), events=events), changes)
    return [(stay.state, stay.reason, stay.began, stay.ended) for stay in changes.stays.values()]


def test_a_shift_is_one_unbroken_row_of_states() -> None:
    assert stays(
        (0, (ev.AgentLoggedOn(agent="1", session="s"),)),
        (10, (ev.AgentReady(agent="1"),)),
        (20, (_offer(),)),
        (
            30,
            (
                ev.OfferAccepted(offer="o", interaction=CALL, agent="1"),
                ev.Established(interaction=CALL, agent="1", queue="q", leg="o"),
            ),
        ),
        (35, (ev.Held(interaction=CALL, agent="1"),)),
        (
            40,
            (
                ev.ConnectionCleared(interaction=CALL, agent="1", cause="customer"),
                ev.InteractionClosed(interaction=CALL, cause="customer"),
                ev.WrapUpStarted(agent="1", interaction=CALL, queue="q", deadline=90),
            ),
        ),
        (60, (ev.WrapUpFinished(agent="1", interaction=CALL, cause="self"),)),
        (70, (ev.AgentNotReady(agent="1", reason="meal"),)),
        (80, (ev.AgentNotReady(agent="1", reason="meeting"),)),
        (90, (ev.AgentLoggedOff(agent="1", cause="self"),)),
    ) == [
        ("NotReady", "logged_on", 0, 10),
        ("Ready", "", 10, 30),
        ("Busy", "", 30, 40),
        ("WorkingAfterCall", "", 40, 60),
        ("Ready", "", 60, 70),
        ("NotReady", "meal", 70, 80),
        ("NotReady", "meeting", 80, 90),
        ("Null", "", 90, None),
    ]


def test_moving_to_another_desk_and_repeating_ready_change_no_state() -> None:
    assert stays(
        (0, (ev.AgentLoggedOn(agent="1", session="s"),)),
        (1, (ev.AgentReady(agent="1"),)),
        (2, (ev.AgentLoggedOn(agent="1", session="t"),)),
        (3, (ev.AgentReady(agent="1"),)),
    ) == [("NotReady", "logged_on", 0, 1), ("Ready", "", 1, None)]


def test_the_mode_that_was_set_during_work_follows_it() -> None:
    assert stays(
        (0, (ev.AgentLoggedOn(agent="1", session="s"), ev.AgentReady(agent="1"))),
        (1, (ev.OfferAccepted(offer="o", interaction=CALL, agent="1"),)),
        (2, (ev.AgentNotReady(agent="1", reason="meal"),)),
        (3, (ev.ConnectionCleared(interaction=CALL, agent="1", cause="agent"),)),
    ) == [("Ready", "", 0, 1), ("Busy", "", 1, 3), ("NotReady", "meal", 3, None)]


def test_busy_lasts_while_any_interaction_is_held() -> None:
    other = "demo.main.i2"
    assert [
        state
        for state, *_ in stays(
            (0, (ev.AgentLoggedOn(agent="1", session="s"), ev.AgentReady(agent="1"))),
            (1, (ev.OfferAccepted(offer="o", interaction=CALL, agent="1"),)),
            (2, (ev.OfferAccepted(offer="p", interaction=other, agent="1"),)),
            (3, (ev.ConnectionCleared(interaction=CALL, agent="1", cause="agent"),)),
            (3, (ev.WrapUpStarted(agent="1", interaction=CALL, queue="q", deadline=9),)),
            (4, (ev.ConnectionCleared(interaction=other, agent="1", cause="agent"),)),
            (5, (ev.WrapUpFinished(agent="1", interaction=CALL, cause="self"),)),
        )
    ] == ["Ready", "Busy", "WorkingAfterCall", "Ready"]


def test_stays_say_where_the_agent_belonged_then() -> None:
    books, changes = Books(), Changes()
    directory = Directory(version=1, agents=(Agent(code="1", name="Li", team="north", site="bj"),))
    events = (ev.DirectoryPublished(directory=directory), ev.AgentLoggedOn(agent="1", session="s"))
    apply(books, Entry(seq=1, epoch=1, at=0, id="c", actor="x", command=Tick(), events=events), changes)
    assert [(stay.team, stay.site) for stay in changes.stays.values()] == [("north", "bj")]


def _offer() -> ev.OfferMade:
    return ev.OfferMade(offer="o", interaction=CALL, agent="1", queue="q", deadline=99, trace=ev.Trace())
