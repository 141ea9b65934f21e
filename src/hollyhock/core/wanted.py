"""What shall exist outside for each interaction: a function of state, so that recovery just derives it again."""

from __future__ import annotations

from collections.abc import Mapping

from hollyhock.contracts.flow import LookUp
from hollyhock.contracts.treatment import Dial, LookUpWanted, Treatment, Wanted, WantedLeg
from hollyhock.core.data import Interaction
from hollyhock.core.flows.semantics import treatment_of
from hollyhock.core.flows.waiting import kept_treatment, position_treatment, queue_treatment
from hollyhock.core.interpreter import node_of
from hollyhock.core.promise import NUMBERS
from hollyhock.core.state import State


def wanted(state: State, identifier: str, personal: Mapping[str, str]) -> Wanted:
    """Return what the switch shall have for a call; ``personal`` are its values by name.

    An interaction that is over, or unknown, wants nothing: ``open`` is false.
    """
    it = state.interaction(identifier)
    if it is None or it.phase == "closed":
        return Wanted(interaction=identifier, open=False, leg=it.leg if it else "", cause=it.cause if it else "")
    queue = state.book.queues.get(it.queue)
    return Wanted(
        interaction=it.id,
        open=True,
        leg=it.leg,
        dial=_dial(state, it, personal),
        treatment=_treatment(state, it, personal),
        legs=_legs(state, it, personal),
        record=bool(it.agent) and (queue is None or queue.record),
        recording=it.recording,
    )


def look_up_wanted(state: State, identifier: str, personal: Mapping[str, str]) -> LookUpWanted | None:
    """Return the question that the interaction's node asks, if it stands at a look-up."""
    it = state.interaction(identifier)
    node = node_of(state, it) if it is not None and it.phase == "flow" else None
    if it is None or not isinstance(node, LookUp) or it.node_deadline is None:
        return None
    values = {**it.data, **personal}
    ask = {name: values[source] for name, source in node.ask.items() if values.get(source)}
    return LookUpWanted(
        interaction=it.id,
        visit=it.visit,
        connector=node.connector,
        ask=ask,
        budget_ms=node.budget_ms,
    )


def _treatment(state: State, it: Interaction, personal: Mapping[str, str]) -> Treatment | None:
    queue = state.book.queues.get(it.queue)
    music = queue.music if queue else "default"
    match it.phase:
        case "connected":
            return None
        case "held" | "reattaching":
            return queue_treatment(it.visit, it.language, music)
        case "waiting" if it.announcement is not None:
            said = it.announcement
            return position_treatment(
                visit=it.visit,
                language=it.language,
                position=said.position,
                low_ms=said.low_ms,
                high_ms=said.high_ms,
                key=it.key,
                told=queue is not None and queue.announce_every_ms > 0,
            )
        case "waiting":
            return queue_treatment(it.visit, it.language, music, it.key)
        case "flow" if it.farewell:
            return kept_treatment(it.visit, it.language)
        case "dialling":
            return Treatment(visit=it.visit, kind="silence", language=it.language)
    node = node_of(state, it)
    values = {"language": it.language, **it.data, **personal}
    spoken = node and treatment_of(
        node,
        visit=it.visit,
        attempt=it.attempt,
        because=it.because,
        language=it.language,
        values=values,
    )
    return spoken or Treatment(visit=it.visit, kind="silence", language=it.language)


def _dial(state: State, it: Interaction, personal: Mapping[str, str]) -> Dial | None:
    trunk = state.book.trunks.get(it.trunk)
    if it.phase != "dialling" or not it.leg or trunk is None:
        return None
    point = state.book.entry_points.get(it.entry_point)
    number = next((personal[name] for name in NUMBERS if personal.get(name)), "")
    return Dial(number=number, trunk=trunk, caller=point.address if point else "")


def _legs(state: State, it: Interaction, personal: Mapping[str, str]) -> tuple[WantedLeg, ...]:
    caller = personal.get("ani", "")
    if it.offers:
        if not it.is_call:
            return ()
        offers = [state.data.offers[offer] for offer in it.offers]
        return tuple(
            WantedLeg(leg=offer.id, agent=offer.agent, device=state.agent(offer.agent).device, caller=caller)
            for offer in offers
        )
    if it.agent and it.agent_leg:
        return (
            WantedLeg(
                leg=it.agent_leg,
                agent=it.agent,
                device=state.agent(it.agent).device,
                caller=caller,
                auto_answer=it.phase in ("reattaching", "dialling"),
                connected=it.phase == "connected",
            ),
        )
    return ()
