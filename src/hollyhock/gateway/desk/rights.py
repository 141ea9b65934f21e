"""Whether a ticket allows a desk's command. What the state allows is the engine's matter."""

from hollyhock.contracts.commands import AttachData, ForceLogOut, ForceNotReady, NoteWrapUp, Unlock
from hollyhock.contracts.desk_socket import Ask, DeskCommand
from hollyhock.contracts.errors import Forbidden, Invalid
from hollyhock.contracts.tickets import DeskTicket
from hollyhock.contracts.views import InteractionCard
from hollyhock.gateway.cards.replica import Replica
from hollyhock.gateway.cards.sight import leads

_LONGEST_NOTE = 4000


def actor(ticket: DeskTicket, ask: Ask, replica: Replica) -> str:
    """Return in whose name the command goes to the engine; raise ``Forbidden`` or ``Invalid``."""
    _check_personal(ask)
    command = ask.command
    if isinstance(command, ForceNotReady | ForceLogOut | Unlock):
        return _as_leader(ticket, replica, command.agent)
    if isinstance(command, AttachData):
        return _on_interaction(ticket, replica, command.interaction)
    return _as_oneself(ticket, command)


def _as_oneself(ticket: DeskTicket, command: DeskCommand) -> str:
    if not ticket.agent or getattr(command, "agent", "") != ticket.agent:
        raise Forbidden
    return f"agent:{ticket.agent}"


def _as_leader(ticket: DeskTicket, replica: Replica, agent: str) -> str:
    if not leads(ticket, replica.team_of(agent)):
        raise Forbidden
    # A leader who takes no interactions has no agent's number.
    return f"leader:{ticket.agent or ticket.person}"


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
