"""The demo's whole call on real parts: its own flow and prompts, its customers' answers, keys pressed by a caller."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
import yaml

from hollyhock.adapters.speech.engine import load_engine
from hollyhock.adapters.speech.files import write_sound
from hollyhock.contracts import events as e
from hollyhock.contracts import subjects
from hollyhock.contracts.directory import Agent, Calendar, Directory, EntryPoint, Hours, Labelled, Prompt, Queue
from hollyhock.contracts.views import InteractionCard
from hollyhock.core.flows.reading import read_text
from hollyhock.testing.parts import fetched_parts
from hollyhock.testing.real_centre import RealCentre
from hollyhock.testing.rtp import RtpPeer, rtp_peer
from hollyhock.testing.sipp import Sipp
from hollyhock.testing.wait import until

DEMO = Path(__file__).parents[3] / "demo"
LI_LEI = "<sip:+8613800138001@127.0.0.1>"


def demo_directory() -> Directory:
    centre = yaml.safe_load((DEMO / "centre.yaml").read_text(encoding="utf-8"))
    flow = read_text((DEMO / "flows" / "line-1001.yaml").read_text(encoding="utf-8")).flow
    assert flow is not None
    agents = [person for person in centre["people"] if "code" in person]
    return Directory(
        version=1,
        queues=msgspec.convert(centre["queues"], tuple[Queue, ...]),
        skills=msgspec.convert(centre["skills"], tuple[Labelled, ...]),
        calendars=msgspec.convert(centre["calendars"], tuple[Calendar, ...]),
        entry_points=msgspec.convert(centre["entry_points"], tuple[EntryPoint, ...]),
        agents=msgspec.convert(agents, tuple[Agent, ...]),
        prompts=tuple(
            Prompt(code=code, audio={language: f"prompts/{code}-{language}" for language in texts})
            for code, texts in prompt_texts().items()
        ),
        flows=(flow,),
    )


def prompt_texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = yaml.safe_load((DEMO / "prompts.yaml").read_text(encoding="utf-8"))
    return texts


class Caller:
    """A caller who hears and presses keys."""

    def __init__(self, centre: RealCentre, sipp: Sipp, peer: RtpPeer) -> None:
        self.centre, self.sipp, self.peer = centre, sipp, peer

    async def card(self) -> InteractionCard | None:
        return next((card for card in await self.centre.calls() if card.medium == "voice"), None)

    async def at(self, node: str, seconds: float = 40.0) -> InteractionCard:
        """Return once the flow stands at a node."""
        deadline = time.monotonic() + seconds
        while (card := await self.card()) is None or card.node != node:
            if time.monotonic() > deadline:
                raise TimeoutError(f"not at {node} but {card}; {self.centre.engine_log()[-3_000:]}")
            await asyncio.sleep(0.02)
        return card

    async def press_at(self, node: str, keys: str) -> None:
        await self.at(node)
        self.peer.press(keys)

    async def leaves_a_message_at(self, node: str) -> None:
        """Speak for two seconds after the tone, end with the key, and hear the call to its end."""
        await self.at(node)
        await until(lambda: self.peer.hears(1_000), "the tone", 30)
        self.peer.say(900)
        await until(lambda: recorded(self.centre) > 2 * 16_000, "two seconds are recorded")
        self.peer.press("#")
        await until(self.sipp.succeeded, "goodbye, and the call is ended", 30)


@pytest.fixture(scope="module")
def prompts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every prompt of the demo, spoken, for telephones only."""
    folder, engine = tmp_path_factory.mktemp("prompts"), load_engine(fetched_parts())
    for code, texts in prompt_texts().items():
        for language, text in texts.items():
            write_sound(folder / f"{code}-{language}", engine.synthesise(text, language))
    return folder


@pytest.fixture
async def centre(tmp_path: Path, prompts: Path) -> AsyncIterator[RealCentre]:
    made = RealCentre(tmp_path, demo_directory())
    (made.home / "sounds").mkdir(exist_ok=True)
    (made.home / "sounds" / "prompts").symlink_to(prompts)
    async with running(made):
        yield made


@asynccontextmanager
async def running(made: RealCentre) -> AsyncIterator[RealCentre]:
    """Start a centre whose look-ups are answered; end it after use."""
    try:
        await made.start()
        await answer_as_records(made)
        yield made
    finally:
        await made.stop()


async def answer_as_records(centre: RealCentre) -> None:
    async def customer(ask: bytes) -> bytes:
        asked = msgspec.json.decode(ask, type=subjects.LookUpAsk).ask
        known = asked.get("number") == "+8613800138001"
        personal = {"customer_name": "李雷", "customer_number": "C10001"}
        answer = subjects.LookUpAnswer(found=known, data={"tier": "vip"} if known else {}, personal=personal)
        return msgspec.json.encode(answer)

    async def billing(ask: bytes) -> bytes:
        asked = msgspec.json.decode(ask, type=subjects.LookUpAsk).ask
        found = asked in ({"customer": "C10001"}, {"number": "13800138002", "pin": "618002"})
        personal = {"balance": "1234567", "valid_until": "2027-12-31"}
        return msgspec.json.encode(subjects.LookUpAnswer(found=found, personal=personal))

    await centre.bus.subscribe(subjects.look_up(centre.scope, "customer"), customer)
    await centre.bus.subscribe(subjects.look_up(centre.scope, "billing"), billing)


@pytest.fixture
async def peer() -> AsyncIterator[RtpPeer]:
    peer = await rtp_peer()
    yield peer
    await peer.close()


def closed_now(calendar: Calendar) -> Calendar:
    """Return a calendar with hours of every day in which this moment does not lie."""
    hour = datetime.now(ZoneInfo(calendar.time_zone)).hour
    start, end = (18, 22) if 7 < hour < 17 else (9, 16)
    return msgspec.structs.replace(calendar, week=tuple(Hours(day, start * 60, end * 60) for day in range(7)))


async def call(centre: RealCentre, peer: RtpPeer, sender: str = "<sip:anonymous@anonymous.invalid>") -> Caller:
    sipp = centre.fleet.call("caller_waits", "1001", sender=sender, rtp_port=peer.port)
    peer.to(await sipp.media_port())
    return Caller(centre, sipp, peer)


async def nodes(centre: RealCentre) -> list[str]:
    return [event.node for event in await centre.events() if isinstance(event, e.NodeEntered)]


async def test_a_known_customer_hears_the_balance_and_leaves_a_message_for_a_person(
    centre: RealCentre, peer: RtpPeer
) -> None:
    caller = await call(centre, peer, LI_LEI)
    await caller.press_at("language", "2")
    card = await caller.at("greet")
    assert card.language == "en"
    assert card.personal["customer_name"] == "李雷"
    personal = centre.home / "sounds" / "call" / card.interaction
    await until(lambda: any(personal.glob("*.wav")), "the name was spoken for this call")
    await caller.press_at("main", "1")
    await caller.at("say_balance")
    heard = len(peer.heard)
    await caller.press_at("after_balance", "0")
    assert len(peer.heard) - heard > 8_000 * 5
    await caller.leaves_a_message_at("operator_message")
    assert await nodes(centre) == [
        "language", "welcome", "who", "greet", "main", "known", "balance", "say_balance", "after_balance",
        "operator_hours", "operator_staffed", "operator_nobody", "operator_message", "goodbye",
    ]  # fmt: skip
    await message_waits(centre)
    await until(lambda: not personal.exists(), "nothing personal is left")


async def test_outside_business_hours_a_message_becomes_work_though_an_agent_is_there(
    tmp_path: Path, peer: RtpPeer
) -> None:
    demo = demo_directory()
    tones = tuple(Prompt(code=prompt.code) for prompt in demo.prompts)
    closed = tuple(map(closed_now, demo.calendars))
    async with running(RealCentre(tmp_path, msgspec.structs.replace(demo, calendars=closed, prompts=tones))) as centre:
        await centre.agent("2001", ready=False)
        caller = await call(centre, peer)
        await caller.press_at("language", "2")
        await caller.press_at("main", "0")
        await caller.leaves_a_message_at("operator_message")
        assert (await nodes(centre))[-4:] == ["operator_hours", "operator_closed", "operator_message", "goodbye"]
        await message_waits(centre)


async def test_a_stranger_gives_number_and_password_then_reaches_an_agent(centre: RealCentre, peer: RtpPeer) -> None:
    await centre.agent("2001")
    caller = await call(centre, peer)
    await caller.press_at("language", "1")
    await caller.press_at("main", "1")
    await caller.press_at("ask_number", "13800138002#")
    await caller.press_at("ask_pin", "618002")
    await caller.at("say_balance")
    await caller.press_at("after_balance", "7")
    await caller.press_at("after_balance", "0")
    (card,) = await centre.calls_are(connected=1, seconds=30)
    assert (card.agent, card.queue, card.language) == ("2001", "operator", "zh-Hans")
    written = msgspec.json.encode(await centre.entries()).decode() + centre.engine_log()
    assert "ask_pin" in written
    assert "618002" not in written
    assert "1234567" not in written
    caller.sipp.stop()


async def message_waits(centre: RealCentre) -> None:
    (message,) = await centre.calls_are(waiting=1)
    assert (message.medium, message.queue) == ("voicemail", "operator")
    assert (centre.home / "voicemail" / message.sound).exists()


def recorded(centre: RealCentre) -> int:
    """Return how many bytes of messages have reached the disk."""
    return sum(path.stat().st_size for path in (centre.home / "voicemail").glob("*.wav"))
