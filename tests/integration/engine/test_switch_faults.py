"""What must hold when the switch dies: calls end honestly, agents are free and callable again, recordings play."""

from __future__ import annotations

import asyncio
import time

from hollyhock.adapters.asterisk.standby import rules
from hollyhock.contracts import events as e
from hollyhock.contracts.views import InteractionCard
from hollyhock.testing.real_centre import RealCentre
from hollyhock.testing.rtp import rtp_peer
from hollyhock.testing.wait import until

FREE_WITHIN_S, CALLABLE_WITHIN_S = 5.0, 15.0
BYTES_PER_S = 8_000 * 2 * 2
"""Two channels of 16 bits at 8 kHz."""
SPOKEN_S = 6.0
LOST_AT_MOST_S = 1.5
"""What the switch has not written yet when it is killed: measured at 1.02 s."""


async def talking(centre: RealCentre, count: int) -> list[InteractionCard]:
    for code in ("103", "105", "106")[:count]:
        await centre.agent(code)
    for _ in range(count + 1):
        await asyncio.to_thread(centre.fleet.call, "caller_waits", "1002")
    return await centre.calls_are(connected=count, waiting=1)


async def comes_back(centre: RealCentre) -> None:
    """Start the switch as the supervisor would and check that agents are free and can be called again."""
    await asyncio.to_thread(centre.switch.start)
    started = time.monotonic()
    await centre.calls_are(FREE_WITHIN_S, connected=0, waiting=0, offered=0, reattaching=0)
    for desk in centre.desks.values():
        card = await centre.agent_card(desk.code)
        assert (card.state, card.holds) == ("Ready", ())
    await asyncio.gather(*(centre.register(desk) for desk in centre.desks.values()))
    await centre.takes_calls()
    await asyncio.to_thread(centre.fleet.call, "caller_hangs_up", "1002", milliseconds=1_000)
    await centre.calls_are(CALLABLE_WITHIN_S, connected=1)
    assert time.monotonic() - started < CALLABLE_WITHIN_S
    await centre.calls_are(connected=0)


async def closed_as_lost(centre: RealCentre, cards: list[InteractionCard]) -> None:
    causes = {x.interaction: x.cause for x in await centre.events() if isinstance(x, e.InteractionClosed)}
    assert {card.interaction: "switch_lost" for card in cards}.items() <= causes.items()


async def test_killing_the_switch_closes_its_calls_and_frees_its_agents(centre: RealCentre) -> None:
    cards = await talking(centre, 3)
    centre.switch.kill()
    await comes_back(centre)
    await closed_as_lost(centre, cards)


async def test_a_recording_survives_the_switch_but_for_its_last_second(centre: RealCentre) -> None:
    customer, agent = await rtp_peer(), await rtp_peer()
    desk = await centre.agent("103", rtp_port=agent.port)
    call = await asyncio.to_thread(centre.fleet.call, "caller_waits", "1002", rtp_port=customer.port)
    await centre.calls_are(connected=1)
    customer.say(500)
    customer.to(await call.media_port())
    agent.say(900)
    agent.to(await desk.phone.media_port(r"invite (\d+)"))
    await until(lambda: customer.hears(900), "the customer hears the agent")
    await until(lambda: agent.hears(500), "the agent hears the customer")
    began = time.monotonic()
    await asyncio.sleep(SPOKEN_S)
    centre.switch.kill()
    spoken = time.monotonic() - began
    await asyncio.gather(customer.close(), agent.close())
    await asyncio.to_thread(centre.switch.start)
    await centre.calls_are(FREE_WITHIN_S, connected=0)
    (started,) = [x.recording for x in await centre.events() if isinstance(x, e.RecordingStarted)]
    ended = [x.recording for x in await centre.event_of(e.RecordingEnded)]
    assert ended == [started]
    (file,) = (centre.home / "recordings" / "raw").glob(f"{started}*")
    assert file.stat().st_size > (spoken - LOST_AT_MOST_S) * BYTES_PER_S


async def test_engine_and_switch_killed_together(centre: RealCentre) -> None:
    cards = await talking(centre, 3)
    centre.kill(centre.engines[-1])
    centre.switch.kill()
    centre.start_engine()
    await comes_back(centre)
    await closed_as_lost(centre, cards)


def rules_on_disk(centre: RealCentre) -> bool:
    """The switch writes its database about once a second."""
    kept = [key for key in centre.switch.kept() if key.startswith("/standby/")]
    return len(kept) == len(rules(centre.directory, centre.home / "sounds"))


async def test_a_switch_restarted_without_an_engine_takes_messages(centre: RealCentre) -> None:
    await until(lambda: rules_on_disk(centre), "standby rules on disk")
    centre.kill(centre.engines[-1])
    centre.switch.kill()
    await asyncio.to_thread(centre.switch.start)
    ear = await rtp_peer()
    ear.say(900)
    call = await asyncio.to_thread(centre.fleet.call, "caller_hangs_up", "1001", rtp_port=ear.port, milliseconds=6_000)
    ear.to(await call.media_port())
    await until(lambda: ear.hears(1000), "the tone")
    await until(call.succeeded, "the caller has hung up")
    await ear.close()
    centre.start_engine()
    await centre.engine_up()
    (message,) = await centre.calls_are(waiting=1)
    assert message.medium == "voicemail"
    assert message.personal["ani"].endswith("13800138000")
    assert (centre.home / "voicemail" / message.sound).exists()
    closed = [x.cause for x in await centre.events() if isinstance(x, e.InteractionClosed)]
    assert closed == ["standby"]
