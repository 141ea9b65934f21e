"""The projector: exactly once, in any batches, again from nothing; what a stranger sends does not stop it."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hollyhock.apps.interactions import projecting
from hollyhock.apps.interactions.models import AgentStay, Interaction, PersonalValue, ProjectorCursor, Segment
from hollyhock.apps.people.models import Team
from hollyhock.apps.recordings.models import Recording
from hollyhock.apps.tenancy.models import RoutingDomain
from hollyhock.contracts import events as ev
from hollyhock.contracts.commands import Tick
from hollyhock.contracts.journal import Entry, Personal
from hollyhock.core.kpi.fold import Books, Changes, apply
from hollyhock.testing.histories import History

from .conftest import Maker
from .helpers import SCOPE, ListJournal, catch_up, dump, rebuild

START = 1_700_000_000_000
CALL = "demo.main.i1"


def entry(seq: int, *events: ev.AnyEvent) -> Entry:
    return Entry(seq=seq, epoch=1, at=START + seq, id=str(seq), actor="timer", command=Tick(), events=events)


def arrived(name: str = CALL, *personal: str) -> ev.InteractionArrived:
    return ev.InteractionArrived(interaction=name, medium="voice", entry_point="1001", language="en", personal=personal)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), cuts=st.lists(st.integers(1, 200), max_size=8))
def test_any_batches_make_the_rows_of_one_whole_fold(domain: RoutingDomain, seed: int, cuts: list[int]) -> None:
    projecting.clear(SCOPE)
    entries = History(Random(seed), START).run(200)
    for stop in [*sorted(cuts), len(entries)]:
        after = projecting.position(SCOPE)
        projecting.project(SCOPE, [e for e in entries[:stop] if e.seq > after], ())
    in_pieces = dump()
    assert rebuild(ListJournal(entries)) == len(entries)
    assert dump() == in_pieces
    books, changes = Books(), Changes()
    for each in entries:
        apply(books, each, changes)
    assert Interaction.objects.count() == len(books.contacts)
    stored = Segment.objects.order_by("interaction", "number").values_list("interaction", "kind", "ended", "talk_ms")
    assert list(stored) == [
        (s.interaction, s.kind, s.ended, s.talk_ms)
        for name in sorted(books.contacts)
        for s in books.contacts[name].segments
    ]
    assert AgentStay.objects.count() == len(changes.stays)


def test_entries_are_projected_exactly_once(domain: RoutingDomain) -> None:
    entries = [entry(1, arrived()), entry(2, ev.FlowStarted(interaction=CALL, flow="main", version=1))]
    assert projecting.project(SCOPE, entries, ()) == 2
    assert projecting.project(SCOPE, entries, ()) == 2
    assert Segment.objects.count() == 1
    assert projecting.project(SCOPE, [entry(4, arrived("demo.main.i2"))], ()) == 2
    assert Interaction.objects.count() == 1


def test_a_failure_leaves_neither_rows_nor_cursor(domain: RoutingDomain, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(projecting, "note_recordings", fail)
    with pytest.raises(RuntimeError):
        projecting.project(SCOPE, [entry(1, arrived())], ())
    assert projecting.position(SCOPE) == 0
    assert not Interaction.objects.exists()


def test_personal_values_are_copied_as_far_as_a_record_needs_them_and_survive_being_erased(
    domain: RoutingDomain,
) -> None:
    entries = [
        entry(1, arrived(CALL, "ani")),
        entry(2, ev.DataAttached(interaction=CALL, personal=("pin", "customer_name", "balance"))),
    ]
    values = [
        Personal(CALL, "ani", "+8613800001111"),
        Personal(CALL, "pin", "1234"),
        Personal(CALL, "balance", "995"),
        Personal(CALL, "customer_name", "Wang\0"),
    ]
    journal = ListJournal(entries, values)
    catch_up(journal)
    assert dict(PersonalValue.objects.values_list("name", "value")) == {
        "ani": "+8613800001111",
        "customer_name": "Wang",
    }
    journal.values = []
    rebuild(journal)
    assert not PersonalValue.objects.exists()
    assert Interaction.objects.count() == 1


def test_absurd_values_do_not_stop_it(domain: RoutingDomain) -> None:
    strange = msgspec.structs.replace(arrived(), entry_point="9" * 4_000, data={"page\0": "\0" + "x" * 9_000})
    catch_up(ListJournal([entry(1, strange)], [Personal(CALL, "ani", "7" * 4_000)]))
    row = Interaction.objects.get()
    assert len(row.entry_point) == 200
    assert row.data == {"page": "x" * 9_000}


def test_rows_carry_the_person_and_team_of_then(
    domain: RoutingDomain, teams: dict[str, Team], make_person: Maker
) -> None:
    make_person("li", "agent", agent_code="1001", team=teams["north"])
    entries = History(Random(3), START).run(400)
    catch_up(ListJournal(entries))
    segments = Segment.objects.filter(kind="agent", holder="1001")
    assert segments.exists()
    assert set(segments.values_list("team", flat=True)) <= {"north", "south"}
    stays = AgentStay.objects.filter(agent="1001")
    assert set(stays.values_list("person__username", flat=True)) == {"li"}
    assert all(stay.place is not None and stay.place.code == stay.team for stay in stays.select_related("place"))


def test_recordings_enter_the_manifest_and_outlive_a_rebuild(domain: RoutingDomain) -> None:
    entries = [
        entry(1, arrived()),
        entry(2, ev.RecordingStarted(interaction=CALL, recording="demo.main.r1")),
        entry(3, ev.RecordingEnded(interaction=CALL, recording="demo.main.r1")),
    ]
    catch_up(ListJournal(entries))
    row = Recording.objects.get()
    assert (row.name, row.interaction_id, row.state, row.ended) == ("demo.main.r1", CALL, "waiting", START + 3)
    Recording.objects.update(state="done", duration_ms=5)
    rebuild(ListJournal(entries))
    row.refresh_from_db()
    assert (row.state, row.duration_ms) == ("done", 5)
    assert ProjectorCursor.objects.get().seq == 3
