"""Whether a ticket allows a desk's command. What the state allows is the engine's matter."""

from hollyhock.contracts.commands import (
    AttachData,
    ChangeSkills,
    ForceLogOut,
    ForceNotReady,
    MoveInteraction,
    NoteWrapUp,
    PlaceInteraction,
    PullInteraction,
    PushInteraction,
    Unlock,
    WidenInteraction,
)
from hollyhock.contracts.desk_socket import Ask, DeskCommand
from hollyhock.contracts.errors import Forbidden, Invalid
from hollyhock.contracts.tickets import DeskTicket
from hollyhock.contracts.views import InteractionCard
from hollyhock.gateway.cards.replica import Replica
from hollyhock.gateway.cards.sight import leads, leads_somebody

_LONGEST_NOTE = 4000
_TAKERS = frozenset({"expert", "shift_leader", "administrator"})
"""Who may choose among those who wait; everybody else gets what the rings decide."""


def actor(ticket: DeskTicket, ask: Ask, replica: Replica) -> str:
    """Return in whose name the command goes to the engine; raise ``Forbidden`` or ``Invalid``."""
    _check_personal(ask)
    command = ask.command
    if isinstance(command, ForceNotReady | ForceLogOut | Unlock | PushInteraction | ChangeSkills):
        return _as_leader(ticket, replica, command.agent)
    if isinstance(command, MoveInteraction | PlaceInteraction | WidenInteraction):
        return _on_waiting(ticket, replica, command.interaction)
    if isinstance(command, PullInteraction) and not may_take(ticket):
        raise Forbidden
    if isinstance(command, AttachData):
        return _on_interaction(ticket, replica, command.interaction)
    return _as_oneself(ticket, command)


def may_take(ticket: DeskTicket) -> bool:
    """Return whether the ticket's holder may look at lines and take somebody out of turn."""
    return not _TAKERS.isdisjoint(ticket.roles)


def _as_oneself(ticket: DeskTicket, command: DeskCommand) -> str:
    if not ticket.agent or getattr(command, "agent", "") != ticket.agent:
        raise Forbidden
    return f"agent:{ticket.agent}"


def _as_leader(ticket: DeskTicket, replica: Replica, agent: str) -> str:
    if not leads(ticket, replica.team_of(agent)):
        raise Forbidden
    return _leader(ticket)


def _leader(ticket: DeskTicket) -> str:
    # A leader who takes no interactions has no agent's number.
    return f"leader:{ticket.agent or f'#{ticket.person}'}"


def _on_waiting(ticket: DeskTicket, replica: Replica, interaction: str) -> str:
    """Who waits belongs to no team: every leader may steer it, unless it rings at other leaders' agents alone."""
    card = replica.cards.get(f"interaction:{interaction}")
    hands = card.hands if isinstance(card, InteractionCard) else set()
    if not leads_somebody(ticket) or (hands and not any(leads(ticket, replica.team_of(a)) for a in hands)):
        raise Forbidden
    return _leader(ticket)


def _on_interaction(ticket: DeskTicket, replica: Replica, interaction: str) -> str:
    card = replica.cards.get(f"interaction:{interaction}")
    if not isinstance(card, InteractionCard) or not card.hands:
        raise Forbidden
    if ticket.agent in card.hands:
        return f"agent:{ticket.agent}"
    led = (agent for agent in sorted(card.hands) if leads(ticket, replica.team_of(agent)))
    return _as_leader(ticket, replica, next(led, card.agent))


def _check_personal(ask: Ask) -> None:
    allowed = {"note"} if isinstance(ask.command, NoteWrapUp) else set()
    if ask.personal.keys() - allowed:
        raise Invalid(field="personal", field_name="personal", remedy_zh="此命令不接受", remedy_en="not taken here")
    if len(ask.personal.get("note", "")) > _LONGEST_NOTE:
        raise Invalid(
            field="personal.note",
            field_name="note",
            remedy_zh=f"最多 {_LONGEST_NOTE} 个字符",
            remedy_en=f"at most {_LONGEST_NOTE} characters",
        )
