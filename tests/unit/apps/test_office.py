"""The back office as an administrator uses it: every page in both languages, and refusals at their fields."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from hollyhock.apps.audit.models import Entry
from hollyhock.apps.centre import services
from hollyhock.apps.centre.models import AgentSkill, Calendar, Queue, Ring, Skill, Trunk
from hollyhock.apps.customers.models import Customer
from hollyhock.apps.customers.services import save_customer
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.publishing.models import Outbox
from hollyhock.apps.tenancy.models import RoutingDomain, Tenant

from .conftest import PASSWORD, Maker

PAGES = [page for page in admin.site._registry.values() if page.model.__module__.startswith("hollyhock.")]


def formset(name: str, *rows: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return data


def errors(answer: Any) -> str:
    context = answer.context
    with override("en"):
        found = [str(context["adminform"].form.errors)] + [
            f"{inline.formset.errors} {inline.formset.non_form_errors()}" for inline in context["inline_admin_formsets"]
        ]
    return " ".join(found)


def field_error(answer: Any, field: str) -> str:
    with override("en"):
        return str(answer.context["adminform"].form.errors[field])


QUEUE = {
    "code": "operator",
    "name_zh": "人工",
    "name_en": "Operator",
    "priority": 5,
    "offer_s": 15,
    "announce_every_s": 45,
    "music": "default",
    "service_level_s": 20,
    "short_abandon_s": 5,
    "service_level_formula": "SL1",
    "wrap_up_s": 30,
    "record": "on",
    "age_level_s": 60,
    "age_cap_s": 600,
    "return_min": 0,
    "last_agent_min": 0,
    "own_wait_s": 20,
    "most_waiting": 1000,
    "most_per_customer": 1,
    "when_full": "busy",
    "reserve_after_s": 30,
    "callback_tries": 2,
    "callback_pause_min": 15,
}


def ring(after_s: int, requires: str = "", **more: Any) -> dict[str, Any]:
    return {"after_s": after_s, "requires": requires, "strategy": "longest_idle", "raises": 0, **more}


@pytest.fixture
def skill(tenant: Tenant) -> Skill:
    return Skill.objects.create(tenant=tenant, code="service", name_zh="业务", name_en="Service")


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.model._meta.label)
def test_every_list_opens_in_both_languages(page: Any, language: str, office: Client, administrator: User) -> None:
    administrator.language = language
    administrator.save()
    meta = page.model._meta
    answer = office.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"))
    assert answer.status_code == 200
    assert str(answer.headers["Content-Language"]) == language.lower()


@pytest.mark.parametrize(
    "name",
    ["centre_queue", "centre_calendar", "centre_trunk", "people_user", "customers_customer", "prompts_prompt"],
)
def test_the_forms_open(name: str, office: Client) -> None:
    assert office.get(reverse(f"admin:{name}_add")).status_code == 200


def test_fields_in_a_table_say_their_names(office: Client, skill: Skill, make_person: Maker, team: Team) -> None:
    person = make_person("li", "agent", agent_code="1001", team=team)
    services.save(None, AgentSkill(person=person, skill=skill, level=3))
    page = office.get(reverse("admin:people_user_change", args=[person.pk])).content.decode()
    fields = re.findall(r'<(?:input|select)[^>]*name="agent_skills-0-(?:skill|level)"[^>]*>', page)
    assert [re.findall(r'aria-label="(\w+)"', field) for field in fields] == [["Skill"], ["Level"]]


def test_the_first_page_shows_what_is_there(office: Client, skill: Skill) -> None:
    answer = office.get("/office/")
    assert answer.status_code == 200
    assert b"Overview" in answer.content


def test_a_queue_is_stored_with_rings_and_needs_and_is_announced(office: Client, skill: Skill) -> None:
    Outbox.objects.all().delete()
    data = {**QUEUE, **formset("rings", ring(0, "service:3"), ring(20))}
    answer = office.post(reverse("admin:centre_queue_add"), data)
    assert answer.status_code == 302, errors(answer)
    queue = Queue.objects.get()
    assert [(one.after_s, one.requires) for one in queue.rings.all()] == [(0, "service:3"), (20, "")]
    assert Outbox.objects.exists()
    assert Entry.objects.filter(kind="centre.queue", action="added", actor="root").exists()


@pytest.mark.parametrize(
    ("rings", "says"),
    [
        ([ring(0, "french:1")], "There is no “french”"),
        ([ring(0, "service:12")], "Give 1 to 10"),
        ([ring(0, "service level 3")], "write skill:level"),
        ([ring(-5)], "cannot be negative"),
        ([ring(10)], "begins at 0 s"),
        ([ring(0), ring(0)], "must begin later"),
        ([], "begins at 0 s"),
    ],
)
def test_a_bad_ring_is_refused_with_field_and_remedy(
    rings: list[dict[str, Any]], says: str, office: Client, skill: Skill
) -> None:
    answer = office.post(reverse("admin:centre_queue_add"), {**QUEUE, **formset("rings", *rings)})
    assert answer.status_code == 200
    assert says in errors(answer)
    assert not Queue.objects.exists()


def test_a_ring_changes_its_needs(office: Client, skill: Skill) -> None:
    office.post(reverse("admin:centre_queue_add"), {**QUEUE, **formset("rings", ring(0, "service:3"))})
    row = Ring.objects.get()
    changed = {**ring(0, "service:8"), "id": row.pk, "queue": row.queue_id}
    answer = office.post(
        reverse("admin:centre_queue_change", args=[row.queue_id]), {**QUEUE, **formset("rings", changed, initial=1)}
    )
    assert answer.status_code == 302, errors(answer)
    row.refresh_from_db()
    assert row.requires == "service:8"


def test_overlapping_hours_are_refused(office: Client) -> None:
    day = {"weekday": 0, "start": "09:00", "end": "12:00"}
    late = {"weekday": 0, "start": "11:00", "end": "18:00"}
    data = {"code": "week", "name_zh": "工作日", "name_en": "Week", "time_zone": "Asia/Shanghai"}
    answer = office.post(
        reverse("admin:centre_calendar_add"), {**data, **formset("week", day, late), **formset("days")}
    )
    assert "Monday: 09:00-12:00 and 11:00-18:00 overlap" in errors(answer)
    assert not Calendar.objects.exists()
    answer = office.post(
        reverse("admin:centre_calendar_add"),
        {**data, "time_zone": "Mars/Base", **formset("week", day), **formset("days")},
    )
    assert "No such time zone" in errors(answer)


def test_a_code_in_use_is_refused_at_the_code(office: Client, skill: Skill) -> None:
    answer = office.post(reverse("admin:centre_skill_add"), {"code": "service", "name_zh": "重", "name_en": "Twice"})
    assert "This code is taken" in field_error(answer, "code")


def test_what_is_in_use_cannot_be_deleted(office: Client, skill: Skill) -> None:
    office.post(reverse("admin:centre_queue_add"), {**QUEUE, **formset("rings", ring(0, "service:3"))})
    office.post(reverse("admin:centre_skill_delete", args=[skill.pk]), {"post": "yes"})
    assert Skill.objects.filter(pk=skill.pk).exists()


def test_a_trunk_without_its_password_is_refused_at_the_field(office: Client) -> None:
    data = {
        "code": "t",
        "name_zh": "中继",
        "name_en": "T",
        "kind": "register",
        "server": "sip.example.net",
        "user": "u",
    }
    answer = office.post(reverse("admin:centre_trunk_add"), data)
    assert "Enter the password" in field_error(answer, "secret")
    assert not Trunk.objects.exists()
    assert office.post(reverse("admin:centre_trunk_add"), {**data, "secret": "pw"}).status_code == 302
    shown = office.get(reverse("admin:centre_trunk_change", args=[Trunk.objects.get().pk]))
    assert b'value="pw"' not in shown.content


def test_a_new_person_gets_a_password_that_is_shown_once(office: Client, team: Team) -> None:
    data = {
        "username": "li",
        "name": "李",
        "language": "en",
        "roles": ["agent"],
        "agent_code": "1001",
        "team": team.pk,
        "seat_kind": "representative",
        "is_active": "on",
        "capacity_voice": 1,
        **formset("agent_skills"),
    }
    answer = office.post(reverse("admin:people_user_add"), data, follow=True)
    assert User.objects.filter(username="li").exists(), errors(answer)
    (message,) = [str(one) for one in answer.context["messages"] if "password" in str(one).lower()]
    password = message.split(": ")[1].split(" ")[0]
    assert (
        Client()
        .post("/api/session", {"username": "li", "password": password}, content_type="application/json")
        .json()["agent"]
        == "1001"
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"roles": []}, "roles"),
        ({"agent_code": ""}, "agent_code"),
        ({"agent_code": "12x"}, "agent_code"),
        ({"new_password": "short"}, "new_password"),
        ({"username": "ROOT!!"}, "username"),
    ],
)
def test_a_bad_person_is_refused_at_the_field(change: dict[str, Any], field: str, office: Client) -> None:
    data = {
        "username": "li",
        "name": "李",
        "language": "en",
        "roles": ["agent"],
        "agent_code": "1001",
        "seat_kind": "representative",
        **formset("agent_skills"),
    }
    answer = office.post(reverse("admin:people_user_add"), {**data, **change})
    assert field in answer.context["adminform"].form.errors
    assert not User.objects.filter(name="李").exists()


def test_an_agent_may_not_enter_and_a_leader_sees_only_the_own_team(
    make_person: Maker, team: Team, domain: RoutingDomain
) -> None:
    other = Team.objects.create(tenant=team.tenant, site=team.site, code="b", name_zh="乙", name_en="B")
    make_person("li", "agent", agent_code="1001", team=team)
    stranger = make_person("wu", "agent", agent_code="1002", team=other)
    make_person("boss", "shift_leader", leads=(team,))
    agent, leader = Client(), Client()
    for client, name in ((agent, "li"), (leader, "boss")):
        client.post("/api/session", {"username": name, "password": PASSWORD}, content_type="application/json")
    assert agent.get("/office/people/user/").status_code == 302
    listed = leader.get("/office/people/user/").content.decode()
    assert "1001" in listed
    assert "1002" not in listed
    assert leader.get(reverse("admin:people_user_change", args=[stranger.pk])).status_code == 302
    assert leader.get("/office/centre/trunk/").status_code == 403


def test_a_phone_of_somebody_else_is_refused_and_nothing_is_stored(office: Client, tenant: Tenant) -> None:
    save_customer(None, Customer(tenant=tenant, number="C1", name="甲"), ["+8613800138001"])
    data = {"number": "C2", "name": "乙", "language": "zh-Hans", "tier": "standard"}
    answer = office.post(
        reverse("admin:customers_customer_add"), {**data, **formset("phones", {"e164": "138 0013 8001"})}
    )
    assert "belongs to another customer" in errors(answer)
    assert not Customer.objects.filter(number="C2").exists()
    answer = office.post(reverse("admin:customers_customer_add"), {**data, **formset("phones", {"e164": "abc"})})
    assert "no valid telephone number" in errors(answer)


def test_the_language_switch_is_kept_with_the_person(office: Client, administrator: User) -> None:
    answer = office.post("/office/language/", {"language": "zh-hans", "next": "/office/"})
    assert answer.status_code == 302
    administrator.refresh_from_db()
    assert administrator.language == "zh-Hans"
    assert "概览" in office.get("/office/").content.decode()
    assert office.post("/office/language/", {"language": "en", "next": "https://evil.example/"}).url == "/office/"  # type: ignore[attr-defined]


def test_history_shows_who_changed_what(office: Client, skill: Skill) -> None:
    skill_page = reverse("admin:centre_skill_change", args=[skill.pk])
    office.post(skill_page, {"code": "service", "name_zh": "业务办理", "name_en": "Service"})
    history = office.get(reverse("admin:centre_skill_history", args=[skill.pk]))
    assert history.status_code == 200
    assert "root" in history.content.decode()
    entry = Entry.objects.get(action="changed", kind="centre.skill")
    assert (entry.thing, entry.fields) == ("service", "name_zh")


PERSON = {
    "username": "li",
    "name": "li",
    "language": "en",
    "roles": ["agent"],
    "agent_code": "1001",
    "seat_kind": "representative",
    "is_active": "on",
    "capacity_voice": 1,
    "capacity_voicemail": 1,
    **formset("agent_skills"),
}


def test_an_administrator_unlocks_who_is_locked_out(office: Client, make_person: Maker) -> None:
    li = make_person("li", "agent", agent_code="1001")
    client = Client()
    for _ in range(7):
        client.post("/api/session", {"username": "li", "password": "no"}, content_type="application/json")
    good = {"username": "li", "password": PASSWORD}
    assert client.post("/api/session", good, content_type="application/json").status_code == 429
    office.post(reverse("admin:people_user_change", args=[li.pk]), {**PERSON, "people_user_unlock": "1"})
    assert client.post("/api/session", good, content_type="application/json").status_code == 200


def test_a_generated_password_replaces_the_old_one(office: Client, make_person: Maker) -> None:
    li = make_person("li", "agent", agent_code="1001")
    answer = office.post(
        reverse("admin:people_user_change", args=[li.pk]), {**PERSON, "people_user_generate": "1"}, follow=True
    )
    message = next(str(one) for one in answer.context["messages"])
    password = message.split(": ")[1].split(" ")[0]
    body = {"username": "li", "password": PASSWORD}
    assert Client().post("/api/session", body, content_type="application/json").status_code == 401
    body["password"] = password
    assert Client().post("/api/session", body, content_type="application/json").status_code == 200
