"""What people see of those who wait: why, at which place, who could take them; and what leaders do about it."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest
from tests.unit.core.centre import SECOND, Centre, queue

from hollyhock.contracts import commands as c
from hollyhock.contracts.directory import Names
from hollyhock.contracts.errors import Invalid, Refused, Unknown
from hollyhock.contracts.routing import Overflow, Requirement, Ring
from hollyhock.contracts.views import AgentCard, QueueCard, RingStand
from hollyhock.contracts.waiting import Taker, TakeReason, TakersAsk, Waiting, WaitingAsk, Why, WhyReason
from hollyhock.core.cards import agent_card, queue_card, take_changes
from hollyhock.core.inquiry import takers, waiting
from hollyhock.core.why import CANNOT, sentence

RINGS = (
    Ring(requires=(Requirement("sales"),)),
    Ring(after_ms=60 * SECOND, requires=(Requirement("help"),)),
    Ring(after_ms=90 * SECOND, overflow=Overflow(kind="busy")),
)


def rows(made: Centre, *queues: str) -> tuple[Waiting, ...]:
    return waiting(made.state, WaitingAsk(queues=queues or ("sales",))).rows


def why(made: Centre, call: str) -> Why:
    (row,) = waiting(made.state, WaitingAsk(interactions=(call,))).rows
    return row.why


def card(made: Centre, code: str = "sales") -> QueueCard:
    return queue_card(made.state, code)


def changed(made: Centre) -> set[str]:
    return {one.key for one in take_changes(made.state, lambda _: {})[0]}


@pytest.mark.parametrize("reason", get_args(WhyReason))
def test_every_reason_has_a_sentence_of_its_own(reason: WhyReason) -> None:
    said = sentence(Why(reason=reason, able=3, serving=2, ready=1, ahead=4, agent="a1"), "Ann")
    others = {sentence(Why(reason=other, agent="a1")).en for other in get_args(WhyReason) if other != reason}
    assert said.zh.endswith("。")
    assert said.en.endswith(".")
    assert said.en not in others
    assert "a1" not in said.en + said.zh


def test_who_fits_but_is_not_ready_is_counted_beside_who_is_busy() -> None:
    assert sentence(Why(reason="all_busy", able=3, serving=1)) == Names(
        "1 名合适的座席在忙或正在振铃，另有 2 名未就绪。", "1 agent serves it, busy or ringing now; 2 not ready."
    )
    assert sentence(Why(reason="all_busy", able=2, serving=2, ahead=1)) == Names(
        "2 名合适的座席都在忙或正在振铃。前面还有 1 位。",
        "2 agents serve it, all busy or ringing now. 1 comes before it.",
    )


def test_every_reason_not_to_take_it_has_words() -> None:
    assert set(CANNOT) == set(get_args(TakeReason)) - {""}


def test_the_reason_follows_what_agents_do() -> None:
    made = Centre(queue(), agents={"a1": {"sales": 5}, "b1": {"help": 1}})
    call = made.call()
    assert why(made, call) == Why(reason="nobody_ready", able=1)
    made.give(c.LogOut(agent="a1"))
    assert why(made, call).reason == "skill_missing"
    made.give(c.LogOut(agent="b1"))
    assert why(made, call).reason == "nobody_logged_in"
    made.give(c.LogIn(agent="a1", session="2", device="da1"))
    made.ready("a1")
    assert why(made, call).reason == "capacity", "ready, but without a telephone"
    made.give(c.DevicePresence(device="da1", up=True))
    assert (why(made, call).reason, why(made, call).agent) == ("offered", "a1")
    second = made.call()
    assert why(made, second) == Why(reason="all_busy", able=1, serving=1, ahead=1), "who is rung can take nobody else"
    made.answer(call)
    assert why(made, second) == Why(reason="all_busy", able=1, serving=1)
    made.give(c.MediaPresence(up=False))
    assert why(made, made.call()).reason == "switch_down"


def test_the_queues_card_is_new_whenever_the_reason_is() -> None:
    made = Centre(queue(), agents={"a1": {"sales": 5}})
    made.call()
    seen = {}
    for command in (
        c.SetReady(agent="a1"),
        c.MediaPresence(up=False),
        c.LogOut(agent="a1"),
        c.MediaPresence(up=True),
    ):
        changed(made)
        made.give(command)
        seen[type(command).__name__, getattr(command, "up", None)] = ("queue:sales" in changed(made), card(made).why)
    assert list(seen.values()) == [
        (True, "offered"),
        (True, "offered"),
        (True, "switch_down"),
        (True, "nobody_logged_in"),
    ]


def test_rows_stand_in_the_order_of_the_line_and_are_bounded() -> None:
    made = Centre(queue(), queue("help"), agents={"a1": {"sales": 1}})
    first, second, third = made.call(), made.call(), made.call()
    other = made.call("help")
    made.give(c.PlaceInteraction(interaction=third))
    assert [(row.interaction, row.position) for row in rows(made)] == [(third, 1), (first, 2), (second, 3)]
    few = waiting(made.state, WaitingAsk(queues=("help", "sales"), most=2)).rows
    assert [row.interaction for row in few] == [other, third, first]
    assert waiting(made.state, WaitingAsk(queues=("gone",), interactions=("nobody",))).rows == ()


def test_the_card_says_who_has_come_to_which_ring() -> None:
    made = Centre(queue(rings=RINGS), agents={"a1": {"sales": 1}})
    first, _second = made.call(), made.call()
    made.give(c.WidenInteraction(interaction=first, ring=1))
    assert card(made).rings == (
        RingStand(after_ms=0, waiting=1, logged_in=1),
        RingStand(after_ms=60 * SECOND, waiting=1),
        RingStand(after_ms=90 * SECOND, ends=True),
    )
    assert why(made, first).reason == "skill_missing"
    with pytest.raises(Invalid):
        made.give(c.WidenInteraction(interaction=first, ring=2))
    made.end(first)
    assert [ring.waiting for ring in card(made).rings] == [1, 0, 0]


def test_a_forecast_is_there_when_enough_was_observed_and_says_how_right_it_was() -> None:
    made = Centre(queue(announce_every_ms=1), agents={"a1": {"sales": 1}})
    assert (card(made).low_ms, card(made).high_ms) == (None, None)
    made.ready("a1")
    assert (card(made).low_ms, card(made).high_ms) == (0, 0), "an agent idles"
    made.serve("a1", 4)
    made.ready("a1")
    held = made.call()
    made.answer(held)
    low, high = card(made).low_ms, card(made).high_ms
    assert low is not None
    assert high is not None
    assert low < 10 * SECOND < high
    made.call()
    longer = card(made).high_ms
    assert longer is not None
    assert longer > high
    (row,) = rows(made)
    assert (row.low_ms, row.high_ms) == (low, high)


def test_takers_are_named_best_first_with_why_not() -> None:
    made = Centre(
        queue(), agents={"a1": {"sales": 1}, "a2": {}, "a3": {"sales": 1}, "a4": {"sales": 1}, "b1": {"sales": 1}}
    )
    made.give(c.LogOut(agent="b1"))
    call = made.call(medium="chat")
    made.give(c.DevicePresence(device="da4", up=False))
    phone = made.call()
    made.ready("a2")
    made.ready("a4")
    asked = [
        (one.agent, one.serves, one.why_not)
        for one in takers(made.state, TakersAsk(interaction=phone, agents=("b1", "a4", "a3", "a2", "zz"))).takers
    ]
    assert asked == [
        ("a2", False, ""),
        ("a3", True, "not_ready"),
        ("a4", True, "offered"),
        ("b1", True, "not_logged_in"),
    ]
    made.give(c.RefuseOffer(agent="a4", offer=made.state.agent("a4").offer))
    made.give(c.SetReady(agent="a4"))
    assert made.offered(call) == ["a4"]
    (one,) = takers(made.state, TakersAsk(interaction=phone, agents=("a4",))).takers
    assert one == Taker(agent="a4", name="a4", serves=True, why_not="offered")
    made.end(call)
    assert takers(made.state, TakersAsk(interaction=call, agents=("a1",))).takers == ()


def test_a_push_that_cannot_be_says_why() -> None:
    made = Centre(queue(), agents={"a1": {"sales": 1}})
    call = made.call()
    with pytest.raises(Refused) as refusal:
        made.give(c.PushInteraction(interaction=call, agent="a1"))
    assert "not ready" in refusal.value.problem().en
    assert "未就绪" in refusal.value.problem().zh


def test_a_leader_moves_with_a_priority_and_pushes_to_whom_no_ring_would_ask() -> None:
    made = Centre(queue(), queue("help"), agents={"a1": {}, "b1": {"help": 1}})
    call = made.call()
    made.give(c.MoveInteraction(interaction=call, queue="help", priority=9))
    assert [(row.queue, row.priority) for row in rows(made, "sales", "help")] == [("help", 9)]
    made.ready("a1")
    assert made.offered(call) == []
    made.give(c.PushInteraction(interaction=call, agent="a1"))
    assert made.offered(call) == ["a1"]
    with pytest.raises(Unknown):
        made.give(c.MoveInteraction(interaction=call, queue="nowhere"))


def test_changed_skills_hold_at_once_show_on_the_card_and_are_given_back() -> None:
    made = Centre(queue(), agents={"a1": {"help": 3}})
    made.ready("a1")
    call = made.call()
    made.give(c.ChangeSkills(agent="a1", skills={"sales": 2}))
    assert made.offered(call) == ["a1"]
    shown = agent_card(made.state, "a1")
    assert isinstance(shown, AgentCard)
    assert (shown.skills, shown.skills_changed) == ({"sales": 2}, True)
    made.give(c.ChangeSkills(agent="a1", skills=None))
    shown = agent_card(made.state, "a1")
    assert (shown.skills, shown.skills_changed) == ({"help": 3}, False)
    with pytest.raises(Unknown):
        made.give(c.ChangeSkills(agent="a1", skills={"juggling": 1}))


def test_no_row_tells_who_the_customer_is() -> None:
    made = Centre(queue(), agents={"a1": {}})
    made.call(customer="pseudonym", secret="value")
    text = msgspec.json.encode(rows(made)).decode()
    assert "pseudonym" not in text
    assert "value" not in text
