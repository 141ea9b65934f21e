"""Open matters: what a wrap-up code left open stays open on the customer's record until somebody marks it as solved."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from hollyhock.apps.audit.models import Entry as AuditEntry
from hollyhock.apps.interactions.history import history
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.tenancy.models import RoutingDomain
from hollyhock.contracts import events as ev
from hollyhock.contracts.directory import Agent, Directory, Names, WrapUpCode
from hollyhock.contracts.journal import Entry, Personal

from .conftest import Maker
from .helpers import ListJournal, catch_up, rebuild
from .test_projecting import CALL, START, arrived, entry

LATER = "demo.main.i7"
NUMBER = "+8613800001111"
OPEN = WrapUpCode("to_do", Names("待办", "To do"), leaves_open=True)
AGENTS = (Agent(code="1001", name="Li", team="north"), Agent(code="1002", name="Wu", team="south"))
DONE = WrapUpCode("done", Names("已办", "Done"))


def published(seq: int, version: int, *codes: WrapUpCode) -> Entry:
    return entry(seq, ev.DirectoryPublished(directory=Directory(version=version, agents=AGENTS, wrap_up_codes=codes)))


def handled(seq: int, interaction: str, agent: str, code: str, *, closed: bool = True) -> list[Entry]:
    """A call from its arrival to its wrap-up code, in five entries."""
    trace = ev.Trace(candidates=1)
    made = ev.OfferMade(offer=f"o{seq}", interaction=interaction, agent=agent, queue="q", deadline=START, trace=trace)
    ends = [
        ev.ConnectionCleared(interaction=interaction, agent=agent, cause="customer"),
        ev.InteractionClosed(interaction=interaction, cause="customer"),
    ]
    return [
        entry(seq, arrived(interaction, "ani")),
        entry(seq + 1, ev.Queued(interaction=interaction, queue="q", priority=5, visit=1, since=START, cause="flow")),
        entry(seq + 2, made),
        entry(seq + 3, ev.OfferAccepted(offer=f"o{seq}", interaction=interaction, agent=agent)),
        entry(seq + 4, ev.WrapUpNoted(agent=agent, interaction=interaction, code=code), *(ends if closed else ())),
    ]


def journal(*entries: Entry) -> ListJournal:
    return ListJournal(list(entries), [Personal(CALL, "ani", NUMBER), Personal(LATER, "ani", NUMBER)])


def mark(client: Client, *, still_open: bool = False, during: str = "") -> int:
    body = {"open": still_open, "during": during}
    return client.post(f"/api/interactions/{CALL}/matter", body, content_type="application/json").status_code


def open_matters(domain: RoutingDomain) -> dict[str, bool]:
    return {line.interaction: line.open for line in history(domain.tenant_id, numbers=[NUMBER])}


def test_a_code_that_leaves_the_matter_open_does_so_as_it_was_meant_then(domain: RoutingDomain) -> None:
    """A flag that changes later changes no record; a rebuild finds the same."""
    changed = published(7, 2, WrapUpCode(OPEN.code, OPEN.name))
    whole = journal(published(1, 1, OPEN, DONE), *handled(2, CALL, "1001", "to_do"), changed)
    catch_up(whole)
    assert open_matters(domain) == {CALL: True}
    rebuild(whole)
    assert open_matters(domain) == {CALL: True}


def test_the_last_code_holds_and_an_ordinary_one_leaves_nothing(domain: RoutingDomain) -> None:
    second = entry(7, ev.WrapUpNoted(agent="1001", interaction=CALL, code="done"))
    only_a_note = entry(8, ev.WrapUpNoted(agent="1001", interaction=CALL, code="", noted=True))
    catch_up(journal(published(1, 1, OPEN, DONE), *handled(2, CALL, "1001", "to_do"), second, only_a_note))
    assert open_matters(domain) == {CALL: False}


def test_a_matter_is_marked_as_solved_and_opened_again(
    domain: RoutingDomain, teams: dict[str, Team], make_person: Maker, as_person: Callable[[User], Client]
) -> None:
    make_person("li", "agent", agent_code="1001", team=teams["north"])
    leader = as_person(make_person("sun", "shift_leader", leads=(teams["north"],)))
    whole = journal(published(1, 1, OPEN), *handled(2, CALL, "1001", "to_do"))
    catch_up(whole)
    page = f"/api/interactions/{CALL}"
    before = leader.get(page).json()
    assert (before["matter"], before["may_mark"]) == ("open", True)
    noted = next(line for line in before["timeline"] if line["kind"] == "wrap_up_noted")
    assert noted["values"]["leaves_open"] is True
    assert [row["id"] for row in leader.get("/api/interactions?matter=open").json()["rows"]] == [CALL]

    assert mark(leader) == 204
    after = leader.get(page).json()
    assert (after["matter"], after["timeline"][-1]["kind"]) == ("solved", "matter_solved")
    assert after["timeline"][-1]["values"] == {"by": "sun"}
    assert leader.get("/api/interactions?matter=open").json()["total"] == 0
    assert open_matters(domain) == {CALL: False}
    assert AuditEntry.objects.filter(action="changed", fields="matter", thing=f"#{CALL}").count() == 1
    rebuild(whole)
    assert open_matters(domain) == {CALL: False}, "marks outlive a rebuild"

    mark(leader, still_open=True)
    assert leader.get(page).json()["matter"] == "open"


def test_another_agent_marks_it_while_the_same_customer_is_in_hand_and_not_otherwise(
    domain: RoutingDomain, teams: dict[str, Team], make_person: Maker, as_person: Callable[[User], Client]
) -> None:
    make_person("li", "agent", agent_code="1001", team=teams["north"])
    other = as_person(make_person("wu", "agent", agent_code="1002", team=teams["south"]))
    first = [published(1, 1, OPEN), *handled(2, CALL, "1001", "to_do")]
    catch_up(journal(*first, *handled(7, LATER, "1002", "", closed=False)))
    assert mark(other) == 404
    assert mark(other, during=CALL) == 404, "not in their hands"
    assert open_matters(domain)[CALL] is True
    assert mark(other, during=LATER) == 204
    assert open_matters(domain)[CALL] is False
    assert other.get("/api/interactions?matter=closed").status_code == 422


def test_an_interaction_that_goes_on_cannot_be_marked(
    domain: RoutingDomain, administrator: User, as_person: Callable[[User], Client]
) -> None:
    catch_up(journal(*handled(1, CALL, "1001", "", closed=False)))
    assert mark(as_person(administrator)) == 404
    assert open_matters(domain) == {CALL: True}
