"""The domain itself: ownership, directory, switch, journal, and time reaching deadlines."""

from __future__ import annotations

from collections.abc import Callable

from hollyhock.contracts.commands import (
    ClaimOwnership,
    DevicePresence,
    JournalPresence,
    MediaPresence,
    PublishDirectory,
    Tick,
)
from hollyhock.contracts.events import (
    CallbackDue,
    DeskPresence,
    DirectoryPublished,
    JournalPressure,
    OccupancyCounted,
    OwnershipClaimed,
    QueueHours,
    SwitchPresence,
    WrapUpFinished,
)
from hollyhock.core.apply.agents import LOST_AFTER_MS
from hollyhock.core.decide.agents import GONE_MS, device_presence, leave
from hollyhock.core.decide.callbacks import give_up
from hollyhock.core.decide.decision import Decision, handles
from hollyhock.core.decide.leaders import give_back
from hollyhock.core.decide.moves import REATTACH_MS, clear, close, end_offer, reattach
from hollyhock.core.decide.queueing import requeue_first, widen
from hollyhock.core.estimates import announcement
from hollyhock.core.hours import is_open
from hollyhock.core.index.idle import has_room, slot
from hollyhock.core.interpreter import leave_line, resume


@handles(ClaimOwnership)
def claim_ownership(d: Decision, command: ClaimOwnership) -> None:
    """Begin a new epoch."""
    d.emit(OwnershipClaimed(epoch=command.epoch, owner=command.owner, core=command.core))


@handles(PublishDirectory)
def publish_directory(d: Decision, command: PublishDirectory) -> None:
    """Take a newer directory; who is no longer in it is logged off, and what its rules do not allow rings no more."""
    if command.directory.version <= d.state.data.directory.version:
        return
    d.emit(DirectoryPublished(directory=command.directory))
    for agent in list(d.state.data.agents.values()):
        if agent.logged_on and agent.code not in d.state.book.agents:
            give_back(d, agent)
            leave(d, agent, "forced")
    for offer in list(d.state.data.offers.values()):
        data, entry = d.state.data, d.state.book.agents[offer.agent]
        held = [slot(data.interactions[name].medium) for name in d.state.agent(offer.agent).holds]
        if not has_room(entry, held, slot(data.interactions[offer.interaction].medium)):
            end_offer(d, offer.id, "withdrawn")
    # At once, not with the next deadline: nobody is offered from a line that these rules keep closed.
    for code, queue in d.state.book.queues.items():
        calendar, closed = d.state.book.calendars.get(queue.calendar), code in d.state.data.closed
        if calendar is not None and is_open(calendar, d.now) == closed:
            d.emit(QueueHours(queue=code, open=closed))


@handles(MediaPresence)
def media_presence(d: Decision, command: MediaPresence) -> None:
    """Note whether the switch can be used, and with it which softphones are there."""
    for agent in list(d.state.data.agents.values()) if command.up else []:
        if agent.device and agent.device_up != (agent.device in command.devices):
            device_presence(d, DevicePresence(device=agent.device, up=not agent.device_up))
    if d.state.data.switch_up != command.up:
        d.emit(SwitchPresence(up=command.up))


@handles(JournalPresence)
def journal_presence(d: Decision, command: JournalPresence) -> None:
    """Note whether the journal takes more than facts."""
    if d.state.data.journal_full != command.full:
        d.emit(JournalPressure(full=command.full))


@handles(Tick)
def tick(d: Decision, command: Tick) -> None:
    """Let every deadline that has come do its work, in order."""
    while (due := d.state.index.dues.first()) is not None and due[0] <= d.now:
        _, kind, key = due
        _DUE[kind](d, key)
        # One that nothing replaced has served; were one forgotten, it must not stop the whole centre.
        d.state.index.dues.drop(due)


def _offer(d: Decision, key: str) -> None:
    end_offer(d, key, "expired", "no_answer")


def _wrap_up(d: Decision, key: str) -> None:
    agent, interaction = key.split(" ")
    d.emit(WrapUpFinished(agent=agent, interaction=interaction, cause="expired"))


def _gone(d: Decision, key: str) -> None:
    agent = d.state.agent(key)
    if agent.holds or agent.wraps:
        d.emit(DeskPresence(agent=key, present=False, deadline=d.now + GONE_MS))
    else:
        leave(d, agent, "gone")


def _lost(d: Decision, key: str) -> None:
    for held in d.state.agent(key).holds:
        it = d.state.data.interactions[held]
        if it.phase in ("connected", "held") and it.is_call:
            reattach(d, it, REATTACH_MS - LOST_AFTER_MS)


def _look_up(d: Decision, key: str) -> None:
    resume(d, d.state.data.interactions[key], "unknown")


def _announce(d: Decision, key: str) -> None:
    d.emit(announcement(d.state, d.state.data.interactions[key]))


def _ring(d: Decision, key: str) -> None:
    it = d.state.data.interactions[key]
    target = widen(d, it)
    if target is not None:
        leave_line(d, it, target)


def _hours(d: Decision, key: str) -> None:
    d.emit(QueueHours(queue=key, open=key in d.state.data.closed))


def _risk(d: Decision, key: str) -> None:
    """The line has become one that reserves join: those who wait in it are looked at again."""
    d.state.index.look_again(key, d.state.book)


def _reattach(d: Decision, key: str) -> None:
    it = d.state.data.interactions[key]
    clear(d, it, "reattach_failed")
    requeue_first(d, it, "reattach_failed")


def _farewell(d: Decision, key: str) -> None:
    close(d, d.state.data.interactions[key], "callback")


def _dial(d: Decision, key: str) -> None:
    give_up(d, d.state.data.interactions[key])


def _rest(d: Decision, key: str) -> None:
    d.emit(CallbackDue(interaction=key))


def _count(d: Decision, key: str) -> None:
    d.emit(OccupancyCounted(agent=key))


_DUE: dict[str, Callable[[Decision, str], None]] = {
    "offer": _offer,
    "wrap_up": _wrap_up,
    "gone": _gone,
    "lost": _lost,
    "look_up": _look_up,
    "announce": _announce,
    "own": _ring,
    "ring": _ring,
    "risk": _risk,
    "hours": _hours,
    "reattach": _reattach,
    "farewell": _farewell,
    "dial": _dial,
    "rest": _rest,
    "count": _count,
}
