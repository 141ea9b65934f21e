"""What the journal has, which is the truth that pages must show."""

from __future__ import annotations

from hollyhock.contracts import events as e
from hollyhock.testing.up_centre import UpCentre

_PHASES: dict[type[e.Event], str] = {
    e.FlowStarted: "flow",
    e.Queued: "waiting",
    e.OfferMade: "ringing",
    e.OfferEnded: "waiting",
    e.Established: "talking",
    e.Held: "hold",
    e.Retrieved: "talking",
    e.Reattaching: "reattaching",
    e.FlowEnded: "over",
    e.Dequeued: "over",
    e.WrapUpStarted: "wrap_up",
    e.WrapUpFinished: "over",
}


async def calls_of(centre: UpCentre) -> list[list[e.AnyEvent]]:
    """Return the events of each interaction, in the order in which they arrived."""
    calls: dict[str, list[e.AnyEvent]] = {}
    for entry in await centre.entries():
        for event in entry.events:
            if isinstance(event, e.InteractionArrived):
                calls[event.interaction] = []
            if (events := calls.get(getattr(event, "interaction", ""))) is not None:
                events.append(event)
    return list(calls.values())


async def phase_of_last_call(centre: UpCentre) -> str:
    """Return where the interaction that arrived last stands."""
    return _phase((await calls_of(centre))[-1])


async def phases(centre: UpCentre) -> set[str]:
    """Return where the interactions stand that are not over."""
    return {_phase(events) for events in await calls_of(centre)} - {"over"}


def _phase(events: list[e.AnyEvent]) -> str:
    return [_PHASES[type(event)] for event in events if type(event) in _PHASES][-1]


async def passed(centre: UpCentre) -> dict[str, str]:
    """Return the outcomes of the flow's nodes that the interaction that arrived last has passed."""
    events = (await calls_of(centre))[-1]
    return {event.node: event.outcome for event in events if isinstance(event, e.NodeLeft)}
