"""How far a person sees into the records; every query of this app, recordings and reports goes through here.

The gate decides through the people who took part in an interaction; since several may have, it is asked for them row by
row, so that nothing is found twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from hollyhock.apps.base.gating import LEADERS, STAFF
from hollyhock.apps.interactions.models import AgentStay, Interaction, Participant
from hollyhock.apps.people.facade import Team, User, reach_of, visible
from hollyhock.contracts.errors import Unknown

M = TypeVar("M", bound=Model)


class UnknownInteraction(Unknown):
    """An interaction that is not there, or not for this person's eyes; which of the two is not said."""

    zh = "找不到联络“{name}”。"
    en = "There is no interaction “{name}”."


@dataclass(frozen=True)
class Sight:
    """What a person may see: everything of the tenant, or some teams' and their own."""

    person: User
    everything: bool
    staff: bool
    leader: bool
    teams: tuple[str, ...]
    """Codes of teams; only for staff who do not see everything."""

    @property
    def agent(self) -> str:
        """The person's own agent code; empty for people who take no interactions."""
        return self.person.agent_code


def sight_of(person: User) -> Sight:
    """Return the sight of a person as the records stand now."""
    reach = reach_of(person)
    staff = bool(reach.roles & set(STAFF))
    everything = staff and reach.teams is None
    narrow = staff and not everything
    codes = Team.objects.filter(pk__in=reach.teams or ()).values_list("code", flat=True) if narrow else ()
    return Sight(person, everything, staff, bool(reach.roles & set(LEADERS)), tuple(codes))


def interactions(sight: Sight) -> QuerySet[Interaction]:
    """Return the interactions that the person may see: those of their teams and their own, and those of nobody."""
    rows = Interaction.objects.all()
    if sight.everything:
        return visible(rows, sight.person)
    return rows.filter(_near(sight, "pk"), tenant=sight.person.tenant_id)


def parts(rows: QuerySet[M], sight: Sight) -> QuerySet[M]:
    """Return those rows (segments, offers ...) whose interaction the person may see."""
    if sight.everything:
        return visible(rows, sight.person)
    return rows.filter(_near(sight, "interaction"), tenant=sight.person.tenant_id, interaction__isnull=False)


def _near(sight: Sight, interaction: str) -> Exists | Q:
    """Return the condition that someone within the person's reach took part; staff also see what nobody was offered."""
    took_part = Participant.objects.filter(interaction=OuterRef(interaction))
    reached = Exists(visible(took_part, sight.person))
    return reached | ~Exists(took_part) if sight.staff else reached


def of_agents(rows: QuerySet[M], sight: Sight, agent: str) -> QuerySet[M]:
    """Return those rows about agents' work that count for the person: of their teams, and their own.

    ``agent`` names the column with the agent's code; the team of then stands in ``team``.
    """
    found = parts(rows, sight)
    if sight.everything:
        return found
    own = Q(**{agent: sight.agent}) if sight.agent else Q(pk__in=())
    return found.filter(Q(team__in=sight.teams) | own)


def stays(sight: Sight) -> QuerySet[AgentStay]:
    """Return the agents' states that the person may see."""
    return visible(AgentStay.objects.all(), sight.person)


def sees_personal(sight: Sight, row: Interaction) -> bool:
    """Return whether personal values are shown in clear: to leaders, and to the agent who had the customer."""
    return sight.leader or bool(sight.agent and sight.agent == row.agent)


def masked(text: str) -> str:
    """Return enough of a number or name to tell it from others, and no more."""
    if len(text) >= 8:
        return f"{text[:-8]}****{text[-4:]}"
    return f"{text[:1]}**" if text else ""
