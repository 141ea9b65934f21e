"""Whatever lawful history: the fold is the same in one go and in batches, and its rows hold together."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from hollyhock.contracts.journal import Entry
from hollyhock.core.kpi.fold import Books, Changes, apply
from hollyhock.testing.histories import History


def fold(entries: list[Entry]) -> tuple[Books, Changes]:
    books, changes = Books(), Changes()
    for entry in entries:
        apply(books, entry, changes)
    return books, changes


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 400))
def test_segments_follow_each_other_and_phases_fill_them(seed: int, steps: int) -> None:
    books, changes = fold(History(Random(seed), 1_700_000_000_000).run(steps))
    for contact in books.contacts.values():
        ended = None
        for number, segment in enumerate(contact.segments, 1):
            assert segment.number == number
            assert ended is None or segment.began >= ended
            if segment.kind == "agent" and segment.ended is not None:
                assert segment.talk_ms + segment.hold_ms + segment.gap_ms == segment.ended - segment.began
            if segment.ended is None:
                assert segment is contact.segments[-1]
                assert contact.closed is None
            ended = segment.ended
        assert (contact.outcome == "open") == (contact.closed is None)
        assert sum(offer.ended is None for offer in contact.offers) <= 1
    by_agent: dict[str, int | None] = {}
    for stay in changes.stays.values():
        assert by_agent.get(stay.agent, stay.began) == stay.began
        by_agent[stay.agent] = stay.ended


def test_the_histories_are_varied_enough_to_mean_something() -> None:
    books, changes = fold(History(Random(7), 1_700_000_000_000).run(6_000))
    contacts = books.contacts.values()
    assert {c.outcome for c in contacts} >= {"answered", "voicemail", "abandoned", "flow_out", "self_service", "lost"}
    assert {o.outcome for c in contacts for o in c.offers} >= {"accepted", "refused", "expired", "withdrawn", "failed"}
    assert {s.state for s in changes.stays.values()} == {"Null", "NotReady", "Ready", "Busy", "WorkingAfterCall"}
    assert any(s.transferred for c in contacts for s in c.segments)
    assert any(s.gap_ms and s.hold_ms and s.acw_ms for c in contacts for s in c.segments)
