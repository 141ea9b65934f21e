"""Fills the records of a home with a directory, as administrators would: ``fill_records.py HOME CUSTOMER``.

The directory is ``HOME/directory.json``; the one customer is called so. Run by ``with_records.py`` in a process of its
own, because Django must know the home before it starts. Prints the administrator's password; agents get none.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

HOME = Path(sys.argv[1])
os.environ |= {"HOLLYHOCK_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "hollyhock.web.settings"}

from django.conf import settings


class _FromModels(dict[str, None]):
    """No app has migrations: tables are made from the models, which is quicker than walking through the past."""

    def __contains__(self, app: object) -> bool:
        return True

    def __missing__(self, app: str) -> None:
        return None


settings.MIGRATION_MODULES = _FromModels()

import django

django.setup()

# ruff: noqa: E402 - the models need Django to be set up
import msgspec
from django.core.management import call_command
from django.db import transaction

from hollyhock.apps.centre.models import AgentSkill, Skill
from hollyhock.apps.centre.services import save as save_row
from hollyhock.apps.people.capacity import exactly
from hollyhock.apps.people.facade import changes
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.people.services import save_person
from hollyhock.apps.publishing.facade import publish
from hollyhock.apps.tenancy.models import RoutingDomain
from hollyhock.apps.tenancy.services import ensure
from hollyhock.bootstrap.centre_data import contents, package, structure
from hollyhock.contracts import directory as wire
from hollyhock.web import catalogue

SITE = wire.Labelled("site", wire.Names("站点", "Site"))


def names(code: str) -> wire.Names:
    return wire.Names(code, code)


def as_package(directory: wire.Directory, customer: str) -> package.Package:
    skills = {skill for agent in directory.agents for skill in agent.skills}
    codes = {code for queue in directory.queues for code in queue.wrap_up_codes}
    teams = {agent.team for agent in directory.agents}
    return package.Package(
        centre=package.Centre(
            sites=(SITE,),
            teams=tuple(wire.Team(code, names(code), SITE.code) for code in sorted(teams)),
            skills=tuple(wire.Labelled(code, names(code)) for code in sorted(skills)),
            reasons=directory.reasons,
            wrap_up_codes=tuple(wire.WrapUpCode(code, names(code)) for code in sorted(codes)),
            queues=directory.queues,
            entry_points=tuple(
                msgspec.convert(msgspec.to_builtins(entry), package.Entry) for entry in directory.entry_points
            ),
            trunks=directory.trunks,
        ),
        prompts={prompt.code: {"zh-Hans": "您好", "en": "Hello"} for prompt in directory.prompts},
        flows={flow.code: msgspec.json.encode(flow).decode() for flow in directory.flows},
        customers=(package.Customer("C1", customer, "13800138000", "zh-Hans", "vip", ""),),
        accounts=(),
    )


def main() -> None:
    directory = msgspec.json.decode((HOME / "directory.json").read_bytes(), type=wire.Directory)
    centre = as_package(directory, sys.argv[2])
    catalogue.write()
    call_command("migrate", verbosity=0, run_syncdb=True)
    domain = ensure(settings.HOLLYHOCK_SCOPE, "测试", "Test")
    with changes():
        structure.load(domain, centre.centre)
        contents.load_customers(domain.tenant, centre)
        for agent in directory.agents:
            add(agent, domain)
    contents.load_prompts(domain.tenant, centre.prompts)
    flows = contents.load_flows(domain.tenant, centre)
    structure.load_entry_points(domain, centre.centre)
    contents.publish_flows(flows)
    administrator = package.Person(username="admin", name="Admin", roles=("administrator",))
    with transaction.atomic():
        (log_in,) = contents.load_people(domain, [administrator])
        publish(settings.HOLLYHOCK_SCOPE)
    print(log_in.password)


def add(agent: wire.Agent, domain: RoutingDomain) -> None:
    person = User(
        tenant=domain.tenant,
        username=agent.code,
        name=agent.name,
        roles=["agent"],
        agent_code=agent.code,
        capacity=exactly(agent.capacity),
        team=Team.objects.get(tenant=domain.tenant, code=agent.team),
    )
    save_person(None, person)
    for code, level in agent.skills.items():
        save_row(None, AgentSkill(person=person, skill=Skill.objects.get(code=code), level=level))


if __name__ == "__main__":
    main()
