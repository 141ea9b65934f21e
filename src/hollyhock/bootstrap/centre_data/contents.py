"""Loading people, prompts, flows, customers and accounts; what exists already stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hollyhock.apps.base.words import CHINESE, ENGLISH
from hollyhock.apps.billing_demo.services import put
from hollyhock.apps.centre.models import AgentSkill, Skill
from hollyhock.apps.centre.services import save as save_skill
from hollyhock.apps.customers.models import Customer
from hollyhock.apps.customers.services import save_customer
from hollyhock.apps.flows.models import Flow
from hollyhock.apps.flows.services import publish, save_draft, save_flow
from hollyhock.apps.people.capacity import exactly, exactly_interrupts
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.people.services import generate_password, save_person
from hollyhock.apps.prompts.models import Prompt, Wording
from hollyhock.apps.prompts.services import save as save_prompt
from hollyhock.apps.prompts.services import save_wording
from hollyhock.apps.tenancy.models import RoutingDomain, Tenant
from hollyhock.bootstrap.centre_data.package import Package, Person
from hollyhock.bootstrap.log_ins import LogIn
from hollyhock.contracts.directory import Names


def has_people() -> bool:
    """Say whether anybody can log in."""
    return User.objects.exists()


def load_people(domain: RoutingDomain, people: Iterable[Person]) -> list[LogIn]:
    """Make those who are missing; return their log-ins."""
    return [_person(domain.tenant, one) for one in people if not User.objects.filter(username=one.username).exists()]


def load_prompts(tenant: Tenant, prompts: dict[str, dict[str, str]]) -> None:
    """Store the prompts and make their sounds."""
    for code, texts in prompts.items():
        prompt = Prompt.objects.filter(tenant=tenant, code=code).first()
        if prompt is None:
            prompt = Prompt(tenant=tenant, code=code)
            save_prompt(None, prompt)
        there = set(prompt.wordings.values_list("language", flat=True))
        for language, text in texts.items():
            if language not in there:
                save_wording(None, Wording(prompt=prompt, language=language, text=text))


def load_flows(tenant: Tenant, package: Package) -> list[Flow]:
    """Store each flow as a draft; return those that are new and are to be published."""
    made = []
    names = {one.code: one.name for one in package.centre.flows}
    for code, text in package.flows.items():
        flow = Flow.objects.filter(tenant=tenant, code=code).first()
        if flow is None:
            name = names.get(code) or Names(f"流程 {code}", f"Flow {code}")
            flow = Flow(tenant=tenant, code=code, name_zh=name.zh, name_en=name.en)
            save_flow(None, flow)
            save_draft(None, flow, text)
        if not flow.versions.filter(state="published").exists():
            made.append(flow)
    return made


def publish_flows(flows: Iterable[Flow]) -> None:
    """Publish the drafts; raises ``NotPublishable`` when a prompt could not be spoken or a text has faults."""
    for flow in flows:
        publish(None, flow.versions.get(state="draft"))


def load_customers(tenant: Tenant, package: Package) -> None:
    """Store the customers and the accounts of the billing demo."""
    for line in package.customers:
        if not Customer.objects.filter(tenant=tenant, number=line.number).exists():
            values = {name: getattr(line, name) for name in ("number", "name", "language", "tier", "email")}
            save_customer(None, Customer(tenant=tenant, **values), [line.phone])
    for account in package.accounts:
        put(
            tenant,
            customer=account.customer,
            number=account.number,
            pin=account.pin,
            balance=account.balance,
            valid_until=date.fromisoformat(account.valid_until),
        )


_SEATS = ("shift_leader", "expert", "representative")
"""Kinds of seat that are roles, too; the last one is everybody's."""


def _person(tenant: Tenant, one: Person) -> LogIn:
    password = generate_password()
    row = User(
        tenant=tenant,
        username=one.username,
        name=one.name,
        language=one.language if one.language in {CHINESE, ENGLISH} else CHINESE,
        roles=list(one.roles),
        agent_code=one.code,
        capacity=exactly(one.capacity),
        interrupts=exactly_interrupts(one.interrupts),
        weight=one.weight,
        team=Team.objects.get(tenant=tenant, code=one.team) if one.team else None,
        seat_kind=one.seat.removeprefix("seat.") or next((role for role in _SEATS if role in one.roles), _SEATS[-1]),
    )
    save_person(None, row, leads=Team.objects.filter(tenant=tenant, code__in=one.leads), password=password)
    for code, level in one.skills.items():
        skill = Skill.objects.get(tenant=tenant, code=code)
        save_skill(None, AgentSkill(person=row, skill=skill, level=level))
    return LogIn(one.username, password, one.name, one.roles)
