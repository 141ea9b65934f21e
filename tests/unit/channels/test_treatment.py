"""What the customer hears and answers."""

import pytest

from hollyhock.contracts.commands import CustomerLeft, StepDone
from hollyhock.contracts.errors import Unknown
from hollyhock.testing.clock import settle

from .conftest import Centre, gather, music, say, voicemail, wanted


def done(interaction: str, visit: int, outcome: str, digits: str = "") -> StepDone:
    return StepDone(interaction=interaction, visit=visit, outcome=outcome, digits=digits)


async def test_prompts_are_played_and_reported_once(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, say(1, "welcome", "notice")))
    assert centre.switch.legs["customer"].media == ["en/welcome", "en/notice"]
    assert centre.take() == []
    centre.switch.end_play("customer")
    await settle()
    assert centre.take() == [done(interaction, 1, "played")]
    await centre.want(wanted(interaction, say(1, "welcome", "notice")))
    assert centre.switch.count("play") == 1, "a visit is never played twice"


async def test_a_prompt_of_nothing_is_over_at_once(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, say(1)))
    assert centre.take() == [done(interaction, 1, "played")]
    assert centre.switch.count("play") == 0


async def test_a_new_treatment_stops_the_old_one(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, say(1, "long")))
    await centre.want(wanted(interaction, say(2, "next")))
    assert centre.switch.legs["customer"].media == ["en/next"]
    assert centre.take() == [], "what was stopped is not reported"
    centre.switch.end_play("customer")
    await settle()
    assert centre.take() == [done(interaction, 2, "played")]


async def test_music_goes_on_until_the_sounds_are_there(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music()))
    centre.speaker.slow = True
    await centre.want(wanted(interaction, say(2, "position")))
    assert centre.switch.legs["customer"].music == "default"
    centre.speaker.ready.set()
    await settle()
    assert centre.switch.legs["customer"].music == ""
    assert centre.switch.legs["customer"].media == ["en/position"]
    centre.switch.end_play("customer")
    await centre.want(wanted(interaction, music(3)))
    assert centre.switch.legs["customer"].music == "default"


async def test_a_late_sound_of_an_old_visit_is_not_played(centre: Centre) -> None:
    interaction = await centre.customer()
    centre.speaker.slow = True
    await centre.want(wanted(interaction, say(1, "slow")))
    await centre.want(wanted(interaction, music(2)))
    centre.speaker.ready.set()
    await settle()
    assert centre.switch.count("play") == 0
    assert centre.switch.legs["customer"].music == "default"


async def test_silence_is_silent(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music()))
    await centre.want(wanted(interaction, None))
    assert centre.switch.legs["customer"].music == ""


async def test_a_key_interrupts_the_prompt(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, gather(1, "menu")))
    centre.switch.press("customer", "2")
    await settle()
    assert centre.take() == [done(interaction, 1, "digits", "2")]
    assert centre.switch.legs["customer"].play == ""
    centre.switch.press("customer", "3")
    await settle()
    assert centre.take() == [], "further keys belong to nobody"


async def test_a_key_while_the_sounds_are_made_saves_them(centre: Centre) -> None:
    interaction = await centre.customer()
    centre.speaker.slow = True
    await centre.want(wanted(interaction, gather(1, "menu")))
    centre.switch.press("customer", "1")
    await settle()
    centre.speaker.ready.set()
    await settle()
    assert centre.take() == [done(interaction, 1, "digits", "1")]
    assert centre.switch.count("play") == 0


async def test_silence_after_the_prompt_is_no_input(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, gather(1, "menu", timeout_ms=4_000)))
    await centre.clock.advance(60_000)
    assert centre.take() == [], "time begins after the prompt"
    centre.switch.end_play("customer")
    await settle()
    await centre.clock.advance(3_999)
    assert centre.take() == []
    await centre.clock.advance(1)
    assert centre.take() == [done(interaction, 1, "no_input")]


@pytest.mark.parametrize(
    ("pressed", "outcome", "digits"),
    [("12#", "digits", "12"), ("#", "invalid", ""), ("1#", "invalid", ""), ("1234", "digits", "1234")],
)
async def test_several_keys_end_with_the_terminator_or_the_last_one(
    centre: Centre, pressed: str, outcome: str, digits: str
) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, gather(1, "ask", min_digits=2, max_digits=4, terminator="#")))
    centre.switch.press("customer", pressed)
    await settle()
    assert centre.take() == [done(interaction, 1, outcome, digits)]


@pytest.mark.parametrize(("pressed", "outcome", "digits"), [("1", "invalid", ""), ("123", "digits", "123")])
async def test_time_runs_anew_after_each_key(centre: Centre, pressed: str, outcome: str, digits: str) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, gather(1, "ask", min_digits=2, max_digits=9)))
    for digit in pressed:
        await centre.clock.advance(4_900)
        centre.switch.press("customer", digit)
        await settle()
    await centre.clock.advance(4_999)
    assert centre.take() == []
    await centre.clock.advance(1)
    assert centre.take() == [done(interaction, 1, outcome, digits)]


async def test_secret_keys_go_as_a_personal_value(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, gather(1, "ask", min_digits=4, max_digits=4, into="pin")))
    centre.switch.press("customer", "1234")
    await settle()
    (envelope,) = centre.posted
    assert envelope.command == done(interaction, 1, "digits")
    assert envelope.personal == {"pin": "1234"}


async def test_four_thousand_keys_are_one_answer(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, gather(1, "menu")))
    centre.switch.press("customer", "7" * 4096)
    await settle()
    assert centre.take() == [done(interaction, 1, "digits", "7")]


@pytest.mark.parametrize("kind", ["say", "gather", "voicemail"])
async def test_a_sound_that_fails_is_reported(centre: Centre, kind: str) -> None:
    interaction = await centre.customer()
    treatment = {"say": say, "gather": gather, "voicemail": voicemail}[kind](1, "broken")
    await centre.want(wanted(interaction, treatment))
    centre.switch.end_play("customer", ok=False)
    await settle()
    assert centre.take() == [done(interaction, 1, "failed")]


async def test_a_prompt_that_cannot_be_spoken_is_reported_at_once(centre: Centre) -> None:
    interaction = await centre.customer()
    centre.speaker.error = Unknown(what="prompt", name="welcome")
    await centre.want(wanted(interaction, say(1, "welcome")))
    assert centre.take() == [done(interaction, 1, "failed")]


async def test_a_message_is_taken_after_the_words(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, voicemail(1, "leave")))
    assert centre.switch.count("take_message") == 0
    centre.switch.end_play("customer")
    await settle()
    sound = centre.switch.legs["customer"].message
    assert sound == f"{interaction}-1.wav"
    centre.switch.end_message("customer", 7_000)
    await settle()
    (command,) = centre.take()
    assert isinstance(command, StepDone)
    assert (command.outcome, command.sound, command.duration_ms) == ("recorded", sound, 7_000)
    assert command.task


async def test_a_hang_up_in_the_message_is_told_after_the_message(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, voicemail(1)))
    centre.switch.hang_up("customer")
    await settle()
    recorded, left = centre.take()
    assert isinstance(recorded, StepDone)
    assert recorded.outcome == "recorded"
    assert left == CustomerLeft(interaction=interaction, cause="hang_up")


async def test_a_hang_up_is_told_even_if_the_message_is_lost(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, voicemail(1)))
    centre.switch.legs["customer"].message = ""
    centre.switch.hang_up("customer")
    await settle()
    assert centre.take() == []
    await centre.clock.advance(3_000)
    assert centre.take() == [CustomerLeft(interaction=interaction, cause="hang_up")]


async def test_a_message_whose_end_is_never_told_ends_all_the_same(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, voicemail(1)))
    await centre.clock.advance(70_000)
    (command,) = centre.take()
    assert isinstance(command, StepDone)
    assert (command.outcome, command.duration_ms) == ("recorded", 60_000)


async def test_a_message_that_fails_is_reported(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, voicemail(1)))
    centre.switch.end_message("customer", ok=False)
    await settle()
    assert centre.take() == [done(interaction, 1, "failed")]
