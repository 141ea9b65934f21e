"""On the telephone a known customer hears the balance and talks, records or no records; or leaves a message."""

from __future__ import annotations

from playwright.async_api import expect
from tests.e2e.conftest import Dial, Sit
from tests.e2e.people import Desk
from tests.e2e.telephone import TONE_HZ, find, samples
from tests.e2e.truth import calls_of, passed, phases

from hollyhock.contracts.events import VoicemailTaken
from hollyhock.core.speech.grammar import read_back
from hollyhock.testing.rtp import RATE
from hollyhock.testing.up_centre import UpCentre
from hollyhock.testing.wait import until

BALANCE, VALID_UNTIL = "1234567", "2027-12-31"
"""What the demo's billing has of Li Lei, in fen."""
BEEP_HZ = 1_000
OVERLAP, GAP = 80, 400
"""Samples between two words at most; the switch begins a file a few samples early."""


async def test_known_customer_hears_the_balance_and_talks_also_without_the_records(
    sit: Sit, dial: Dial, centre: UpCentre
) -> None:
    emily = await sit("emily")
    await emily.phone_ready()
    caller, asked = await dial(), 0
    caller.sound.press("1")
    while "balance" not in await passed(centre):
        asked = len(caller.sound.heard)
        caller.sound.press("1")
        await caller.listens()
    while "say_balance" not in (ways := await passed(centre)):
        await caller.listens()
    assert (ways["balance"], ways["say_balance"]) == ("found", "played")
    hears_read_back(centre, caller.sound.heard, asked)

    while "flow" in await phases(centre):
        caller.sound.press("0")
        await caller.listens()
    for name in ("web", "worker"):
        centre.kill(name)
    await emily.ready_for_who_waits()
    record = emily.page.locator("section[aria-labelledby=panel-customer]")
    await expect(record).to_contain_text("not to be had now")
    await expect(emily.offer.locator(".name")).to_have_text("李雷")
    await expect(emily.offered("Language")).to_have_text("Chinese")
    await emily.accept()
    await caller.talks_with(emily)
    await expect(record).to_contain_text("C10001")
    await emily.hang_up()
    await until(caller.sipp.succeeded, "the caller is told")
    await emily.finish()


def hears_read_back(centre: UpCentre, heard: list[int], start: int) -> None:
    """Check that amount and date were heard, all of their words one right after the other."""
    folder = centre.home / "sounds" / "words" / "espeak-ng" / "zh-Hans"
    at = start
    for kind, value in (("amount", BALANCE), ("date", VALID_UNTIL)):
        words = read_back(kind, value, "zh-Hans").words
        assert len(words) > 5
        # A prompt comes before each of them.
        within = 8 * RATE
        for word in words:
            end = find(heard, samples(folder / f"{word.encode().hex()}.wav"), at, within)
            assert end is not None, f"{word} is not heard {(at - start) / RATE:.1f} s after the look-up"
            at, within = end - OVERLAP, OVERLAP + GAP


async def test_nobody_is_there_and_a_message_becomes_work(sit: Sit, dial: Dial, centre: UpCentre) -> None:
    caller = await dial()
    caller.sound.press("1")
    while "operator_staffed" not in (ways := await passed(centre)):
        caller.sound.press("0")
        await caller.listens()
    assert ways["operator_staffed"] == "no"
    await until(lambda: caller.sound.hears(BEEP_HZ), "the tone", 30)
    await caller.listens(3)
    caller.sound.press("#")
    await until(caller.sipp.succeeded, "goodbye, and the call is ended", 30)
    (taken,) = [event for event in (await calls_of(centre))[-2] if isinstance(event, VoicemailTaken)]

    emily = await sit("emily")
    await emily.phone_ready()
    await emily.ready_for_who_waits()
    await expect(emily.offer.get_by_role("heading")).to_contain_text("Voicemail")
    await expect(emily.offer.locator(".name")).to_have_text("李雷")
    await records_know_nothing_yet(emily)
    await emily.page.keyboard.press("Alt+KeyA")
    await expect(emily.work.get_by_text("not to be had yet")).to_be_visible()
    await emily.page.unroute_all()
    await listens(emily, taken.duration_ms / 1000)
    await emily.hang_up()
    await emily.work.get_by_label("To be called back").check()
    await emily.finish()
    await emily.in_state("Ready")


async def records_know_nothing_yet(desk: Desk) -> None:
    """Let web answer as it does while the records are behind: such a message is unknown."""
    answer = '{"code": "unknown_sound"}'
    await desk.page.route("**/api/voicemails/*/audio", lambda asked: asked.fulfill(status=404, body=answer))


async def listens(desk: Desk, seconds: float) -> None:
    """Play the message with the player's own button and check that it is there whole."""
    player = desk.work.locator("audio")
    await desk.page.wait_for_function("() => document.querySelector('article.call audio').readyState > 0")
    await expect(desk.work.get_by_text("not to be had yet")).to_have_count(0)
    await player.evaluate("(audio) => audio.play()")
    await desk.page.wait_for_function("() => document.querySelector('article.call audio').currentTime > 1")
    assert abs(await player.evaluate("(audio) => audio.duration") - seconds) < 0.5
    address = await player.evaluate("(audio) => audio.src")
    heard = await desk.page.evaluate("(asked) => tonesIn(...asked)", [address, [TONE_HZ], 0, seconds])
    assert heard["channels"][0][0] > 0.5, "the caller's own voice"
