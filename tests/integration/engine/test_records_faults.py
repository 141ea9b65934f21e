"""What must hold when web and worker die at seeded random points of a busy centre."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from hollyhock.adapters.clock import SystemClock
from hollyhock.adapters.ids import RandomIds
from hollyhock.contracts import events as e
from hollyhock.contracts.subjects import PopAnswer
from hollyhock.contracts.views import InteractionCard
from hollyhock.gateway.cards.replica import Replica
from hollyhock.gateway.config import GatewayConfig
from hollyhock.gateway.desk.asking import Asking
from hollyhock.gateway.metrics import Metrics
from hollyhock.testing.centre import small_centre
from hollyhock.testing.profile import FAULT_POINTS
from hollyhock.testing.wait import until

from .moments import Moments
from .records_truth import Office, records_are_the_journal
from .traffic import Traffic, busy
from .truths import Stopwatch, all_over, back_in_time, kept_their_place
from .with_records import ASKS, CUSTOMER, KNOWN, CentreWithRecords, RecordsProcess

ANSWERED_WITHIN_MS = 2_000
"""A look-up has 300 ms; the rest is what a busy machine may add."""
TOGETHER = 0.1
"""Share of the strikes that hit both, if both serve."""
PATIENCE_S = 1.0
"""A start that takes longer is struck itself."""


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[CentreWithRecords]:
    made = CentreWithRecords(tmp_path, small_centre(wrap_up_ms=3_000, agents=11))
    try:
        await made.start()
        yield made
    finally:
        await made.stop()


class Strikes:
    """Kills web or worker, now and then both; each is started again at once."""

    def __init__(self, centre: CentreWithRecords, seed: int) -> None:
        self.served: Counter[str] = Counter()
        """How often one was struck while it served."""
        self._both, self._dice = (centre.web, centre.worker), random.Random(seed)

    def strike(self) -> None:
        """Strike those that serve; only where starting takes long, one that has not come so far."""
        up = self._up() or [self._dice.choice(self._both)]
        victims = up if self._dice.random() < TOGETHER else [self._dice.choice(up)]
        self.served.update(victim.name for victim in victims if victim.up)
        for victim in victims:
            victim.kill()
            victim.start()

    async def possible(self) -> None:
        """Return when one of them serves, or after so long."""
        with suppress(TimeoutError):
            await until(lambda: bool(self._up()), "web or worker serves", PATIENCE_S)

    def _up(self) -> list[RecordsProcess]:
        return [process for process in self._both if process.up]


class Desks:
    """What desks ask for, through the gateway's own code: the record of a call that rings."""

    def __init__(self, centre: CentreWithRecords) -> None:
        config = GatewayConfig(name="test", scope=centre.scope, token="", switch="", web="", frontend=Path())
        ids = RandomIds(centre.scope, SystemClock())
        self._asking = Asking(config, centre.bus, ids, Replica(), Metrics())
        self._asked: list[asyncio.Task[PopAnswer | None]] = []

    def ask(self, calls: Sequence[InteractionCard]) -> None:
        """Ask for those that ring now."""
        self._asked += [asyncio.create_task(self._asking.pop(card)) for card in calls if card.phase == "offered"]

    async def have_all(self) -> None:
        """Check that every record came, however late, and says who calls."""
        answers = await asyncio.gather(*self._asked)
        assert {answer.name if answer else None for answer in answers} == {CUSTOMER}
        assert len(answers) > FAULT_POINTS / 10


async def test_killing_web_and_worker_drops_no_call_and_loses_no_record(centre: CentreWithRecords) -> None:
    await busy(centre)
    office = Office(centre)
    await office.log_in()
    traffic = Traffic(centre, seed=21, stay=(1_500, 6_000), direct=KNOWN)
    moments = Moments(traffic, seed=22)
    strikes, desks = Strikes(centre, seed=23), Desks(centre)
    number = 0
    async for before in moments:
        glance = asyncio.create_task(office.glance())
        strikes.strike()
        desks.ask(before)
        await back_in_time(centre, Stopwatch(centre), number := number + 1)
        await kept_their_place(centre, before)
        await glance
        await strikes.possible()
    await all_over(centre, traffic)
    assert moments.everywhere(), moments.struck
    assert min(strikes.served["web"], strikes.served["worker"]) > FAULT_POINTS / 10, strikes.served
    await calls_went_on(centre)
    await desks.have_all()
    await asyncio.gather(centre.web.comes(), centre.worker.comes())
    await records_are_the_journal(centre)
    await office.shows_the_journal()


async def calls_went_on(centre: CentreWithRecords) -> None:
    """Check that callers reached agents while the worker was away, and that no flow waited for it."""
    asked: dict[str, int] = {}
    outcomes: Counter[str] = Counter()
    reached = 0
    for entry in await centre.entries():
        for event in entry.events:
            if isinstance(event, e.NodeEntered) and event.node == ASKS:
                asked[event.interaction] = entry.at
            elif isinstance(event, e.NodeLeft) and event.node == ASKS:
                outcomes[event.outcome] += 1
                assert entry.at - asked[event.interaction] < ANSWERED_WITHIN_MS
            elif isinstance(event, e.OfferAccepted):
                reached += centre.worker.was_away(entry.at)
    assert min(outcomes["found"], outcomes["unknown"]) > 0
    assert reached > FAULT_POINTS / 6
