from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import TestCase

from hollyhock.apps.audit.models import Entry
from hollyhock.apps.centre import services
from hollyhock.apps.centre.models import AgentSkill, NotReadyReason, Queue, Ring, Skill, Trunk
from hollyhock.apps.centre.selectors import trunk_secret
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.publishing.models import Outbox, Version
from hollyhock.apps.publishing.selectors import newest, pull
from hollyhock.apps.publishing.services import publish
from hollyhock.apps.tenancy.models import RoutingDomain, Tenant
from hollyhock.contracts.errors import Forbidden
from hollyhock.contracts.events import ENGINE_REASONS
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.routing import Requirement
from hollyhock.testing.doors import make as doors

from .conftest import Maker

SCOPE = Scope("demo")


@pytest.fixture
def skill(tenant: Tenant) -> Skill:
    row = Skill(tenant=tenant, code="service", name_zh="业务", name_en="Service")
    services.save(None, row)
    return row


def queue_of(domain: RoutingDomain, code: str = "operator", requires: str = "") -> Queue:
    row = Queue(tenant=domain.tenant, domain=domain, code=code, name_zh="人工", name_en="Operator")
    rings = Ring(after_s=0, requires=requires), Ring(after_s=20)
    services.save_queue(None, row, [services.NewRing(ring) for ring in rings], [])
    return row


def test_a_change_reaches_the_directory_as_the_next_version(domain: RoutingDomain, skill: Skill) -> None:
    queue = queue_of(domain, requires="service:3")
    assert publish(SCOPE) == 1
    directory = newest(SCOPE)
    assert directory is not None
    assert directory.queues[0].rings[0].requires == (Requirement("service", 3),)
    assert directory.queues[0].rings[1].after_ms == 20_000
    queue.offer_s = 25
    services.save(None, queue)
    assert publish(SCOPE) == 2
    changed = newest(SCOPE)
    assert changed is not None
    assert (changed.version, changed.queues[0].offer_ms) == (2, 25_000)


def test_what_the_engine_does_not_see_makes_no_version(domain: RoutingDomain, skill: Skill, make_person: Maker) -> None:
    assert publish(SCOPE) == 1
    person = make_person("boss", "administrator")
    person.email = "boss@example.com"
    services.save(None, person)
    assert Outbox.objects.exists()
    assert publish(SCOPE) is None
    assert not Outbox.objects.exists()
    assert Version.objects.count() == 1


def test_the_worker_is_poked_only_after_the_commit(skill: Skill) -> None:
    doors().pokes.clear()
    with TestCase.captureOnCommitCallbacks(execute=True):
        skill.name_en = "Service!"
        services.save(None, skill)
        assert doors().pokes == []
    assert doors().pokes == [SCOPE]


def test_a_refused_change_leaves_no_trace(domain: RoutingDomain, administrator: User) -> None:
    Outbox.objects.all().delete()
    bad = Skill(tenant=domain.tenant, code="Bad Code", name_zh="坏", name_en="Bad")
    with pytest.raises(ValidationError) as caught:
        services.save(administrator, bad)
    assert "code" in caught.value.message_dict
    assert not Outbox.objects.exists()
    assert not Entry.objects.filter(kind="centre.skill").exists()


def test_a_pull_answers_only_what_is_newer(domain: RoutingDomain, skill: Skill) -> None:
    publish(SCOPE)
    assert pull(SCOPE, 0)
    assert pull(SCOPE, 1) == b""
    assert pull(Scope("demo", "other"), 0) == b""


def test_agents_come_with_team_site_and_levels(
    domain: RoutingDomain, skill: Skill, team: Team, make_person: Maker
) -> None:
    li = make_person("li", "agent", agent_code="1001", team=team)
    services.save(None, AgentSkill(person=li, skill=skill, level=7))
    gone = make_person("gone", "agent", agent_code="1002", team=team)
    gone.is_active = False
    gone.save()
    publish(SCOPE)
    directory = newest(SCOPE)
    assert directory is not None
    (agent,) = directory.agents
    assert (agent.code, agent.team, agent.site, agent.skills) == ("1001", "a", "north", {"service": 7})
    assert agent.seat == "seat.representative"
    li.seat_kind = "expert"
    services.save(None, li)
    publish(SCOPE)
    held = newest(SCOPE)
    assert held is not None
    assert held.agents[0].seat == "seat.expert"


def test_a_skill_cannot_have_the_code_of_a_kind_of_seat(domain: RoutingDomain) -> None:
    with pytest.raises(ValidationError) as refused:
        services.save(None, Skill(tenant=domain.tenant, code="seat.expert", name_zh="专家", name_en="Expert"))
    assert "code" in refused.value.message_dict


@pytest.mark.parametrize("code", sorted(ENGINE_REASONS))
def test_a_reason_cannot_have_a_code_by_which_the_engine_speaks(domain: RoutingDomain, code: str) -> None:
    """An agent who chose "gone" would be made ready by a reload of the page."""
    with pytest.raises(ValidationError) as refused:
        services.save(None, NotReadyReason(tenant=domain.tenant, code=code, name_zh="外出", name_en="Out"))
    assert "code" in refused.value.message_dict


def test_a_leader_changes_skills_of_the_own_team_only(
    skill: Skill, team: Team, make_person: Maker, domain: RoutingDomain
) -> None:
    other = Team.objects.create(tenant=team.tenant, site=team.site, code="b", name_zh="乙", name_en="B")
    leader = make_person("boss", "shift_leader", leads=(team,))
    mine = AgentSkill(person=make_person("li", "agent", agent_code="1001", team=team), skill=skill)
    theirs = AgentSkill(person=make_person("wu", "agent", agent_code="1002", team=other), skill=skill)
    services.save(leader, mine)
    with pytest.raises(ValidationError):
        services.save(leader, theirs)
    assert not AgentSkill.objects.filter(person__username="wu").exists()
    with pytest.raises(Forbidden):
        services.save(leader, Skill(tenant=team.tenant, code="new", name_zh="新", name_en="New"))


@pytest.mark.parametrize("level", [0, 11, -3])
def test_a_level_out_of_range_is_refused_at_its_field(level: int, skill: Skill, team: Team, make_person: Maker) -> None:
    row = AgentSkill(person=make_person("li", "agent", agent_code="1001", team=team), skill=skill, level=level)
    with pytest.raises(ValidationError) as caught:
        services.save(None, row)
    assert "level" in caught.value.message_dict


@pytest.mark.parametrize("starts", [[5], [-1, 0], [0, 0], []])
def test_a_queue_with_bad_rings_is_refused_whole(starts: list[int], domain: RoutingDomain) -> None:
    row = Queue(tenant=domain.tenant, domain=domain, code="bad", name_zh="坏", name_en="Bad")
    with pytest.raises(ValidationError):
        services.save_queue(None, row, [services.NewRing(Ring(after_s=start)) for start in starts], [])
    assert not Queue.objects.filter(code="bad").exists()


def test_a_trunks_password_is_sealed_and_stands_neither_in_directory_nor_history(domain: RoutingDomain) -> None:
    values: dict[str, Any] = {"code": "carrier", "name_zh": "运营商", "name_en": "Carrier"}
    trunk = Trunk(tenant=domain.tenant, domain=domain, kind="register", server="sip.example.net", user="hh", **values)
    with pytest.raises(ValidationError) as caught:
        services.save_trunk(None, trunk)
    assert "secret" in caught.value.message_dict
    trunk = Trunk(tenant=domain.tenant, domain=domain, kind="register", server="sip.example.net", user="hh", **values)
    services.save_trunk(None, trunk, "s3cret-word")
    assert trunk_secret(SCOPE, "carrier") == "s3cret-word"
    publish(SCOPE)
    body = pull(SCOPE, 0)
    assert b"carrier" in body
    assert b"s3cret-word" not in body
    directory = newest(SCOPE)
    assert directory is not None
    assert directory.trunks[0].secret_version == 1
    services.save_trunk(None, trunk, "another-word")
    assert publish(SCOPE) == 2


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"kind": "address", "addresses": "999.1.1.1"}, "addresses"),
        ({"kind": "address", "addresses": ""}, "addresses"),
        ({"kind": "register", "server": "", "user": "u"}, "server"),
        ({"kind": "account", "user": "a b"}, "user"),
        ({"kind": "address", "addresses": "192.0.2.1", "dnis": "12\nabc\n"}, "dnis"),
    ],
)
def test_a_trunk_that_the_switch_could_not_use_is_refused(
    fields: dict[str, str], at: str, domain: RoutingDomain
) -> None:
    trunk = Trunk(tenant=domain.tenant, domain=domain, code="t", name_zh="中继", name_en="T", **fields)
    with pytest.raises(ValidationError) as caught:
        services.save_trunk(None, trunk, "x")
    assert at in caught.value.message_dict
