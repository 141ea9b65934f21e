"""One interaction on the page: masked or in clear, explained, with its history; and the list's filters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import get_args

import msgspec
import pytest
from django.test import Client

from hollyhock.apps.audit.models import Entry as AuditEntry
from hollyhock.apps.interactions import projecting
from hollyhock.apps.interactions.explaining import explain
from hollyhock.apps.interactions.history import history
from hollyhock.apps.interactions.models import PersonalValue
from hollyhock.apps.interactions.services import erase
from hollyhock.apps.interactions.sight import masked
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.tenancy.models import RoutingDomain
from hollyhock.contracts import events as ev
from hollyhock.contracts.journal import Personal
from hollyhock.contracts.routing import Strategy
from hollyhock.testing.clock import FakeClock

from .conftest import Maker
from .helpers import SCOPE, ListJournal, catch_up, drive, here
from .test_projecting import CALL, START, arrived, entry

OTHER = "demo.main.i2"
NUMBER = "+8613800001111"


def journal() -> ListJournal:
    trace = ev.Trace(candidates=3, idle_ms=42_000, waited_ms=9_000, excluded=(ev.Excluded("busy", 2),))
    made = ev.OfferMade(offer="o", interaction=CALL, agent="1001", queue="sales", deadline=START, trace=trace)
    entries = [
        entry(1, arrived(CALL, "ani", "customer_number"), ev.FlowStarted(interaction=CALL, flow="main", version=1)),
        entry(2, ev.FlowEnded(interaction=CALL, outcome="queued")),
        entry(3, ev.Queued(interaction=CALL, queue="sales", priority=5, visit=1, since=START, cause="flow")),
        entry(4, made),
        entry(5, ev.OfferAccepted(offer="o", interaction=CALL, agent="1001")),
        entry(6, ev.WrapUpNoted(agent="1001", interaction=CALL, code="solved", noted=True)),
        entry(7, ev.ConnectionCleared(interaction=CALL, agent="1001", cause="customer")),
        entry(8, ev.InteractionClosed(interaction=CALL, cause="customer")),
        entry(9, arrived(OTHER, "ani")),
    ]
    values = [
        Personal(CALL, "ani", NUMBER),
        Personal(CALL, "customer_number", "C100"),
        Personal(CALL, "customer_name", "王小明"),
        Personal(CALL, "note", "wants a call on Monday"),
        Personal(OTHER, "ani", NUMBER),
    ]
    return ListJournal(entries, values)


def test_the_agent_who_talked_sees_everything_and_that_is_audited(
    domain: RoutingDomain, teams: dict[str, Team], make_person: Maker, as_person: Callable[[User], Client]
) -> None:
    agent = make_person("li", "agent", agent_code="1001", team=teams["north"])
    catch_up(journal())
    body = as_person(agent).get(f"/api/interactions/{CALL}").json()
    assert (body["number"], body["customer"], body["customer_name"]) == (NUMBER, "C100", "王小明")
    assert (body["note"], body["wrap_up_code"]) == ("wants a call on Monday", "solved")
    assert [(s["kind"], s["start"] - START, s["end"] - START) for s in body["segments"]] == [
        ("flow", 1, 2),
        ("queue", 3, 5),
        ("agent", 5, 7),
    ]
    assert (body["wait_ms"], body["talk_ms"]) == (2, 2)
    assert [line["kind"] for line in body["timeline"]][:3] == ["interaction_arrived", "flow_started", "flow_ended"]
    assert "选中 li（" in body["offers"][0]["explanation"]["zh"]
    assert "Passed over: 2 busy" in body["offers"][0]["explanation"]["en"]
    assert AuditEntry.objects.get(action="viewed").thing == f"#{CALL}"


def test_others_see_less_or_nothing(
    domain: RoutingDomain, teams: dict[str, Team], make_person: Maker, as_person: Callable[[User], Client]
) -> None:
    make_person("li", "agent", agent_code="1001", team=teams["north"])
    catch_up(journal())
    expert = as_person(make_person("qian", "expert", all_teams=True))
    body = expert.get(f"/api/interactions/{CALL}").json()
    assert (body["number"], body["customer"], body["customer_name"]) == ("+86138****1111", "", "王**")
    assert (body["note"], body["personal"]) == ("", {})
    assert not AuditEntry.objects.filter(action="viewed").exists()
    stranger = as_person(make_person("wu", "agent", agent_code="1002"))
    refused = stranger.get(f"/api/interactions/{CALL}")
    assert (refused.status_code, refused.json()["zh"]) == (404, f"找不到联络“{CALL}”。")
    assert stranger.get("/api/interactions").json()["total"] == 0
    leader = as_person(make_person("sun", "shift_leader", leads=(teams["south"],)))
    assert leader.get(f"/api/interactions/{CALL}").status_code == 404
    assert [row["id"] for row in leader.get("/api/interactions").json()["rows"]] == [OTHER]
    assert Client().get("/api/interactions").status_code == 401


def test_the_list_is_narrowed_by_what_is_asked(
    domain: RoutingDomain, administrator: User, as_person: Callable[[User], Client]
) -> None:
    catch_up(journal())
    client = as_person(administrator)
    for query, names in {
        "": [OTHER, CALL],
        "queue=sales": [CALL],
        "agent=1001": [CALL],
        "agent=1002": [],
        "outcome=open": [OTHER],
        "medium=chat": [],
        "customer=C100": [CALL],
        "customer=%2B8613800001111": [OTHER, CALL],
        f"from={START + 2}": [OTHER],
        f"to={START + 9}": [CALL],
        "page=2": [],
    }.items():
        assert [row["id"] for row in client.get(f"/api/interactions?{query}").json()["rows"]] == names, query


def test_history_shows_open_matters_first_and_leaves_out_the_one_in_hand(domain: RoutingDomain) -> None:
    catch_up(journal())
    found = history(domain.tenant_id, customer="C100", numbers=(NUMBER,))
    assert [(line.interaction, line.open) for line in found] == [(OTHER, True), (CALL, False)]
    assert (found[1].wrap_up_code, found[1].note, found[1].agent) == ("solved", "wants a call on Monday", "1001")
    assert [line.interaction for line in history(domain.tenant_id, numbers=(NUMBER,), besides=OTHER)] == [CALL]
    assert history(domain.tenant_id, numbers=("", "+1")) == ()


def test_erased_values_are_gone_everywhere_and_stay_gone(domain: RoutingDomain) -> None:
    source = journal()
    catch_up(source)
    drive(erase(CALL, source, here, FakeClock()))  # type: ignore[arg-type]
    assert not PersonalValue.objects.filter(interaction=CALL).exists()
    assert [value.interaction for value in source.values] == [OTHER]
    assert history(domain.tenant_id, customer="C100") == ()


def test_a_batch_that_the_projector_had_read_before_brings_nothing_back(domain: RoutingDomain) -> None:
    source = journal()
    held = list(source.values)

    class Meanwhile:
        """Passes the time with the projector's work."""

        def now(self) -> int:
            return 0

        async def wait_until(self, _moment: int) -> None:
            projecting.project(SCOPE, source.entries, held)
            assert PersonalValue.objects.filter(interaction=CALL).exists(), "the race is real"

    drive(erase(CALL, source, here, Meanwhile()))  # type: ignore[arg-type]
    assert not PersonalValue.objects.filter(interaction=CALL).exists()
    assert PersonalValue.objects.filter(interaction=OTHER).exists()


def test_masks_and_sentences() -> None:
    assert [masked(text) for text in ("", "王", "12345", "13800001111")] == ["", "王**", "1**", "138****1111"]


@pytest.mark.parametrize("strategy", get_args(Strategy))
def test_every_strategy_is_explained(strategy: str) -> None:
    said = explain("1001", {"strategy": strategy, "candidates": 3, "occupancy": 0.34, "handled": 4, "idle_ms": 5_000})
    assert "1001" in said.zh
    assert "1001" in said.en
    assert strategy not in said.en + said.zh
    assert not re.search("[{}]", said.en + said.zh)
    assert not re.search("[A-Za-z]", said.zh)


@pytest.mark.parametrize("source", ["own", "reserve", "loan", "known", "pulled", "pushed"])
def test_every_source_is_explained_in_its_own_words(source: str) -> None:
    said = explain("1001", {"source": source, "strategy": "longest_idle", "candidates": 1, "waited_ms": 9_000})
    assert said.en.startswith("After 9 s of waiting: ")
    assert said.en.count("1001") == 1
    words = {
        "own": "ring 1",
        "reserve": "at risk",
        "loan": "lend",
        "known": "knows",
        "pulled": "took",
        "pushed": "gave",
    }
    assert words[source] in said.en


def test_explanations_name_what_decided() -> None:
    trace = {"strategy": "longest_idle", "candidates": 1, "idle_ms": 42_000}
    assert explain("1001", trace).en == (
        "After 0 s of waiting: ring 1 had 1 agent who could take it; 1001 was chosen (idle for longest: 42 s)."
    )
    long = {"source": "known", "waited_ms": 422_000}
    assert explain("王芳", long).zh == "等待 7 分 2 秒后，等到熟悉该客户的 王芳 空闲。"
    assert explain("Ann", long).en.startswith("After 7 min 2 s of waiting: it had waited for Ann")
    assert "34 %" in explain("1001", {"strategy": "least_occupied", "occupancy": 0.34}).en
    assert "10 of them rang together" in explain("1001", {"strategy": "all_at_once", "candidates": 12}).en


def test_the_timeline_names_who_steered(
    domain: RoutingDomain, administrator: User, make_person: Maker, as_person: Callable[[User], Client]
) -> None:
    make_person("ma", "shift_leader", agent_code="2001", all_teams=True)
    queued = ev.Queued(interaction=CALL, queue="sales", priority=5, visit=1, since=START, cause="moved")
    ring = ev.RingReached(interaction=CALL, ring=1)
    entries = [
        entry(1, arrived(CALL)),
        msgspec.structs.replace(entry(2, queued), actor="leader:2001"),
        msgspec.structs.replace(entry(3, ring), actor=f"leader:#{administrator.pk}"),
        msgspec.structs.replace(entry(4, ring), actor="timer"),
        msgspec.structs.replace(entry(5, ring), actor="leader:gone"),
    ]
    catch_up(ListJournal(entries))
    lines = as_person(administrator).get(f"/api/interactions/{CALL}").json()["timeline"]
    leader = User.objects.get(agent_code="2001").name
    assert [line["values"].get("by") for line in lines] == [None, leader, administrator.name, None, "gone"]
