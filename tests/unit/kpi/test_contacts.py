"""An interaction's events become segments with the right holders, ends and times."""

from __future__ import annotations

import msgspec
import pytest

from hollyhock.contracts import events as ev
from hollyhock.contracts.commands import Tick
from hollyhock.contracts.directory import Agent, Calendar, Directory, Hours, Names, Queue
from hollyhock.contracts.journal import Entry
from hollyhock.contracts.routing import Ring
from hollyhock.core.kpi.fold import Books, Changes, apply, personal_of, touched
from hollyhock.core.kpi.rows import QUEUE, Contact

HOUR = 3_600_000
CALL = "demo.main.i1"
TASK = "demo.main.i2"
DIRECTORY = Directory(
    version=1,
    queues=(
        Queue(
            code="sales", name=Names("销售", "Sales"), rings=(Ring(),), service_level_ms=20_000, short_abandon_ms=5_000
        ),
    ),
    agents=(Agent(code="1001", name="Li", team="north", site="bj"),),
)


class Bench:
    def __init__(self) -> None:
        self.books, self.changes, self.seq = Books(), Changes(), 0
        self.personal = set[str]()
        self.at(0, ev.DirectoryPublished(directory=DIRECTORY))

    def at(self, at: int, *events: ev.AnyEvent) -> Contact | None:
        self.seq += 1
        entry = _entry(self.seq, at, events)
        self.personal |= personal_of([entry])
        apply(self.books, entry, self.changes)
        return self.books.contacts.get(CALL)


def _entry(seq: int, at: int, events: tuple[ev.AnyEvent, ...]) -> Entry:
    return Entry(seq=seq, epoch=1, at=at, id=str(seq), actor="timer", command=Tick(), events=events)


def arrived(interaction: str = CALL, medium: str = "voice", parent: str = "", came: int = 0) -> ev.InteractionArrived:
    return ev.InteractionArrived(
        interaction=interaction,
        medium=medium,
        entry_point="1001",
        language="zh-Hans",
        parent=parent,
        personal=("ani",),
        came=came,
    )


def queued(interaction: str = CALL, cause: str = "flow") -> ev.Queued:
    return ev.Queued(interaction=interaction, queue="sales", priority=5, visit=2, since=0, cause=cause)


def talking(bench: Bench, at: int) -> None:
    bench.at(0, arrived(), ev.FlowStarted(interaction=CALL, flow="main", version=3))
    bench.at(1_000, ev.FlowEnded(interaction=CALL, outcome="queued"), queued())
    bench.at(
        at,
        ev.OfferAccepted(offer="o", interaction=CALL, agent="1001"),
        ev.Established(interaction=CALL, agent="1001", queue="sales", leg="o"),
    )


@pytest.mark.parametrize(
    ("opens", "calendar", "within"),
    [(600, "day", True), (599, "day", False), (600, "", False)],
)
def test_the_service_level_counts_the_hours_of_the_queues_calendar(opens: int, calendar: str, within: bool) -> None:
    """A message left at night waits 90 s of the morning's hours, at a threshold of 100 s; the wait is a night."""
    came, answered = 2 * HOUR, 10 * HOUR + 90_000
    hours = Calendar(code="day", time_zone="UTC", week=tuple(Hours(day, opens, 1200) for day in range(7)))
    line = msgspec.structs.replace(DIRECTORY.queues[0], calendar=calendar, service_level_ms=100_000)
    bench = Bench()
    bench.at(0, ev.DirectoryPublished(directory=Directory(version=2, queues=(line,), calendars=(hours,))))
    bench.at(came, arrived(), queued())
    contact = bench.at(answered, ev.OfferAccepted(offer="o", interaction=CALL, agent="1001"))
    assert contact is not None
    (segment,) = [one for one in contact.segments if one.kind == QUEUE]
    assert (segment.within, segment.wait_ms) == (within, answered - came)


def test_a_call_is_a_row_of_segments_without_gaps() -> None:
    bench = Bench()
    talking(bench, 9_000)
    contact = bench.at(
        69_000,
        ev.ConnectionCleared(interaction=CALL, agent="1001", cause="customer"),
        ev.InteractionClosed(interaction=CALL, cause="customer"),
    )
    assert contact is not None
    assert [(s.kind, s.holder, s.began, s.ended, s.outcome) for s in contact.segments] == [
        ("flow", "main", 0, 1_000, "queued"),
        ("queue", "sales", 1_000, 9_000, "answered"),
        ("agent", "1001", 9_000, 69_000, "customer"),
    ]
    assert (contact.answered, contact.outcome, contact.agent, contact.queue) == (9_000, "answered", "1001", "sales")
    assert (contact.segments[2].team, contact.segments[2].site) == ("north", "bj")
    assert contact.segments[2].handled == 69_000


def test_talk_hold_and_gap_share_the_agents_segment() -> None:
    bench = Bench()
    talking(bench, 2_000)
    bench.at(12_000, ev.Held(interaction=CALL, agent="1001"))
    bench.at(15_000, ev.Retrieved(interaction=CALL, agent="1001"))
    bench.at(20_000, ev.Reattaching(interaction=CALL, agent="1001", deadline=35_000, leg="l"))
    bench.at(24_000, ev.Established(interaction=CALL, agent="1001", queue="sales", leg="l", reattached=True))
    contact = bench.at(30_000, ev.ConnectionCleared(interaction=CALL, agent="1001", cause="agent"))
    assert contact is not None
    (segment,) = [s for s in contact.segments if s.kind == "agent"]
    assert (segment.talk_ms, segment.hold_ms, segment.gap_ms) == (21_000, 3_000, 4_000)
    assert segment.talk_ms + segment.hold_ms + segment.gap_ms == segment.wait_ms


def test_a_segment_is_handled_when_its_after_call_work_is_done() -> None:
    bench = Bench()
    talking(bench, 2_000)
    contact = bench.at(
        10_000,
        ev.ConnectionCleared(interaction=CALL, agent="1001", cause="customer"),
        ev.InteractionClosed(interaction=CALL, cause="customer"),
        ev.WrapUpStarted(agent="1001", interaction=CALL, queue="sales", deadline=40_000),
    )
    assert contact is not None
    assert contact.segments[2].handled is None
    bench.at(11_000, ev.WrapUpNoted(agent="1001", interaction=CALL, code="solved", noted=True))
    bench.at(17_000, ev.WrapUpFinished(agent="1001", interaction=CALL, cause="self"))
    segment = contact.segments[2]
    assert (segment.handled, segment.acw_ms, segment.wrap_up_code) == (17_000, 7_000, "solved")
    assert contact.wrap_up_code == "solved"


def test_thresholds_decide_within_and_short() -> None:
    outcomes = {}
    for waited in (4_999, 5_000, 20_000, 20_001):
        bench = Bench()
        bench.at(0, arrived(), queued())
        contact = bench.at(
            waited,
            ev.Dequeued(interaction=CALL, queue="sales", outcome="abandoned"),
            ev.InteractionClosed(interaction=CALL, cause="abandoned"),
        )
        assert contact is not None
        outcomes[waited] = (contact.segments[0].within, contact.segments[0].short)
    assert outcomes == {4_999: (True, True), 5_000: (True, False), 20_000: (True, False), 20_001: (False, False)}


def test_a_flow_out_is_never_within() -> None:
    bench = Bench()
    bench.at(0, arrived(), queued())
    contact = bench.at(1, ev.Dequeued(interaction=CALL, queue="sales", outcome="flow_out"))
    assert contact is not None
    assert not contact.segments[0].within
    assert not contact.segments[0].short


def test_a_message_makes_the_call_a_voicemail_and_the_work_item_carries_it() -> None:
    bench = Bench()
    bench.at(0, arrived(), ev.FlowStarted(interaction=CALL, flow="main", version=1))
    contact = bench.at(
        8_000,
        arrived(TASK, "voicemail", CALL),
        ev.VoicemailTaken(interaction=CALL, task=TASK, sound="v.wav", duration_ms=7_000, taken_at=8_000),
        queued(TASK, "voicemail"),
        ev.FlowEnded(interaction=CALL, outcome="hung_up"),
        ev.InteractionClosed(interaction=CALL, cause="completed"),
    )
    assert contact is not None
    task = bench.books.contacts[TASK]
    assert (contact.outcome, contact.sound_ms) == ("voicemail", 7_000)
    assert (task.sound, task.took_message, task.outcome) == ("v.wav", False, "open")


def test_closing_ends_whatever_is_open_and_says_how_it_came_out() -> None:
    bench = Bench()
    talking(bench, 2_000)
    contact = bench.at(5_000, ev.InteractionClosed(interaction=CALL, cause="switch_lost"))
    assert contact is not None
    assert all(segment.ended is not None for segment in contact.segments)
    assert contact.segments[2].outcome == "switch_lost"


def test_outcomes_without_an_agent() -> None:
    for cause, outcome in {"completed": "self_service", "lost": "lost", "standby": "standby", "failed": "lost"}.items():
        bench = Bench()
        bench.at(0, arrived(), ev.FlowStarted(interaction=CALL, flow="main", version=1))
        contact = bench.at(5_000, ev.InteractionClosed(interaction=CALL, cause=cause))
        assert contact is not None
        assert contact.outcome == outcome


def test_a_call_that_the_standby_extension_served_counts_when_it_came() -> None:
    bench = Bench()
    contact = bench.at(7_200_000, arrived(came=5_000), ev.InteractionClosed(interaction=CALL, cause="standby"))
    assert contact is not None
    assert (contact.arrived, contact.outcome) == (5_000, "standby")


def test_a_transfer_back_credits_each_agent_segment_apart() -> None:
    bench = Bench()
    talking(bench, 2_000)
    bench.at(
        10_000,
        ev.Transferred(interaction=CALL, agent="1001", to_queue="sales"),
        ev.ConnectionCleared(interaction=CALL, agent="1001", cause="transfer"),
        queued(cause="transfer"),
        ev.WrapUpStarted(agent="1001", interaction=CALL, queue="sales", deadline=40_000),
    )
    contact = bench.at(11_000, ev.WrapUpFinished(agent="1001", interaction=CALL, cause="self"))
    assert contact is not None
    assert [s.kind for s in contact.segments] == ["flow", "queue", "agent", "queue"]
    assert (contact.segments[2].transferred, contact.segments[2].handled) == (10_000, 11_000)
    assert contact.answered == 2_000


def test_what_comes_after_the_end_or_from_nowhere_breaks_nothing() -> None:
    bench = Bench()
    bench.at(0, arrived(), ev.FlowStarted(interaction=CALL, flow="main", version=1))
    bench.at(1, ev.InteractionClosed(interaction=CALL, cause="completed"))
    contact = bench.at(2, ev.DataAttached(interaction=CALL, data={"late": "1"}, personal=("name",)))
    bench.at(3, ev.Held(interaction=CALL, agent="1001"), queued("demo.main.i9"))
    assert contact is not None
    assert contact.data == {"late": "1"}
    assert "demo.main.i9" not in bench.books.contacts
    assert bench.personal == {CALL}


def test_a_line_of_the_timeline_does_not_repeat_its_interaction() -> None:
    bench = Bench()
    bench.at(5, arrived())
    (line,) = bench.changes.timeline
    assert (line.kind, line.seq, line.index, line.at) == ("interaction_arrived", 2, 0, 5)
    assert "interaction" not in line.values
    assert line.values["entry_point"] == "1001"


def test_touched_names_what_a_batch_needs() -> None:
    taken = ev.VoicemailTaken(interaction=CALL, task=TASK, sound="v", duration_ms=1, taken_at=1)
    entry = _entry(1, 1, (taken, ev.AgentReady(agent="1001"), ev.SwitchPresence(up=True)))
    assert touched([entry]) == ({CALL, TASK}, {"1001"})
