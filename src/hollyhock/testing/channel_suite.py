"""What every channel must hold, as laws that run on any medium played in memory.

A channel's tests give a ``World``, which plays the customers, and ``hold`` each of ``LAWS``. Nothing here sleeps: a
world answers within a few turns of the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from hollyhock.channels.base import ChannelContext, ChannelFactory
from hollyhock.contracts.commands import AnyCommand, Arrive, CustomerLeft, Envelope, StepDone
from hollyhock.contracts.errors import HollyhockError, JournalFull
from hollyhock.contracts.flow import Part
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.ports import Channel
from hollyhock.contracts.treatment import Treatment, Wanted
from hollyhock.testing.clock import FakeClock, settle
from hollyhock.testing.fake_switch import FakeSwitch
from hollyhock.testing.ids import CountedIds

ADDRESS = "1001"
"""Where customers come; any other address leads nowhere."""
ENTRY_POINT = "line"
_SCOPE = Scope("test")


class World(Protocol):
    """A medium with the test in the customers' place."""

    def come(self, contact: str, address: str) -> None:
        """Let a customer come; the channel shall see it under this name."""

    def go(self, contact: str) -> None:
        """Let the customer leave."""

    def finish(self, contact: str) -> None:
        """Let what is being said come to its end; nothing to do where that needs no time."""

    def holds(self, contact: str) -> bool:
        """Say whether the customer is still connected, or anything of ours is left of the contact."""

    def asked(self) -> Sequence[object]:
        """Return everything that was done to the medium so far; what only looks is left out."""


class _Speaker:
    """Says each prompt as a sound of its name."""

    async def media(
        self, parts: Sequence[Part], language: str, values: Mapping[str, str], interaction: str
    ) -> list[str]:
        return [f"{language}/{part.prompt or values[part.value or '']}/{interaction}" for part in parts]

    async def forget(self, interaction: str) -> None:
        """Nothing is kept."""


class _Reception:
    """Knows one address."""

    def entry_point(self, address: str) -> str | None:
        return ENTRY_POINT if address == ADDRESS else None

    def customer(self, personal: Mapping[str, str]) -> str:
        return "known" if personal else ""

    def may_call(self, number: str) -> bool:
        return bool(number)


class Stage:
    """A channel on its world, with the test in the engine's place."""

    def __init__(self, factory: ChannelFactory, world: World) -> None:
        """Make channels by ``factory``; one is made and started by ``start``."""
        self._factory, self.world = factory, world
        self.posted: list[AnyCommand] = []
        """Facts about interactions in the order in which they came."""
        self.taking = asyncio.Event()
        """Cleared: the engine keeps what comes and answers nobody."""
        self.taking.set()
        self.refusing: HollyhockError | None = None
        self._ids = CountedIds()
        self._running: asyncio.Task[None] | None = None
        self.channel = self._make()

    async def start(self, *recovered: Wanted) -> None:
        """Start a new channel that is told first what is open."""
        self.channel = self._make()
        for wanted in recovered:
            self.channel.want(wanted)
        self._running = asyncio.create_task(self.channel.run())
        await settle()

    async def stop(self) -> None:
        """Let the engine die."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            self._running = None

    async def arrival(self, contact: str) -> str:
        """Let a customer come; return the interaction."""
        self.world.come(contact, ADDRESS)
        await settle()
        (arrived,) = self.take()
        assert isinstance(arrived, Arrive), arrived
        return arrived.interaction

    async def want(self, wanted: Wanted) -> None:
        """Tell a wish and let the channel work."""
        self.channel.want(wanted)
        await settle()

    async def finish(self, contact: str) -> None:
        """Let what is being said come to its end."""
        self.world.finish(contact)
        await settle()

    def take(self) -> list[AnyCommand]:
        """Return the facts since the last time."""
        taken, self.posted = self.posted, []
        return taken

    def _make(self) -> Channel:
        return self._factory(
            ChannelContext(
                scope=_SCOPE,
                switch=FakeSwitch(),
                speaker=_Speaker(),
                clock=FakeClock(),
                ids=self._ids,
                post=self._post,
                reception=_Reception(),
            )
        )

    async def _post(self, envelope: Envelope) -> int:
        if hasattr(envelope.command, "interaction"):
            self.posted.append(envelope.command)
        await self.taking.wait()
        if self.refusing is not None:
            raise self.refusing
        return 1


def saying(interaction: str, contact: str, visit: int) -> Wanted:
    """Return the wish that something is said."""
    said = Treatment(visit=visit, kind="say", language="en", parts=(Part(prompt=f"p{visit}"),))
    return Wanted(interaction=interaction, open=True, leg=contact, treatment=said)


def waiting(interaction: str, contact: str, visit: int) -> Wanted:
    """Return the wish of a queue."""
    return Wanted(
        interaction=interaction,
        open=True,
        leg=contact,
        treatment=Treatment(visit=visit, kind="music", language="en"),
    )


def closed(interaction: str) -> Wanted:
    """Return the wish for nothing, as it comes when the engine has forgotten the interaction."""
    return Wanted(interaction=interaction, open=False)


# --- the laws ---------------------------------------------------------------------------------------------------------


async def an_arrival_is_told_once(stage: Stage) -> None:
    """One fact, with the medium, the entry point of the address and the medium's own name of the contact."""
    await stage.start()
    stage.world.come("c1", ADDRESS)
    await settle()
    (arrived,) = stage.take()
    assert isinstance(arrived, Arrive), arrived
    said = (arrived.medium, arrived.entry_point, arrived.leg, arrived.adopted)
    assert said == (stage.channel.medium, ENTRY_POINT, "c1", False)


async def who_comes_to_no_entry_point_is_let_go(stage: Stage) -> None:
    """A customer whom no flow would serve must not sit in silence."""
    await stage.start()
    stage.world.come("c1", "nowhere")
    await settle()
    assert stage.take() == []
    assert not stage.world.holds("c1")


async def repeating_a_wish_is_harmless(stage: Stage) -> None:
    """The engine repeats wishes whenever it likes: nothing is done and nothing told a second time."""
    await stage.start()
    it = await stage.arrival("c1")
    for wish in (saying(it, "c1", 1), waiting(it, "c1", 2), closed(it)):
        await stage.want(wish)
        before, told = list(stage.world.asked()), list(stage.posted)
        for _ in range(3):
            await stage.want(wish)
        assert list(stage.world.asked()) == before
        assert stage.posted == told


async def a_step_is_reported_once(stage: Stage) -> None:
    """A flow goes on by ``StepDone`` with the step's number, and by nothing else."""
    await stage.start()
    it = await stage.arrival("c1")
    for visit in (1, 2):
        await stage.want(saying(it, "c1", visit))
        await stage.finish("c1")
        await stage.want(saying(it, "c1", visit))
        assert stage.take() == [StepDone(interaction=it, visit=visit, outcome="played")]


async def the_newest_wish_wins(stage: Stage) -> None:
    """Wishes are a level, not a queue: what the engine wanted in between need not happen."""
    await stage.start()
    it = await stage.arrival("c1")
    stage.channel.want(saying(it, "c1", 1))
    await stage.want(saying(it, "c1", 2))
    await stage.finish("c1")
    assert stage.take()[-1:] == [StepDone(interaction=it, visit=2, outcome="played")]
    stage.channel.want(saying(it, "c1", 3))
    await stage.want(closed(it))
    assert not stage.world.holds("c1")


async def a_closed_interaction_leaves_nothing(stage: Stage) -> None:
    """The customer is let go, which is no news to who wanted it; wishes that come late do nothing."""
    await stage.start()
    it = await stage.arrival("c1")
    await stage.want(waiting(it, "c1", 1))
    await stage.want(closed(it))
    assert not stage.world.holds("c1")
    before = list(stage.world.asked())
    await stage.want(closed(it))
    await stage.want(closed("test.main.never"))
    assert list(stage.world.asked()) == before
    assert stage.take() == []


async def who_leaves_is_told_once(stage: Stage) -> None:
    """Leaving is a fact; the wish that follows finds nothing left to do."""
    await stage.start()
    it = await stage.arrival("c1")
    await stage.want(waiting(it, "c1", 1))
    stage.world.go("c1")
    await settle()
    (left,) = stage.take()
    assert isinstance(left, CustomerLeft), left
    await stage.want(closed(it))
    assert stage.take() == []
    assert not stage.world.holds("c1")


async def one_customer_is_not_another(stage: Stage) -> None:
    """What is wanted for one contact touches no other."""
    await stage.start()
    first, second = await stage.arrival("c1"), await stage.arrival("c2")
    assert first != second
    await stage.want(waiting(second, "c2", 1))
    await stage.want(closed(first))
    assert not stage.world.holds("c1")
    assert stage.world.holds("c2")
    assert stage.take() == []


async def facts_come_in_order(stage: Stage) -> None:
    """Each fact of an interaction is told after the one before it is durable."""
    await stage.start()
    stage.taking.clear()
    stage.world.come("c1", ADDRESS)
    await settle()
    stage.world.go("c1")
    await settle()
    assert [type(one) for one in stage.posted] == [Arrive]
    stage.taking.set()
    await settle()
    assert [type(one) for one in stage.posted] == [Arrive, CustomerLeft]


async def a_refused_arrival_is_let_go(stage: Stage) -> None:
    """A customer whom the engine did not take must not sit in silence either."""
    await stage.start()
    stage.refusing = JournalFull()
    stage.world.come("c1", ADDRESS)
    await settle()
    assert not stage.world.holds("c1")


async def customers_outlive_the_engine(stage: Stage) -> None:
    """An engine that dies ends no contact, and the next one goes on with it instead of taking it for a new one."""
    await stage.start()
    it = await stage.arrival("c1")
    await stage.want(waiting(it, "c1", 1))
    await stage.stop()
    assert stage.world.holds("c1")
    await stage.start(waiting(it, "c1", 1))
    assert stage.take() == []
    await stage.want(saying(it, "c1", 2))
    await stage.finish("c1")
    assert stage.take() == [StepDone(interaction=it, visit=2, outcome="played")]


async def who_came_meanwhile_is_adopted(stage: Stage) -> None:
    """A contact that nobody announced is an arrival that says so."""
    await stage.start()
    await stage.stop()
    stage.world.come("c1", ADDRESS)
    await stage.start()
    (arrived,) = stage.take()
    assert isinstance(arrived, Arrive), arrived
    assert (arrived.leg, arrived.adopted) == ("c1", True)


async def who_left_meanwhile_is_told(stage: Stage) -> None:
    """An interaction whose customer is gone is found when the channel compares."""
    await stage.start()
    it = await stage.arrival("c1")
    await stage.want(waiting(it, "c1", 1))
    await stage.stop()
    stage.world.go("c1")
    await stage.start(waiting(it, "c1", 1))
    (left,) = stage.take()
    assert isinstance(left, CustomerLeft), left


Law = Callable[[Stage], Awaitable[None]]

LAWS: tuple[Law, ...] = (
    an_arrival_is_told_once,
    who_comes_to_no_entry_point_is_let_go,
    repeating_a_wish_is_harmless,
    a_step_is_reported_once,
    the_newest_wish_wins,
    a_closed_interaction_leaves_nothing,
    who_leaves_is_told_once,
    one_customer_is_not_another,
    facts_come_in_order,
    a_refused_arrival_is_let_go,
    customers_outlive_the_engine,
    who_came_meanwhile_is_adopted,
    who_left_meanwhile_is_told,
)
"""Every law. Run each on a fresh stage, and stop the stage afterwards."""


async def hold(law: Law, factory: ChannelFactory, world: World) -> None:
    """Run one law on a channel and a fresh world; raise ``AssertionError`` when it does not hold."""
    stage = Stage(factory, world)
    try:
        await law(stage)
    finally:
        await stage.stop()
