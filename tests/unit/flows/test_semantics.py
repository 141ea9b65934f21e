"""What follows each outcome at each kind of node, and what the customer hears there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hollyhock.contracts.flow import (
    AnyNode,
    Ask,
    Branch,
    Choice,
    HangUp,
    Hours,
    LookUp,
    Menu,
    Part,
    Say,
    Staffed,
    ToQueue,
    Voicemail,
)
from hollyhock.contracts.treatment import Treatment
from hollyhock.core.flows.semantics import after, treatment_of
from hollyhock.core.flows.steps import Again, End, Enqueue, Go, Step, TakeMessage
from hollyhock.core.flows.waiting import position_parts, position_treatment, queue_treatment

HELLO = (Part(prompt="hello"),)
WRONG = (Part(prompt="wrong"),)
SILENT = (Part(prompt="silent"),)

SAY = Say(say=HELLO, next="menu")
MENU = Menu(
    say=HELLO,
    choices={"1": Choice(next="balance", set={"topic": "bill"}), "#": Choice(next="pound")},
    tries=3,
    timeout_s=4.5,
    no_match=WRONG,
    no_input=SILENT,
    failed="operator",
)
ASK = Ask(say=HELLO, into="order", min_digits=2, max_digits=4, secret=False, no_match=WRONG, next="ok", failed="bad")
PIN = Ask(say=HELLO, into="pin", min_digits=4, max_digits=4, next="ok", failed="bad")
BRANCH = Branch(on="tier", cases={"vip": "fast"}, default="slow")
LOOK_UP = LookUp(connector="billing", ask={"number": "ani"}, found="read", unknown="sorry")
HOURS = Hours(calendar="office", open="menu", closed="message")
STAFFED = Staffed(queue="operator", yes="line", no="message")
QUEUE = ToQueue(queue="operator", priority=7, set={"from": "menu"})
VOICEMAIL = Voicemail(say=HELLO, queue="operator", max_s=90, next="bye")
BYE = HangUp(say=HELLO, cause="completed")

CASES: list[tuple[AnyNode, str, str, int, Step]] = [
    (SAY, "played", "", 1, Go(node="menu")),
    (SAY, "failed", "", 1, Go(node="menu")),
    (MENU, "digits", "1", 1, Go(node="balance", set={"topic": "bill"})),
    (MENU, "digits", "#", 3, Go(node="pound")),
    (MENU, "digits", "9", 1, Again(because="no_match")),
    (MENU, "digits", "", 1, Again(because="no_match")),
    (MENU, "digits", "1" * 4096, 1, Again(because="no_match")),
    (MENU, "no_input", "", 2, Again(because="no_input")),
    (MENU, "no_input", "", 3, Go(node="operator")),
    (MENU, "digits", "9", 3, Go(node="operator")),
    (MENU, "failed", "", 1, Go(node="operator")),
    (ASK, "digits", "123", 1, Go(node="ok", set={"order": "123"})),
    (ASK, "digits", "1", 1, Again(because="no_match")),
    (ASK, "digits", "12345", 1, Again(because="no_match")),
    (ASK, "invalid", "", 1, Again(because="no_match")),
    (ASK, "invalid", "", 3, Go(node="bad")),
    (ASK, "no_input", "", 1, Again(because="no_input")),
    (PIN, "digits", "", 1, Go(node="ok")),
    (PIN, "failed", "", 1, Go(node="bad")),
    (BRANCH, "vip", "", 1, Go(node="fast")),
    (BRANCH, "", "", 1, Go(node="slow")),
    (LOOK_UP, "found", "", 1, Go(node="read")),
    (LOOK_UP, "unknown", "", 1, Go(node="sorry")),
    (HOURS, "open", "", 1, Go(node="menu")),
    (HOURS, "closed", "", 1, Go(node="message")),
    (STAFFED, "yes", "", 1, Go(node="line")),
    (STAFFED, "no", "", 1, Go(node="message")),
    (QUEUE, "", "", 1, Enqueue(queue="operator", priority=7, set={"from": "menu"})),
    (VOICEMAIL, "recorded", "", 1, TakeMessage(queue="operator", next="bye")),
    (VOICEMAIL, "failed", "", 1, Go(node="bye")),
    (BYE, "played", "", 1, End(cause="completed")),
]


@pytest.mark.parametrize(("node", "outcome", "digits", "attempt", "step"), CASES)
def test_what_follows(node: AnyNode, outcome: str, digits: str, attempt: int, step: Step) -> None:
    assert after(node, outcome, digits, attempt) == step


@given(
    node=st.sampled_from([case[0] for case in CASES]),
    outcome=st.sampled_from(["played", "digits", "no_input", "invalid", "recorded", "failed", "open", "nonsense", ""]),
    digits=st.text(alphabet="0123456789*#", max_size=30),
)
def test_every_outcome_leads_somewhere_and_tries_end(node: AnyNode, outcome: str, digits: str) -> None:
    tries = getattr(node, "tries", 1)
    for attempt in range(1, tries + 1):
        if not isinstance(after(node, outcome, digits, attempt), Again):
            break
    else:
        pytest.fail("the node repeats itself for ever")


def heard(
    node: AnyNode, *, attempt: int = 1, because: str = "", values: dict[str, str] | None = None
) -> Treatment | None:
    return treatment_of(node, visit=7, attempt=attempt, because=because, language="en", values=values or {})


def test_a_menu_says_why_it_is_said_again() -> None:
    first, wrong, silent = (
        heard(MENU),
        heard(MENU, attempt=2, because="no_match"),
        heard(MENU, attempt=3, because="no_input"),
    )
    assert first is not None
    assert wrong is not None
    assert silent is not None
    assert first.parts == HELLO
    assert wrong.parts == WRONG + HELLO
    assert silent.parts == SILENT + HELLO
    assert first.visit == 7
    assert first.kind == "gather"
    assert first.gather is not None
    assert (first.gather.min_digits, first.gather.max_digits, first.gather.timeout_ms) == (1, 1, 4500)


def test_secret_digits_go_to_a_personal_value_and_plain_ones_do_not() -> None:
    pin, order = heard(PIN), heard(ASK)
    assert pin is not None
    assert pin.gather is not None
    assert pin.gather.into == "pin"
    assert order is not None
    assert order.gather is not None
    assert order.gather.into == ""
    assert order.gather.terminator == "#"


def test_a_treatment_carries_only_the_values_it_reads_and_drops_parts_without_value() -> None:
    node = Say(
        say=(Part(prompt="hello"), Part(read="text", value="name"), Part(read="amount", value="balance")), next="x"
    )
    result = heard(node, values={"name": "李雷", "pin": "1234", "balance": ""})
    assert result is not None
    assert result.values == {"name": "李雷"}
    assert result.parts == (Part(prompt="hello"), Part(read="text", value="name"))


def test_voicemail_and_silent_nodes() -> None:
    message = heard(VOICEMAIL)
    assert message is not None
    assert (message.kind, message.max_ms) == ("voicemail", 90_000)
    for node in (BRANCH, LOOK_UP, HOURS, STAFFED, QUEUE, HangUp()):
        assert heard(node) is None
    spoken = heard(BYE)
    assert spoken is not None
    assert spoken.kind == "say"


@pytest.mark.parametrize(
    ("low", "high", "wait"),
    [(130_000, 260_000, "2-5"), (0, 20_000, "0-1"), (0, 0, "0-1"), (60_000, 60_000, "1-1"), (None, 5, None)],
)
def test_the_expected_wait_is_rounded_outwards_or_left_out(low: int | None, high: int | None, wait: str | None) -> None:
    parts, values = position_parts(3, low, high)
    assert values.get("queue_wait") == wait
    assert values["queue_position"] == "3"
    assert len(parts) == (4 if wait else 2)


def test_waiting_is_music_between_announcements() -> None:
    assert queue_treatment(4, "en", "calm") == Treatment(visit=4, kind="music", language="en", music="calm")
    announcement = position_treatment(visit=5, language="en", position=1, low_ms=None, high_ms=None)
    assert (announcement.kind, announcement.visit) == ("say", 5)
