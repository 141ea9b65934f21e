"""Events of the domain itself."""

from __future__ import annotations

from hollyhock.contracts.events import DirectoryPublished, JournalPressure, OwnershipClaimed, QueueHours, SwitchPresence
from hollyhock.core.apply.registry import applies
from hollyhock.core.index.renewal import changes
from hollyhock.core.state import State


@applies(OwnershipClaimed)
def ownership_claimed(state: State, event: OwnershipClaimed, at: int) -> None:
    """Take the new epoch; the first one seeds the counter from the time, so that ids of a lost journal never return."""
    state.data.epoch = event.epoch
    if not state.data.counter:
        state.data.counter = at << 16


@applies(DirectoryPublished)
def directory_published(state: State, event: DirectoryPublished, at: int) -> None:
    """Replace the directory; flows that callers are in stay known in their old version."""
    data = state.data
    running = {(it.flow, it.flow_version) for it in data.interactions.values() if it.phase == "flow"}
    known = [*data.kept_flows, *data.directory.flows]
    fresh = {(flow.code, flow.version) for flow in event.directory.flows}
    data.kept_flows = [f for f in known if (f.code, f.version) in running and (f.code, f.version) not in fresh]
    index, old, closed = state.index, state.book, frozenset(data.closed)
    data.directory = event.directory
    data.closed = [queue.code for queue in event.directory.queues if queue.code in closed and queue.calendar]
    # This changes more than events name: a snapshot that is being taken is given up, and a later one has it all.
    state.copy = None
    book = state.book = old.followed_by(event.directory)
    changed = changes(old, book, data, closed - frozenset(data.closed))
    for agent in data.agents.values():
        agent.skills = None
    for code in changed.lines:
        # Where there are fewer rings now, the widest one looks after who was in a wider one; it may end at once.
        last = book.last_ring(code)
        for place in index.lines.queues.get(code, ()):
            it = data.interactions[place[3]]
            it.ring = min(it.ring, last)
    if book.continues(old):
        index.renew(changed, data, old, book)
    else:
        index.touched_agents |= {*old.agents, *book.agents}
        index.touched_queues |= old.queues.keys()
        index.rebuild(data, book)


@applies(SwitchPresence)
def switch_presence(state: State, event: SwitchPresence, at: int) -> None:
    """Note whether calls can be made; when they can again, every pool is looked at."""
    state.data.switch_up = event.up
    _touch_all(state)
    if event.up:
        state.index.dirty.update(state.index.lines.pools)


@applies(QueueHours)
def queue_hours(state: State, event: QueueHours, at: int) -> None:
    """Open or close a line; those who wait in it are placed anew."""
    others = [code for code in state.data.closed if code != event.queue]
    state.data.closed = others if event.open else [*others, event.queue]
    state.index.set_hours(event.queue, state.data, state.book)


@applies(JournalPressure)
def journal_pressure(state: State, event: JournalPressure, at: int) -> None:
    """Note whether offers may be made; when they may again, every pool is looked at."""
    state.data.journal_full = event.full
    _touch_all(state)
    if not event.full:
        state.index.dirty.update(state.index.lines.pools)


def _touch_all(state: State) -> None:
    """It is the reason why everybody waits, or is no longer."""
    index = state.index
    index.touched_system = True
    index.touched_queues.update(index.lines.queues)
