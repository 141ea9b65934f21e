"""The speaker of calls: what is played, what is kept, and that nothing personal outlives its call."""

import asyncio
from pathlib import Path

import pytest
from tests.unit.speech.fake_engine import ToneEngine

from hollyhock.adapters.speech.speaker import CallSpeaker
from hollyhock.adapters.speech.words import make_words
from hollyhock.contracts.directory import Prompt
from hollyhock.contracts.errors import Invalid, Unavailable, Unknown
from hollyhock.contracts.flow import Part
from hollyhock.core.flows.waiting import position_parts
from hollyhock.core.speech.builtin import BUILT_IN
from hollyhock.core.speech.grammar import GRAMMARS

PROMPTS = {"hello": Prompt(code="hello", audio={"en": "prompts/hello/en"})}
CALL = "demo.main.i1"


@pytest.fixture
def engine() -> ToneEngine:
    return ToneEngine()


@pytest.fixture
def speaker(tmp_path: Path, engine: ToneEngine) -> CallSpeaker:
    return CallSpeaker(tmp_path, engine, PROMPTS.get)


def uri(home: Path, sound: str) -> str:
    return f"sound:{home}/sounds/{sound}"


def kept(home: Path) -> set[str]:
    return {path.relative_to(home / "sounds").as_posix() for path in (home / "sounds").rglob("*.wav*")}


async def test_a_prompt_is_its_published_sound(speaker: CallSpeaker, tmp_path: Path) -> None:
    assert await speaker.media((Part(prompt="hello"),), "en", {}, CALL) == [uri(tmp_path, "prompts/hello/en")]


async def test_a_prompt_without_the_language_is_refused(speaker: CallSpeaker) -> None:
    with pytest.raises(Unknown):
        await speaker.media((Part(prompt="hello"),), "zh-Hans", {}, CALL)


async def test_an_amount_is_played_from_words_that_are_made_once(
    speaker: CallSpeaker, engine: ToneEngine, tmp_path: Path
) -> None:
    parts = (Part(read="amount", value="balance"),)
    media = await speaker.media(parts, "zh-Hans", {"balance": "4545"}, CALL)
    assert [text for text, _language in engine.said] == ["四十五", "元", "四角", "五分"]
    again = await speaker.media(parts, "zh-Hans", {"balance": "4500"}, "demo.main.i2")
    assert again == media[:2]
    assert len(engine.said) == 4
    for sound in media:
        assert Path(f"{sound.removeprefix('sound:')}.wav").exists()


async def test_words_are_named_after_the_word_and_the_language_only(speaker: CallSpeaker, tmp_path: Path) -> None:
    await speaker.media((Part(read="digits", value="ani"),), "en", {"ani": "+8613800138000"}, CALL)
    assert len(kept(tmp_path)) == len(set("8613800138000"))
    assert all(name.startswith("words/tone/en/") for name in kept(tmp_path))


async def test_callers_who_need_the_same_word_wait_for_one_making(speaker: CallSpeaker, engine: ToneEngine) -> None:
    engine.hold.clear()
    parts = (Part(read="number", value="n"),)
    calls = [asyncio.create_task(speaker.media(parts, "en", {"n": "7"}, f"demo.main.i{n}")) for n in range(5)]
    await asyncio.sleep(0)
    calls[0].cancel()
    engine.hold.set()
    results = await asyncio.gather(*calls[1:])
    assert len({tuple(result) for result in results}) == 1
    assert engine.said == [("seven", "en")]


async def test_free_text_lives_only_as_long_as_its_call(speaker: CallSpeaker, tmp_path: Path) -> None:
    parts = (Part(read="text", value="name"), Part(read="text", value="name"))
    media = await speaker.media(parts, "zh-Hans", {"name": "李雷"}, CALL)
    assert media == [uri(tmp_path, f"call/{CALL}/1"), uri(tmp_path, f"call/{CALL}/2")]
    assert kept(tmp_path) == {f"call/{CALL}/1.wav", f"call/{CALL}/2.wav"}
    await speaker.forget(CALL)
    await speaker.forget(CALL)
    assert kept(tmp_path) == set()


async def test_a_caller_who_leaves_while_a_name_is_being_made_leaves_nothing(
    speaker: CallSpeaker, engine: ToneEngine, tmp_path: Path
) -> None:
    engine.hold.clear()
    making = asyncio.create_task(speaker.media((Part(read="text", value="name"),), "en", {"name": "Alice"}, CALL))
    await asyncio.sleep(0)
    making.cancel()
    leaving = asyncio.create_task(speaker.forget(CALL))
    await asyncio.sleep(0)
    engine.hold.set()
    await leaving
    assert engine.said == [("Alice", "en")]
    assert kept(tmp_path) == set()


async def test_what_a_crash_left_is_removed(speaker: CallSpeaker, tmp_path: Path) -> None:
    left = tmp_path / "sounds" / "call" / "demo.main.i0" / "1.wav"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x")
    await speaker.tidy()
    assert not left.exists()


async def test_words_made_ahead_are_all_that_a_call_needs(
    speaker: CallSpeaker, engine: ToneEngine, tmp_path: Path
) -> None:
    make_words(tmp_path / "sounds", engine, ["en"])
    assert len(engine.said) == len(GRAMMARS["en"].vocabulary()) + len(BUILT_IN)
    make_words(tmp_path / "sounds", engine, ["en"])
    parts, values = position_parts(12, 60_000, 150_000)
    await speaker.media(parts, "en", values, CALL)
    await speaker.media((Part(read="amount", value="a"),), "en", {"a": "-123456789"}, CALL)
    assert len(engine.said) == len(GRAMMARS["en"].vocabulary()) + len(BUILT_IN)


async def test_the_place_in_the_queue_is_told_without_any_prompt_of_the_centre(
    speaker: CallSpeaker, engine: ToneEngine
) -> None:
    parts, values = position_parts(3, 60_000, 150_000)
    await speaker.media(parts, "en", values, CALL)
    said = [text for text, _language in engine.said]
    assert said == ["You are", "number", "three", "in line", "We expect to answer in", "one", "to", "minutes"]


@pytest.mark.parametrize("interaction", ["", "..", "a/b", ".hidden", "x" * 200])
async def test_an_id_that_is_no_folder_name_is_refused(speaker: CallSpeaker, interaction: str) -> None:
    with pytest.raises(ValueError, match="interaction"):
        await speaker.media((Part(read="text", value="name"),), "en", {"name": "Alice"}, interaction)
    with pytest.raises(ValueError, match="interaction"):
        await speaker.forget(interaction)


async def test_a_value_of_the_wrong_kind_is_refused(speaker: CallSpeaker) -> None:
    with pytest.raises(Invalid):
        await speaker.media((Part(read="amount", value="balance"),), "en", {"balance": "much"}, CALL)


async def test_a_disk_that_takes_nothing_is_named(speaker: CallSpeaker, tmp_path: Path) -> None:
    (tmp_path / "sounds").write_text("in the way of the folder")
    with pytest.raises(Unavailable):
        await speaker.media((Part(read="number", value="n"),), "en", {"n": "7"}, CALL)
    with pytest.raises(Unavailable):
        await speaker.media((Part(read="text", value="name"),), "en", {"name": "Alice"}, CALL)
