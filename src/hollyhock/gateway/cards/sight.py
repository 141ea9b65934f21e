"""Who may see which card, and how much of it."""

from collections.abc import Callable

import msgspec

from hollyhock.contracts.tickets import DeskTicket
from hollyhock.contracts.views import AgentCard, AnyCard, InteractionCard

_LEADERS = frozenset({"shift_leader", "administrator"})


def leads(ticket: DeskTicket, team: str | None) -> bool:
    """Return whether the ticket's holder leads this team."""
    if _LEADERS.isdisjoint(ticket.roles):
        return False
    return ticket.all_teams or bool(team and team in ticket.teams)


def leads_somebody(ticket: DeskTicket) -> bool:
    """Return whether the ticket's holder leads any team."""
    return not _LEADERS.isdisjoint(ticket.roles) and (ticket.all_teams or bool(set(ticket.teams) - {""}))


class Sight(msgspec.Struct, frozen=True):
    """What one desk may see; equal sights see the same."""

    agent: str
    teams: frozenset[str] = frozenset()
    all_teams: bool = False

    @classmethod
    def of(cls, ticket: DeskTicket, *, floor: bool) -> "Sight":
        """Return the sight of a ticket; without ``floor`` or a leader's role it ends at one's own desk."""
        if not floor or _LEADERS.isdisjoint(ticket.roles):
            return cls(ticket.agent)
        return cls(ticket.agent, frozenset(ticket.teams) - {""}, ticket.all_teams)

    @property
    def floor(self) -> bool:
        """True when others than oneself may be seen."""
        return self.all_teams or bool(self.teams)

    def shown(self, card: AnyCard, team_of: Callable[[str], str | None]) -> AnyCard | None:
        """Return the card as this desk sees it, or None."""
        if isinstance(card, AgentCard):
            return card if self._owns(card.agent) or self._leads(card.team) else None
        if isinstance(card, InteractionCard):
            return self._interaction(card, team_of)
        return card

    def _interaction(self, card: InteractionCard, team_of: Callable[[str], str | None]) -> InteractionCard | None:
        if any(self._owns(agent) or self._leads(team_of(agent)) for agent in card.eyes):
            return card
        if card.phase != "waiting" or not self.floor:
            return None
        # Nobody's customer yet: a leader sees that somebody waits, not who.
        return card if self.all_teams else msgspec.structs.replace(card, personal={})

    def _owns(self, agent: str) -> bool:
        return bool(agent) and agent == self.agent

    def _leads(self, team: str | None) -> bool:
        return self.all_teams or team in self.teams
