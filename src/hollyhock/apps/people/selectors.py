"""Reading people and teams."""

from __future__ import annotations

from django.db.models import QuerySet

from hollyhock.apps.base.gating import LEADERS
from hollyhock.apps.people.gate import reach_of, visible
from hollyhock.apps.people.models import Team, User


def agents(person: User) -> QuerySet[User]:
    """Return the people with an agent code whom one may see."""
    return visible(User.objects.exclude(agent_code="").select_related("team"), person).order_by("agent_code")


def teams(person: User) -> QuerySet[Team]:
    """Return the teams that one may see."""
    return visible(Team.objects.select_related("site"), person).order_by("code")


def steered(person: User) -> tuple[tuple[str, ...], bool]:
    """Return the codes of the teams a person may steer, and whether it is all of them."""
    reach = reach_of(person)
    if not reach.roles & set(LEADERS):
        return (), False
    if reach.teams is None:
        return (), True
    return tuple(Team.objects.filter(pk__in=reach.teams).order_by("code").values_list("code", flat=True)), False
