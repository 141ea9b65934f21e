"""What must be true of a centre after every fault."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from hollyhock.contracts import events as e
from hollyhock.contracts.commands import AttachData, HoldCall, RetrieveCall
from hollyhock.contracts.views import InteractionCard
from hollyhock.core.apply.fold import fold
from hollyhock.core.state import State
from hollyhock.testing.real_centre import RealCentre

from .traffic import BUSY, Traffic

BACK_WITHIN_S = 5.0
"""Every call is controllable again after so long."""


class Stopwatch:
    """Time since a fault, less what was waited for a processor that others were using.

    The kernel counts that per process (``/proc/PID/schedstat``, second number, nanoseconds; its first thread, which
    runs the event loop), and per processor what the machine below took away (``/proc/stat``, eighth number of a ``cpu``
    line, ticks). So a limit is the same on a machine that runs other tests beside as on one that has a core to spare.
    Nothing below ``/proc/PID/task`` is read: whoever then waits for the death of that process may wait for seconds in
    the kernel, which forgets these files one thread after the other.
    """

    def __init__(self, centre: RealCentre) -> None:
        """Start."""
        self._centre, self._began = centre, time.monotonic()
        self._starved, self._stolen = _starved(centre), _stolen()
        self._pressed = _pressure()

    def in_time(self, limit_s: float) -> None:
        """Check that it has not been longer."""
        starved = sum(now - self._starved.get(pid, 0.0) for pid, now in _starved(self._centre).items())
        stolen = max(now - before for now, before in zip(_stolen(), self._stolen, strict=True))
        took = time.monotonic() - self._began
        told = (
            f"{took:.2f} s, {starved:.2f} of them without a processor, {stolen:.2f} taken",
            _pressure(),
            self._pressed,
        )
        assert took - starved - stolen < limit_s, (*told, self._centre.engine_log()[-3_000:])


def _starved(centre: RealCentre) -> dict[int, float]:
    """Return the seconds that each process has waited on whose work a fault's end waits."""
    pids = [os.getpid(), *(engine.pid for engine in centre.engines if engine.runs()), centre.switch.pid]
    return {pid: _run_delay(pid) for pid in pids}


def _stolen() -> list[float]:
    lines = (line.split() for line in Path("/proc/stat").read_text().splitlines())
    return [int(line[8]) / os.sysconf("SC_CLK_TCK") for line in lines if re.fullmatch(r"cpu\d+", line[0])]


def _pressure() -> str:
    return " ".join(Path(f"/proc/pressure/{what}").read_text() for what in ("cpu", "io", "memory"))


def _run_delay(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError):
        return 0.0


async def back_in_time(centre: RealCentre, watch: Stopwatch, number: int) -> None:
    """Wait for the engine, check that every call obeys, and that all of that took no longer than it may."""
    await centre.engine_up(10 * BACK_WITHIN_S)
    await controllable(centre, number)
    watch.in_time(BACK_WITHIN_S)


async def controllable(centre: RealCentre, number: int) -> None:
    """Check that every call obeys: data can be attached to each, and one that talks is held and taken back."""
    calls = [card for card in await centre.calls() if card.phase != "wrapping_up"]
    for card in calls:
        await _obeys(centre, card, AttachData(interaction=card.interaction, data={"point": str(number)}))
    for card in (card for card in calls if card.phase == "connected" and card.agent in BUSY):
        # Its agent or its caller may do something else at the same moment.
        with suppress(LookupError):
            await centre.ask(HoldCall(agent=card.agent, interaction=card.interaction))
            await centre.ask(RetrieveCall(agent=card.agent, interaction=card.interaction))


async def _obeys(centre: RealCentre, card: InteractionCard, command: AttachData) -> None:
    try:
        await centre.ask(command)
    except LookupError:
        assert card.interaction not in {one.interaction for one in await centre.calls()}


async def kept_their_place(centre: RealCentre, before: Sequence[InteractionCard]) -> None:
    """Check that those who wait still wait since then, and with the priority they had."""
    old = {card.interaction: card for card in before if card.phase == "waiting"}
    for card in await centre.calls("waiting"):
        was = old.get(card.interaction)
        if was is not None and was.queue == card.queue:
            assert (card.queued_since, card.priority) == (was.queued_since, was.priority)


async def claims(centre: RealCentre) -> list[e.OwnershipClaimed]:
    """Return how engines have followed each other."""
    return [event for event in await centre.events() if isinstance(event, e.OwnershipClaimed)]


async def all_over(centre: RealCentre, traffic: Traffic) -> None:
    """Let the traffic end and check everything that may never break while the switch lives."""
    await traffic.end()
    await centre.calls_are(40, connected=0, held=0, waiting=0, offered=0, flow=0, wrapping_up=0, reattaching=0)
    assert traffic.dropped() == 0
    assert traffic.stuck == []
    await nothing_is_wrong(centre)
    await everybody_is_free(centre)
    await true_to_the_journal(centre)


async def nothing_is_wrong(centre: RealCentre) -> None:
    """Check the journal and the telephones: none lost, none with two agents, each offer ended, no leg rung twice."""
    entries = await centre.entries()
    epochs = [entry.epoch for entry in entries]
    assert epochs == sorted(epochs), "an engine has written after another one took over"
    events = [event for entry in entries for event in entry.events]
    arrived = [x.interaction for x in events if isinstance(x, e.InteractionArrived)]
    closed = Counter(x.interaction for x in events if isinstance(x, e.InteractionClosed))
    assert set(arrived) - {card.interaction for card in await centre.calls()} == set(closed)
    assert set(closed.values()) == {1}
    assert len(set(arrived)) == len(arrived)
    offers: dict[str, str] = {}
    for event in events:
        if isinstance(event, e.OfferMade):
            assert event.interaction not in offers, "an interaction was offered to two agents at once"
            assert event.agent not in offers.values(), "an agent was rung twice at once"
            offers[event.interaction] = event.agent
        elif isinstance(event, e.OfferEnded | e.OfferAccepted):
            assert offers.pop(event.interaction) == event.agent
    assert offers == {}
    rung = Counter(leg for desk in centre.desks.values() for line in desk.phone.said() for leg in _leg(line))
    assert rung, "no telephone has rung"
    assert set(rung.values()) == {1}, "a leg rang twice"


def _leg(line: str) -> list[str]:
    return re.findall(r"leg=\W*([\w.]+)", line)


async def everybody_is_free(centre: RealCentre) -> None:
    """Check that the agents of the traffic wait for calls."""
    for code in BUSY:
        card = await centre.agent_card(code)
        assert (card.state, card.holds) == ("Ready", ()), card


async def true_to_the_journal(centre: RealCentre) -> None:
    """The journal folded from its beginning gives what the engine shows."""
    state = State()
    state.data.scope = str(centre.scope)
    for entry in await centre.entries():
        fold(state, entry)
    shown = {card.interaction for card in await centre.calls()}
    assert set(state.data.interactions) == shown
    for desk in centre.desks.values():
        assert state.agent(desk.code).state == (await centre.agent_card(desk.code)).state
