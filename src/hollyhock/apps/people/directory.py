"""The people's part of the directory: teams and agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from hollyhock.apps.people.capacity import effective, interrupts
from hollyhock.apps.people.models import Team, User
from hollyhock.contracts import directory as wire

if TYPE_CHECKING:
    from hollyhock.apps.tenancy.facade import RoutingDomain


def contribute(domain: RoutingDomain) -> dict[str, Any]:
    """Return the fields of ``Directory`` that people know."""
    teams = Team.objects.filter(site__domain=domain).select_related("site")
    return {
        "teams": tuple(wire.Team(row.code, row.names, row.site.code) for row in teams),
        "agents": tuple(_agent(row) for row in agents_of(domain)),
    }


def agents_of(domain: RoutingDomain) -> QuerySet[User]:
    """Return the active agents of a domain; those without a team belong to the tenant's first domain."""
    first = type(domain)._default_manager.filter(tenant=domain.tenant_id).order_by("pk").first()
    here = Q(team__site__domain=domain)
    if first == domain:
        here |= Q(team=None)
    rows = User.objects.filter(here, tenant=domain.tenant_id, is_active=True).exclude(agent_code="")
    return rows.select_related("team__site").prefetch_related("agent_skills__skill").order_by("agent_code")


def _agent(row: User) -> wire.Agent:
    team = row.team
    return wire.Agent(
        code=row.agent_code,
        name=row.name,
        team=team.code if team else "",
        site=team.site.code if team else "",
        seat=f"seat.{row.seat_kind}",
        skills={one.skill.code: one.level for one in row.agent_skills.all()},
        capacity=effective(row.capacity, team.capacity if team else None),
        interrupts=interrupts(row.interrupts, team.interrupts if team else None),
        weight=row.weight or (team.weight if team else None) or 1,
    )
