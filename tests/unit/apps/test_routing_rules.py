"""Routing rules in the back office: all of them can be entered, and what would break the directory is refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from msgspec.structs import fields

from hollyhock.apps.centre import services
from hollyhock.apps.centre.models import AgentSkill, Calendar, EntryPoint, Queue, Skill
from hollyhock.apps.centre.models import Ring as RingRow
from hollyhock.apps.flows.models import Flow as FlowRow
from hollyhock.apps.flows.models import FlowVersion
from hollyhock.apps.people.facade import changes, delete_row
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.publishing.facade import RulesBroken, build, hindrances, newest, publish
from hollyhock.apps.publishing.models import Outbox
from hollyhock.apps.tenancy.models import RoutingDomain, Tenant
from hollyhock.bootstrap.centre_data import structure
from hollyhock.bootstrap.centre_data.package import Calendar as PackageCalendar
from hollyhock.bootstrap.centre_data.package import Centre, Entry, Person
from hollyhock.contracts import directory as wire
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.routing import (
    Ageing,
    Boost,
    Callback,
    Loan,
    Overflow,
    Own,
    Requirement,
    Reserve,
    Ring,
    SourceLimit,
)
from hollyhock.contracts.routing import Entry as EntryRule

from .conftest import Maker
from .test_office import QUEUE, errors, field_error, formset, ring

NAME = wire.Names("名", "Name")
FLOW = "code: bye\nlanguages: [zh-Hans, en]\nstart: bye\nnodes:\n  bye:\n    kind: hang_up\n"

FULL_RING = Ring(
    after_ms=20_000,
    requires=(Requirement("service", 3), Requirement("english")),
    any_of=((Requirement("english", 4), Requirement("service")), (Requirement("language.en"),)),
    teams=("a",),
    sites=("north",),
    by_data=("language",),
    prefers=(Requirement("english", 8),),
    strategy="by_weight",
    raises=2,
)
FULL = wire.Queue(
    code="full",
    name=wire.Names("满", "Full"),
    rings=(Ring(), FULL_RING, Ring(after_ms=60_000, overflow=Overflow(kind="queue", to="other"))),
    priority=4,
    offer_ms=11_000,
    wrap_up_ms=12_000,
    wrap_up_codes=("done",),
    service_level_ms=13_000,
    service_level_formula="SL3",
    short_abandon_ms=4_000,
    music="jazz",
    announce_every_ms=33_000,
    record=False,
    calendar="week",
    ageing=Ageing(level_ms=30_000, cap_ms=300_000),
    boosts=(Boost(name="tier", value="vip", levels=2),),
    own=Own(last_agent_ms=86_400_000, wait_ms=25_000),
    reserve=Reserve(requires=(Requirement("service", 9),), risk_ms=45_000),
    loans=(Loan(lender="other", well_ms=10_000), Loan(lender="third")),
    entry=EntryRule(most_waiting=50, when_full=Overflow(kind="flow", to="bye"), most_per_customer=2, return_ms=600_000),
    callback=Callback(tries=3, pause_ms=600_000),
)
POINT = wire.EntryPoint(
    code="line",
    medium="voice",
    address="1001",
    flow="bye",
    language="en",
    standby="forward",
    forward_to="123",
    limit=SourceLimit(arrivals=5, within_ms=600_000),
)
CALENDAR = wire.Calendar(
    code="week",
    time_zone="Europe/London",
    week=(wire.Hours(0, 540, 1080),),
    closed_days=("2026-10-01",),
    special_days={"2026-10-10": (wire.Hours(5, 600, 720),)},
)
CENTRE = Centre(
    skills=tuple(wire.Labelled(code, NAME) for code in ("service", "english", "language.en")),
    wrap_up_codes=(wire.WrapUpCode("done", NAME),),
    queues=(FULL, *(wire.Queue(code=code, name=NAME, rings=(Ring(),)) for code in ("other", "third"))),
    calendars=(msgspec.convert(msgspec.to_builtins(CALENDAR), PackageCalendar),),
    entry_points=(msgspec.convert(msgspec.to_builtins(POINT), Entry),),
)


@pytest.fixture
def flow(tenant: Tenant) -> FlowRow:
    row = FlowRow.objects.create(tenant=tenant, code="bye", name_zh="再见", name_en="Bye")
    FlowVersion.objects.create(flow=row, number=1, text=FLOW, state=FlowVersion.State.PUBLISHED)
    return row


@pytest.fixture
def loaded(domain: RoutingDomain, team: Team, flow: FlowRow) -> RoutingDomain:
    """Load a centre that uses every rule."""
    with changes():
        structure.load(domain, CENTRE)
        structure.load_entry_points(domain, CENTRE)
    return domain


def said(value: Any, found: dict[type[msgspec.Struct], set[str]]) -> None:
    """Note for each kind of struct within a value which of its fields are not what they would be unsaid."""
    if isinstance(value, msgspec.Struct):
        changed = found.setdefault(type(value), set())
        for one in fields(value):
            made = one.default_factory is not msgspec.NODEFAULT
            usual = one.default_factory() if made else one.default
            inner = getattr(value, one.name)
            if inner != usual:
                changed.add(one.name)
            said(inner, found)
    elif isinstance(value, tuple | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            said(inner, found)


def test_every_rule_has_a_column(loaded: RoutingDomain, make_person: Maker, team: Team) -> None:
    rules: dict[str, Any] = {"capacity": {"voicemail": 3, "voice": None}, "interrupts": {"voice": []}, "weight": 5}
    rules["seat_kind"] = "expert"
    person = make_person("li", "agent", agent_code="1001", team=team, **rules)
    services.save(None, AgentSkill(person=person, skill=Skill.objects.get(code="service"), level=7))
    directory = build(loaded, 0)
    found: dict[type[msgspec.Struct], set[str]] = {}
    said((directory.queues, directory.entry_points, directory.agents, directory.calendars), found)
    # A web entry is made by the same column as a telephone number.
    found[wire.EntryPoint].add("medium")
    missing = {kind.__name__: set(kind.__struct_fields__) - names for kind, names in found.items()}
    assert {kind: names for kind, names in missing.items() if names} == {}
    assert {
        Ageing,
        Boost,
        Callback,
        EntryRule,
        Loan,
        Overflow,
        Own,
        Requirement,
        Reserve,
        Ring,
        SourceLimit,
    } <= found.keys()


def test_columns_have_the_defaults_of_the_contract(domain: RoutingDomain) -> None:
    row = Queue(tenant=domain.tenant, domain=domain, code="plain", name_zh="名", name_en="Name")
    services.save_queue(None, row, [services.NewRing(RingRow())], [])
    assert build(domain, 0).queues == (wire.Queue(code="plain", name=NAME, rings=(Ring(),)),)


def test_what_is_loaded_is_what_is_published(loaded: RoutingDomain) -> None:
    directory = build(loaded, 0)
    assert next(queue for queue in directory.queues if queue.code == "full") == FULL
    assert directory.entry_points == (POINT,)
    assert directory.calendars == (CALENDAR,)


def test_a_package_can_say_all_of_an_agent() -> None:
    assert set(wire.Agent.__struct_fields__) <= set(Person.__struct_fields__)


def test_a_package_with_milliseconds_that_no_column_holds_is_refused(domain: RoutingDomain) -> None:
    with pytest.raises(ValidationError, match=r"multiple of 1000|整数倍"):
        structure.load(domain, Centre(queues=(wire.Queue(code="q", name=NAME, rings=(Ring(after_ms=1),)),)))


# --- the whole directory is checked ---------------------------------------------------------------------------------


def test_a_saved_queue_shows_whom_its_rings_reach(
    office: Client, loaded: RoutingDomain, make_person: Maker, team: Team
) -> None:
    person = make_person("li", "agent", agent_code="1001", team=team)
    for code, level in (("service", 3), ("english", 4), ("language.en", 1)):
        services.save(None, AgentSkill(person=person, skill=Skill.objects.get(code=code), level=level))
    make_person("wu", "agent", agent_code="1002")
    page = office.get(reverse("admin:centre_queue_change", args=[Queue.objects.get(code="full").pk])).content.decode()
    assert "<b>2 agents</b>: li (1001), wu (1002)" in page
    assert "language=en → <b>1 agent</b>: li (1001)" in page
    assert "The line ends here." in page


def change(office: Client, code: str, *rings: dict[str, Any], **values: Any) -> Any:
    """Post a queue's page with changed values and rings in the place of its own."""
    row = Queue.objects.get(code=code)
    old = list(row.rings.all())
    kept = [{**one, "id": ring.pk, "queue": row.pk} for one, ring in zip(rings, old, strict=False)]
    data = {**QUEUE, "code": code, **values, **formset("rings", *kept, *rings[len(old) :], initial=len(old))}
    return office.post(reverse("admin:centre_queue_change", args=[row.pk]), data)


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"boosts": "vip"}, "boosts", "tier=vip:2"),
        ({"boosts": "tier=vip:12"}, "boosts", "Give -9 to 9"),
        ({"loans": "nowhere:5"}, "loans", "There is no “nowhere”"),
        ({"loans": "other"}, "loans", "Did you mean"),
        ({"reserve": "leader:5"}, "reserve", "There is no “leader”"),
        ({"reserve": "service:0"}, "reserve", "Give 1 to 10"),
        ({"last_agent_min": 5, "own_wait_s": 0}, "own_wait_s", "Say how long"),
        ({"when_full": "queue:other"}, "when_full", "cannot send on to itself"),
        ({"when_full": "queue:gone"}, "when_full", "There is no “gone”"),
        ({"most_waiting": -5}, "most_waiting", "Enter 1 to"),
        ({"priority": 10}, "priority", "A priority is 0 to 9"),
        ({"priority": -1}, "priority", "A priority is 0 to 9"),
        ({"callback_tries": 6}, "callback_tries", "Enter 1 to 5"),
        ({"callback_pause_min": 0}, "callback_pause_min", "Enter 1 to 1440"),
        ({"most_waiting": 0}, "most_waiting", "Enter 1 to"),
        ({"age_level_s": 4000}, "age_level_s", "Enter 0 to 3600"),
    ],
)
def test_a_bad_rule_is_refused_at_its_field(
    values: dict[str, Any], field: str, says: str, office: Client, loaded: RoutingDomain
) -> None:
    before = build(loaded, 0)
    answer = change(office, "other", ring(0), **values)
    assert answer.status_code == 200
    assert says in field_error(answer, field)
    assert build(loaded, 0) == before, "nothing is changed"


@pytest.mark.parametrize(
    ("rings", "field", "says"),
    [
        ([ring(0), ring(9, "servce")], "requires", "Did you mean service?"),
        ([ring(0), ring(9, any_of="english | frnch")], "any_of", "There is no “frnch”"),
        ([ring(0), ring(9, prefers="english:11")], "prefers", "Give 1 to 10"),
        ([ring(0), ring(9, by_data="region")], "by_data", "No skill begins with “region.”"),
        ([ring(0), ring(9, overflow="queue:gone")], "overflow", "There is no “gone”"),
        ([ring(0), ring(9, raises=10)], "raises", "Enter 0 to 9 levels"),
        ([ring(0), ring(9, raises=-1)], "raises", "Enter 0 to 9 levels"),
        ([ring(0, overflow="busy"), ring(9, overflow="busy")], "overflow", "No ring can follow"),
    ],
)
def test_a_bad_ring_is_refused_at_its_row_and_field(
    rings: list[dict[str, Any]], field: str, says: str, office: Client, loaded: RoutingDomain
) -> None:
    # Entered in the wrong order: the row is found by when it begins.
    answer = change(office, "other", *reversed(rings))
    (rows,) = answer.context["inline_admin_formsets"]
    at = next(number for number, form in enumerate(rows.formset.forms) if form.errors)
    with override("en"):
        assert says in str(rows.formset.forms[at].errors[field])


def test_overflow_that_goes_round_is_refused_also_from_the_other_end(office: Client, loaded: RoutingDomain) -> None:
    answer = change(office, "other", ring(0), ring(30, overflow="queue:full"))
    (rows,) = answer.context["inline_admin_formsets"]
    first, last = rows.formset.forms
    with override("en"):
        assert not first.errors
        assert "Its overflow leads back to itself" in str(last.errors["overflow"])
    assert Queue.objects.get(code="other").rings.count() == 1


def test_what_a_rule_needs_cannot_be_deleted_or_renamed(office: Client, loaded: RoutingDomain) -> None:
    skill = Skill.objects.get(code="english")
    answer = office.post(reverse("admin:centre_skill_delete", args=[skill.pk]), {"post": "yes"}, follow=True)
    assert Skill.objects.filter(pk=skill.pk).exists()
    (message,) = map(str, answer.context["messages"])
    assert message.startswith("Queue “full”, ring 2, needs all of: there is no “english”")
    page = reverse("admin:centre_skill_change", args=[skill.pk])
    answer = office.post(page, {"code": "englisch", "name_zh": "英", "name_en": "E"})
    assert "Queue “full”, ring 2" in errors(answer)
    chosen = {"action": "delete_selected", "_selected_action": [Queue.objects.get(code="other").pk], "post": "yes"}
    answer = office.post(reverse("admin:centre_queue_changelist"), chosen, follow=True)
    (message,) = map(str, answer.context["messages"])
    assert "there is no “other”" in message
    assert Queue.objects.filter(code="other").exists()


def test_a_team_or_site_that_a_ring_names_stays(loaded: RoutingDomain, team: Team) -> None:
    for row in (team, team.site):
        with pytest.raises(ValidationError, match=r"Full, 20 s|满, 20 s"):
            delete_row(None, row)
    (ring_row,) = RingRow.objects.filter(teams=team)
    assert list(ring_row.sites.all()) == [team.site]


def test_what_goes_together_is_deleted_together(office: Client, loaded: RoutingDomain) -> None:
    keys = list(Queue.objects.values_list("pk", flat=True))
    office.post(
        reverse("admin:centre_queue_changelist"),
        {"action": "delete_selected", "_selected_action": keys, "post": "yes"},
    )
    assert not Queue.objects.exists()


def test_a_published_flow_keeps_its_queue(loaded: RoutingDomain, flow: FlowRow) -> None:
    text = FLOW.replace("start: bye", "start: wait").replace(
        "nodes:", "nodes:\n  wait:\n    kind: queue\n    queue: third"
    )
    version = flow.versions.get()
    version.text = text
    version.save()
    full = Queue.objects.get(code="full")
    full.loans = ""
    services.save(None, full)
    with pytest.raises(RulesBroken, match=r"Flow “bye”, node “wait”, queue|流程“bye”，节点“wait”"):
        delete_row(None, Queue.objects.get(code="third"))
    assert Queue.objects.filter(code="third").exists()


def test_the_last_hours_of_a_calendar_in_use_stay(office: Client, loaded: RoutingDomain) -> None:
    row = Calendar.objects.get(code="week")
    row.days.filter(start__isnull=False).delete()
    hours = row.week.get()
    gone = {"id": hours.pk, "calendar": row.pk, "weekday": 0, "start": "09:00", "end": "18:00", "DELETE": "on"}
    names = {"code": "week", "name_zh": "周", "name_en": "Week", "time_zone": "Asia/Shanghai"}
    page = reverse("admin:centre_calendar_change", args=[row.pk])
    answer = office.post(page, {**names, **formset("week", gone, initial=1), **formset("days")})
    assert "never open" in errors(answer)
    assert row.week.exists()


def test_an_entry_points_limit_is_checked(office: Client, loaded: RoutingDomain) -> None:
    row = EntryPoint.objects.get()
    row.limit_min = 0
    with pytest.raises(ValidationError) as refused:
        services.save(None, row)
    assert "limit_min" in refused.value.message_dict


def test_nothing_is_announced_when_the_whole_is_refused(loaded: RoutingDomain) -> None:
    Outbox.objects.all().delete()
    queue = Queue.objects.get(code="other")

    def change_both() -> None:
        with changes():
            services.save(None, RingRow(queue=queue, after_s=30, overflow="queue:full"))
            queue.priority = 1
            services.save(None, queue)

    with pytest.raises(RulesBroken):
        change_both()
    queue.refresh_from_db()
    assert queue.priority == 5
    assert not Outbox.objects.exists()


def test_what_slipped_past_is_not_published(loaded: RoutingDomain) -> None:
    scope = Scope("demo")
    assert publish(scope) == 1
    Skill.objects.filter(code="english").delete()
    queue = Queue.objects.get(code="other")
    with pytest.raises(RulesBroken):
        services.save(None, queue)
    Outbox.objects.create(domain=loaded)
    assert publish(scope) is None
    held = newest(scope)
    assert held is not None
    assert "english" in {skill.code for skill in held.skills}
    assert not Outbox.objects.exists(), "it is not tried again until something changes"


@pytest.mark.parametrize(
    ("language", "says"), [("en", "there is no “english”"), ("zh-Hans", "引擎仍按目录版本 #1 工作")]
)
def test_who_looks_at_any_page_sees_that_the_last_changes_do_not_hold(
    language: str, says: str, office: Client, administrator: User, loaded: RoutingDomain
) -> None:
    administrator.language = language
    administrator.save()
    scope, pages = Scope("demo"), [reverse("admin:index"), reverse("admin:centre_skill_changelist")]
    pages.append(reverse("admin:centre_queue_change", args=[Queue.objects.get(code="full").pk]))
    assert publish(scope) == 1
    assert not any("hh-refused" in office.get(page).content.decode() for page in pages)
    Skill.objects.filter(code="english").delete()
    Outbox.objects.create(domain=loaded)
    assert publish(scope) is None
    assert all(says in office.get(page).content.decode() for page in pages)
    assert {problem.code for problem in hindrances(scope)} == {"unknown"}
    services.save(None, Skill(tenant=loaded.tenant, code="english", name_zh="英语", name_en="English"))
    publish(scope)
    assert hindrances(scope) == []
    assert not any("hh-refused" in office.get(page).content.decode() for page in pages)


def test_what_was_wrong_already_hinders_nobody(loaded: RoutingDomain, administrator: User, monkeypatch: Any) -> None:
    Skill.objects.filter(code="english").delete()
    with monkeypatch.context() as patch:
        patch.setattr("hollyhock.apps.publishing.services.new_faults", lambda *_: [])
        assert publish(Scope("demo")) == 1
    queue = Queue.objects.get(code="other")
    queue.priority = 1
    services.save(administrator, queue)
    queue.loans = "gone"
    with pytest.raises(RulesBroken) as refused:
        services.save(administrator, queue)
    assert [fault.path for fault in refused.value.faults] == [("queues", "other", "loans")]
