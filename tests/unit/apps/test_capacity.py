"""How many of each medium a person holds at once: entered in the office, refused at its field, told to the engine."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from hollyhock.apps.people.capacity import check, effective, exactly
from hollyhock.apps.people.directory import contribute
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.publishing.models import Outbox
from hollyhock.apps.tenancy.models import RoutingDomain
from hollyhock.contracts.directory import INTERRUPTS

from .conftest import Maker
from .test_office import field_error, formset


@pytest.fixture
def agent(make_person: Maker) -> User:
    return make_person("li", "agent", agent_code="2001")


def save(office: Client, agent: User, **numbers: Any) -> Any:
    person = {
        "username": agent.username,
        "name": agent.name,
        "language": "zh-Hans",
        "roles": ["agent"],
        "agent_code": agent.agent_code,
        "seat_kind": "representative",
        "is_active": "on",
    }
    own = {"own_capacity": "on", "capacity_voice": 1, "capacity_voicemail": 1}
    data = {**person, **own, **numbers, **formset("agent_skills")}
    return office.post(reverse("admin:people_user_change", args=[agent.pk]), data)


def capacity_of(domain: RoutingDomain) -> dict[str, int]:
    (agent,) = contribute(domain)["agents"]
    return dict(agent.capacity)


def test_nothing_said_means_one_of_each(domain: RoutingDomain, agent: User, office: Client) -> None:
    assert capacity_of(domain) == {"voice": 1, "voicemail": 1}
    page = office.get(reverse("admin:people_user_change", args=[agent.pk])).content.decode()
    assert 'name="capacity_voice" value="1"' in page
    assert "How much at once" in page


def test_what_is_entered_reaches_the_directory_and_is_announced(
    domain: RoutingDomain, agent: User, office: Client
) -> None:
    Outbox.objects.all().delete()
    answer = save(office, agent, capacity_voicemail=3)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert capacity_of(domain) == {"voice": 1, "voicemail": 3}
    assert Outbox.objects.exists(), "the engine is told at once"
    save(office, agent, capacity_voice="", capacity_voicemail=3)
    assert capacity_of(domain) == {"voicemail": 3}


@pytest.mark.parametrize(
    ("field", "number", "says"),
    [
        ("capacity_voicemail", "0", "Enter 1 to 20"),
        ("capacity_voicemail", "-1", "Enter 1 to 20"),
        ("capacity_voicemail", "21", "Enter 1 to 20"),
        ("capacity_voicemail", "1.5", "Enter 1 to 20"),
        ("capacity_voicemail", "many", "Enter 1 to 20"),
        ("capacity_voice", "0", "One call at a time"),
        ("capacity_voice", "2", "One call at a time"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    field: str, number: str, says: str, agent: User, office: Client
) -> None:
    answer = save(office, agent, **{field: number})
    assert answer.status_code == 200
    assert says in field_error(answer, field)
    agent.refresh_from_db()
    assert agent.capacity == {}


def test_what_an_agent_has_no_own_rule_for_is_the_teams(
    domain: RoutingDomain, agent: User, office: Client, team: Team
) -> None:
    agent.team = team
    agent.save()
    rules = {"own_capacity": "on", "capacity_voice": "", "capacity_voicemail": 4, "weight": 7}
    names = {"code": team.code, "name_zh": team.name_zh, "name_en": team.name_en, "site": team.site_id}
    page = reverse("admin:people_team_change", args=[team.pk])
    answer = office.post(page, {**names, **rules, "own_interrupts": "on", "interrupts_voicemail": ["voice"]})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    (found,) = contribute(domain)["agents"]
    assert (found.capacity, found.weight) == ({"voicemail": 4}, 7)
    assert (found.interrupts["voice"], found.interrupts["voicemail"]) == ((), ("voice",))
    agent.capacity, agent.interrupts, agent.weight = {"voice": 1, "voicemail": None}, {"voice": ["voicemail"]}, 2
    agent.save()
    (found,) = contribute(domain)["agents"]
    assert (found.capacity, found.weight) == ({"voice": 1}, 2)
    assert found.interrupts["voice"] == ("voicemail",)


def test_with_the_switch_off_the_own_numbers_are_forgotten(domain: RoutingDomain, agent: User, office: Client) -> None:
    save(office, agent, capacity_voicemail=3)
    save(office, agent, own_capacity="", capacity_voicemail=3)
    agent.refresh_from_db()
    assert agent.capacity == {}


def test_nobody_has_rules_at_first(domain: RoutingDomain, agent: User) -> None:
    (found,) = contribute(domain)["agents"]
    assert (found.interrupts, found.weight) == (INTERRUPTS, 1)


@pytest.mark.parametrize("stored", [[1], {"voice": "email"}, {"voice": [1]}, {"voice": ["voice"]}])
def test_rules_of_interrupting_that_cannot_be(stored: Any, agent: User) -> None:
    agent.interrupts = stored
    with pytest.raises(ValidationError) as refused:
        agent.full_clean()
    assert "interrupts" in refused.value.message_dict


@pytest.mark.parametrize("weight", [0, 101])
def test_weights_that_cannot_be(weight: int, agent: User) -> None:
    agent.weight = weight
    with pytest.raises(ValidationError) as refused:
        agent.full_clean()
    assert "weight" in refused.value.message_dict


def test_an_agent_who_takes_nothing_is_refused(agent: User, office: Client) -> None:
    answer = save(office, agent, capacity_voice="", capacity_voicemail="")
    assert "one medium at least" in field_error(answer, "capacity_voice")


@pytest.mark.parametrize("stored", [{"voicemail": 0}, {"voice": 2}, {"voicemail": True}, {"voicemail": "3"}, [1]])
def test_a_loader_is_refused_too(stored: Any, agent: User) -> None:
    with pytest.raises(ValidationError) as refused:
        check(stored)
    assert "capacity" in refused.value.message_dict
    agent.capacity = stored
    with pytest.raises(ValidationError):
        agent.full_clean()


def test_a_package_that_names_media_means_these_only() -> None:
    assert effective(exactly({"voicemail": 2})) == {"voicemail": 2}
    assert effective(exactly({})) == {"voice": 1, "voicemail": 1}


def test_a_medium_whose_channel_is_gone_hinders_nobody() -> None:
    check({"telepathy": 99})
    assert effective({"telepathy": 99}) == {"voice": 1, "voicemail": 1}
