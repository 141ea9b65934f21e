"""The voice channel holds what every channel must; the echo channel does in ``tests/integration/extending``."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from hollyhock.channels.base import ChannelContext, ChannelFactory
from hollyhock.channels.voice import VoiceChannel, make
from hollyhock.contracts.commands import Envelope
from hollyhock.contracts.ports import Channel
from hollyhock.contracts.treatment import Wanted
from hollyhock.testing import channel_suite as suite
from hollyhock.testing.channel_suite import LAWS, Law, hold
from hollyhock.testing.fake_switch import FakeSwitch


class Telephone:
    """Implements the suite's ``World`` on a switch in memory."""

    def __init__(self) -> None:
        self.switch = FakeSwitch()

    def make(self, context: ChannelContext) -> VoiceChannel:
        return make(replace(context, switch=self.switch))

    def come(self, contact: str, address: str) -> None:
        self.switch.arrive(contact, dnis=address)

    def go(self, contact: str) -> None:
        self.switch.hang_up(contact)

    def finish(self, contact: str) -> None:
        self.switch.end_play(contact)

    def holds(self, contact: str) -> bool:
        return contact in self.switch.legs or bool(self.switch.bridges)

    def asked(self) -> Sequence[object]:
        return [call for call in self.switch.calls if call[0] != "snapshot"]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
async def test_voice_holds(law: Law) -> None:
    telephone = Telephone()
    await hold(law, telephone.make, telephone)
    assert telephone.switch.misuse == []


class Stubborn(VoiceChannel):
    """Lets nobody go and repeats what was said, whenever it is told something."""

    def want(self, wanted: Wanted) -> None:
        self._calls.pop(wanted.interaction, None)
        if wanted.open:
            super().want(wanted)


class Newborn(VoiceChannel):
    """Does not listen before it runs."""

    def want(self, wanted: Wanted) -> None:
        if self._usable:
            super().want(wanted)


def stubborn(context: ChannelContext) -> Channel:
    return Stubborn(**_ports(context))


def newborn(context: ChannelContext) -> Channel:
    return Newborn(**_ports(context))


def stammering(context: ChannelContext) -> Channel:
    """Tells every fact twice, and the second time does not wait for the first."""

    async def twice(envelope: Envelope) -> int:
        again = asyncio.ensure_future(context.post(envelope))
        return await context.post(envelope) and await again

    return make(replace(context, post=twice))


def _ports(context: ChannelContext) -> dict[str, Any]:
    return {name: getattr(context, name) for name in ("switch", "speaker", "clock", "ids", "post", "reception")}


FAULTS: dict[ChannelFactory, tuple[Law, ...]] = {
    stubborn: (
        suite.repeating_a_wish_is_harmless,
        suite.the_newest_wish_wins,
        suite.a_closed_interaction_leaves_nothing,
        suite.one_customer_is_not_another,
    ),
    newborn: (suite.customers_outlive_the_engine, suite.who_left_meanwhile_is_told),
    stammering: (
        suite.an_arrival_is_told_once,
        suite.a_step_is_reported_once,
        suite.who_leaves_is_told_once,
        suite.facts_come_in_order,
        suite.who_came_meanwhile_is_adopted,
    ),
}


@pytest.mark.parametrize(
    ("faulty", "law"),
    [(faulty, law) for faulty, laws in FAULTS.items() for law in laws],
    ids=lambda one: one.__name__,
)
async def test_a_law_finds_the_fault(faulty: ChannelFactory, law: Law) -> None:
    telephone = Telephone()
    with pytest.raises((AssertionError, ValueError)):
        await hold(law, lambda context: faulty(replace(context, switch=telephone.switch)), telephone)
