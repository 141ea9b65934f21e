"""What every desk session works with, so that a session need not know the hub that knows all sessions."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hollyhock.contracts.tickets import DeskTicket
from hollyhock.contracts.views import AgentCard
from hollyhock.gateway.cards.replica import Replica
from hollyhock.gateway.cards.sight import Sight
from hollyhock.gateway.config import GatewayConfig
from hollyhock.gateway.desk.asking import Asking
from hollyhock.gateway.desk.remembered import Remembered
from hollyhock.gateway.metrics import Metrics
from hollyhock.gateway.tickets import Tickets


@dataclass(frozen=True, kw_only=True)
class Around:
    """The same for all desks of a gateway."""

    config: GatewayConfig
    replica: Replica
    asking: Asking
    tickets: Tickets
    metrics: Metrics
    now: Callable[[], int]
    """Epoch milliseconds."""
    _remembered: Remembered = field(default_factory=Remembered)

    def looks_with(self, ticket: DeskTicket, sight: Sight) -> bool:
        """Note the sight of a log-in; return whether it is known to have used no other."""
        return self._remembered.only(ticket.session, sight)

    def session_of(self, agent: str) -> str:
        """Return the desk session that the engine's card names for an agent, or nothing."""
        card = self.replica.cards.get(f"agent:{agent}") if agent else None
        return card.session if isinstance(card, AgentCard) else ""
