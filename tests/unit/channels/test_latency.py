"""The channel's own share of a ring is far below a millisecond."""

import asyncio
import statistics
import time
from collections.abc import Sequence

from hollyhock.contracts.commands import LegGone

from .conftest import Centre, agent_leg, music, wanted

ROUNDS = 300
LIMIT_S = 0.001


async def test_an_agents_hang_up_is_posted_and_the_next_leg_made_at_once(centre: Centre) -> None:
    first, second = await centre.customer("first"), await centre.customer("second")
    await centre.want(wanted(first, music(), leg="first"))
    await centre.want(wanted(second, music(), leg="second"))
    posted_after, made_after = [], []
    for number in range(ROUNDS):
        await centre.want(wanted(first, music(), agent_leg(f"a{number}"), leg="first"))
        centre.posted.clear()
        begun = time.perf_counter()
        centre.switch.hang_up(f"a{number}")
        await _until(centre.posted)
        posted_after.append(time.perf_counter() - begun)
        assert isinstance(centre.posted[0].command, LegGone)
        centre.channel.want(wanted(first, music(), leg="first"))
        calls: list[tuple[str, ...]] = []
        centre.switch.calls = calls
        begun = time.perf_counter()
        centre.channel.want(wanted(second, music(), agent_leg(f"b{number}"), leg="second"))
        await _until(calls)
        made_after.append(time.perf_counter() - begun)
        assert calls[0][:2] == ("make_call", f"b{number}")
        await centre.want(wanted(second, music(), leg="second"))
    assert statistics.median(posted_after) < LIMIT_S
    assert statistics.median(made_after) < LIMIT_S


async def _until(seen: Sequence[object]) -> None:
    while not seen:
        await asyncio.sleep(0)
