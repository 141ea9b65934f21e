"""What happens to agents' legs, and what agents ask of their calls."""

from __future__ import annotations

from hollyhock.contracts.commands import (
    AcceptOffer,
    ClearConnection,
    HoldCall,
    LegGone,
    LegUp,
    RefuseOffer,
    RetrieveCall,
    TransferCall,
)
from hollyhock.contracts.errors import Refused, Unknown
from hollyhock.contracts.events import (
    DeviceChanged,
    Established,
    Held,
    ReattachRenewed,
    Retrieved,
    Transferred,
)
from hollyhock.core.data import Interaction, Offer
from hollyhock.core.decide import callbacks
from hollyhock.core.decide.decision import Decision, handles
from hollyhock.core.decide.moves import accept, clear, close, end_offer, reattach, set_values
from hollyhock.core.decide.queueing import enqueue

_OFFER_OUTCOME = {"no_answer": "expired", "refused": "refused", "busy": "refused"}
_NO_DEVICE = ("unreachable", "device_gone")
_NOT_READY = {"no_answer": "no_answer", "refused": "refused", "busy": "refused"}


@handles(LegUp)
def leg_up(d: Decision, command: LegUp) -> None:
    """Accept the offer if its lease still stands, or end the reattaching; any other leg is cleared as unwanted."""
    it = d.state.interaction(command.interaction)
    if it is None:
        return
    if it.phase == "dialling":
        callbacks.leg_up(d, it, command.leg)
    elif command.leg in it.offers and not it.is_ticket:
        accept(d, d.state.data.offers[command.leg], command.leg)
    elif it.phase == "reattaching" and it.agent_leg == command.leg:
        d.emit(
            Established(interaction=it.id, agent=it.agent, queue=it.queue, leg=command.leg, reattached=True),
        )
        if it.was_held:
            d.emit(Held(interaction=it.id, agent=it.agent))


@handles(LegGone)
def leg_gone(d: Decision, command: LegGone) -> None:
    """End the offer, the call or the attempt to reattach that this leg was for."""
    it = d.state.interaction(command.interaction)
    if it is None:
        return
    if it.phase == "dialling":
        _dialling_failed(d, it, command.leg, command.cause)
    elif command.leg in it.offers:
        _offer_failed(d, d.state.data.offers[command.leg], command.cause)
    elif command.leg != it.agent_leg:
        return
    elif it.phase == "reattaching":
        if command.cause in _NO_DEVICE:
            _device_gone(d, it.agent)
        d.emit(ReattachRenewed(interaction=it.id, leg=""))
    elif command.cause == "hang_up":
        close(d, it, "agent")
    else:
        if command.cause in _NO_DEVICE:
            _device_gone(d, it.agent)
        reattach(d, it)


def _dialling_failed(d: Decision, it: Interaction, leg: str, cause: str) -> None:
    if leg == it.agent_leg and cause in _NO_DEVICE:
        _device_gone(d, it.agent)
    callbacks.leg_gone(d, it, leg, cause)


def _offer_failed(d: Decision, offer: Offer, cause: str) -> None:
    if cause == "switch_lost":
        # Perhaps the leg was never made: nobody is to blame, and which telephones are there the switch says soon.
        end_offer(d, offer.id, "withdrawn")
        return
    if cause in _NO_DEVICE:
        _device_gone(d, offer.agent)
    end_offer(d, offer.id, _OFFER_OUTCOME.get(cause, "failed"), _NOT_READY.get(cause, "unreachable"))


def _device_gone(d: Decision, code: str) -> None:
    agent = d.state.agent(code)
    if agent.device_up:
        d.emit(DeviceChanged(agent=code, device=agent.device, up=False))


@handles(AcceptOffer)
def accept_offer(d: Decision, command: AcceptOffer) -> None:
    """Take a work item that has no leg, or a call back, whose customer is called then."""
    offer = _standing_offer(d, command.agent, command.offer)
    it = d.state.data.interactions[offer.interaction]
    if it.is_call:
        raise Refused(why_zh="电话须在话机上接听", why_en="a call is accepted by answering it")
    if it.medium == "callback":
        callbacks.take(d, offer)
    else:
        accept(d, offer, "")


@handles(RefuseOffer)
def refuse_offer(d: Decision, command: RefuseOffer) -> None:
    """Give the offer back; the interaction keeps its place."""
    offer = _standing_offer(d, command.agent, command.offer)
    end_offer(d, offer.id, "refused", "refused")


def _standing_offer(d: Decision, agent: str, identifier: str) -> Offer:
    offer = d.state.data.offers.get(identifier)
    if offer is None or offer.agent != agent:
        raise Refused(why_zh="该来话已撤回或已结束", why_en="this offer has been withdrawn or has ended")
    return offer


@handles(HoldCall)
def hold_call(d: Decision, command: HoldCall) -> None:
    """Let the customer hear music."""
    it = held_by(d, command.agent, command.interaction)
    if it.phase != "connected" or not it.is_call:
        raise Refused(why_zh="通话未接通，不能保持", why_en="only a connected call can be held")
    d.emit(Held(interaction=it.id, agent=command.agent))


@handles(RetrieveCall)
def retrieve_call(d: Decision, command: RetrieveCall) -> None:
    """Let them talk again."""
    it = held_by(d, command.agent, command.interaction)
    if it.phase != "held":
        raise Refused(why_zh="通话未处于保持状态", why_en="the call is not on hold")
    d.emit(Retrieved(interaction=it.id, agent=command.agent))


@handles(TransferCall)
def transfer_call(d: Decision, command: TransferCall) -> None:
    """Hand the interaction to a queue with its data; the agent goes on to after-call work."""
    it = held_by(d, command.agent, command.interaction)
    if it.phase == "dialling":
        raise Refused(why_zh="客户尚未接通，不能转队列", why_en="the customer is not connected yet")
    if command.queue not in d.state.book.queues:
        raise Unknown(field="queue", what="queue", name=command.queue)
    if command.priority is not None and not 0 <= command.priority <= 9:
        raise Refused(field="priority", why_zh="优先级须在 0 到 9 之间", why_en="priority must be between 0 and 9")
    set_values(d, it, command.data)
    d.emit(Transferred(interaction=it.id, agent=command.agent, to_queue=command.queue))
    clear(d, it, "transfer")
    enqueue(d, it, command.queue, command.priority, "transfer")


@handles(ClearConnection)
def clear_connection(d: Decision, command: ClearConnection) -> None:
    """End the interaction from the agent's side."""
    it = held_by(d, command.agent, command.interaction)
    if it.phase == "dialling":
        callbacks.agent_lost(d, it, "hang_up")
    else:
        close(d, it, "agent" if it.is_call else "completed")


def held_by(d: Decision, agent: str, identifier: str) -> Interaction:
    """Return an interaction in an agent's hands; raise ``Refused`` when it is not (any more)."""
    it = d.state.interaction(identifier)
    if it is None or it.agent != agent:
        raise Refused(why_zh="该联络不在您手中", why_en="this interaction is not in your hands")
    return it
