"""Old view + changes = fresh view, whatever happens to cards, teams and tickets."""

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hollyhock.contracts.desk_socket import Cards
from hollyhock.contracts.views import AgentCard, AnyCard, CardDelta, CardSnapshot, InteractionCard, QueueCard
from hollyhock.gateway.cards.replica import Replica
from hollyhock.gateway.cards.sight import Sight
from hollyhock.gateway.cards.view import View

AGENTS, TEAMS, CALLS, QUEUES = ("1", "2", "3"), ("north", "south"), ("a", "b", "c", "d"), ("q1", "q2")
SIGHTS = (
    Sight("1"),
    Sight("2"),
    Sight("", frozenset({"north"})),
    Sight("3", frozenset({"south"})),
    Sight("", frozenset(), all_teams=True),
)

agent_cards = st.builds(
    lambda code, team, state: AgentCard(
        key=f"agent:{code}", agent=code, name=code, team=team, site="", state=state, since=0
    ),
    st.sampled_from(AGENTS),
    st.sampled_from(TEAMS),
    st.sampled_from(("Ready", "Busy")),
)
interaction_cards = st.builds(
    lambda name, phase, agent, ringing: InteractionCard(
        key=f"interaction:{name}",
        interaction=name,
        medium="voice",
        phase=phase,
        phase_since=0,
        arrived=0,
        entry_point="e",
        language="en",
        personal={"ani": name},
        agent=agent if phase not in {"flow", "waiting"} else "",
        ringing={code: f"o{code}" for code in {*ringing, agent}} if phase == "offered" else {},
        wrapping=tuple(sorted(ringing)) if phase == "waiting" else (),
    ),
    st.sampled_from(CALLS),
    st.sampled_from(("flow", "waiting", "offered", "connected", "wrapping_up")),
    st.sampled_from(AGENTS),
    st.sets(st.sampled_from(AGENTS)),
)
queue_cards = st.builds(
    lambda code, waiting: QueueCard(key=f"queue:{code}", queue=code, waiting=waiting),
    st.sampled_from(QUEUES),
    st.integers(0, 3),
)
steps = st.lists(st.one_of(agent_cards, interaction_cards, queue_cards), max_size=4)
keys = st.sampled_from([f"agent:{a}" for a in AGENTS] + [f"interaction:{c}" for c in CALLS])


class Desk:
    """What the page keeps: applies frames as the contract says."""

    def __init__(self) -> None:
        self.cards: dict[str, AnyCard] = {}
        self.cursor = 0

    def take(self, frame: Cards | None) -> None:
        if frame is None:
            return
        if frame.fresh:
            self.cards = {}
        else:
            assert frame.previous == self.cursor
        self.cards.update({card.key: card for card in frame.put})
        for key in frame.drop:
            self.cards.pop(key, None)
        self.cursor = frame.cursor


class Views(RuleBasedStateMachine):
    @initialize(cards=steps)
    def begin(self, cards: list[AnyCard]) -> None:
        self.engine = {card.key: card for card in cards}
        self.cursor = 1
        self.replica = Replica(remembered=3)
        self.replica.load(self.snapshot())
        self.desks = [Desk() for _ in SIGHTS]
        self.views = [View(self.replica, sight) for sight in SIGHTS]

    def snapshot(self) -> CardSnapshot:
        return CardSnapshot(cursor=self.cursor, now=0, cards=tuple(self.engine.values()))

    def step(self, cards: list[AnyCard], drop: set[str]) -> CardDelta:
        put = {card.key: card for card in cards}
        self.engine.update(put)
        for key in drop:
            self.engine.pop(key, None)
        self.cursor += 1
        return CardDelta(
            previous=self.cursor - 1,
            cursor=self.cursor,
            now=0,
            put=tuple(card for key, card in put.items() if key not in drop),
            drop=tuple(drop),
        )

    @rule(cards=steps, drop=st.sets(keys, max_size=2))
    def delta(self, cards: list[AnyCard], drop: set[str]) -> None:
        change = self.replica.apply(self.step(cards, drop))
        assert change is not None
        for view in self.views:
            view.mark(change)

    @rule(cards=steps, drop=st.sets(keys, max_size=2))
    def lost_delta(self, cards: list[AnyCard], drop: set[str]) -> None:
        self.step(cards, drop)
        after = self.step([], set())
        assert self.replica.apply(after) is None
        change = self.replica.load(self.snapshot())
        for view in self.views:
            view.mark(change)

    @rule(which=st.integers(0, len(SIGHTS) - 1))
    def flush(self, which: int) -> None:
        self.desks[which].take(self.views[which].flush(0))

    @rule(which=st.integers(0, len(SIGHTS) - 1))
    def reconnect(self, which: int) -> None:
        view = View(self.replica, SIGHTS[which])
        view.resume(self.desks[which].cursor)
        self.views[which] = view
        self.flush(which)

    @rule(which=st.integers(0, len(SIGHTS) - 1), to=st.sampled_from(SIGHTS))
    def renewed_ticket_and_back(self, which: int, to: Sight) -> None:
        self.views[which].look_with(to)
        self.desks[which].take(self.views[which].flush(0))
        fresh = {card.key: card for card in self.fresh(to)}
        assert self.desks[which].cards == fresh
        self.views[which].look_with(SIGHTS[which])
        self.flush(which)

    def fresh(self, sight: Sight) -> tuple[AnyCard, ...]:
        frame = View(self.replica, sight).flush(0)
        assert frame is not None
        return frame.put

    @invariant()
    def flushed_view_is_the_fresh_view(self) -> None:
        for view, desk, sight in zip(self.views, self.desks, SIGHTS, strict=True):
            copy = Desk()
            copy.cards, copy.cursor = dict(desk.cards), desk.cursor
            desk.take(view.flush(0))
            assert desk.cards == {card.key: card for card in self.fresh(sight)}

    @invariant()
    def replica_is_the_engine(self) -> None:
        assert dict(self.replica.cards) == self.engine


class LazyViews(Views):
    """As above, but desks are flushed only by the rule: many steps may lie between."""

    @invariant()
    def flushed_view_is_the_fresh_view(self) -> None:
        """Looked at after each flush instead."""

    @rule(which=st.integers(0, len(SIGHTS) - 1))
    def flush(self, which: int) -> None:
        self.desks[which].take(self.views[which].flush(0))
        assert self.desks[which].cards == {card.key: card for card in self.fresh(SIGHTS[which])}


TestViews = Views.TestCase
TestViews.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestLazyViews = LazyViews.TestCase
TestLazyViews.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)


def call(name: str, phase: str, agent: str = "") -> InteractionCard:
    return InteractionCard(
        key=f"interaction:{name}",
        interaction=name,
        medium="voice",
        phase=phase,
        phase_since=0,
        arrived=0,
        entry_point="e",
        language="en",
        personal={"ani": "+8613800000000"},
        agent=agent,
    )


def agent(code: str, team: str) -> AgentCard:
    return AgentCard(key=f"agent:{code}", agent=code, name=code, team=team, site="", state="Ready", since=0)


def seen(sight: Sight, *cards: AnyCard) -> dict[str, AnyCard]:
    replica = Replica()
    replica.load(CardSnapshot(cursor=1, now=0, cards=cards))
    frame = View(replica, sight).flush(0)
    assert frame is not None
    return {card.key: card for card in frame.put}


def test_an_agent_sees_the_own_card_the_own_calls_and_the_queues() -> None:
    cards = seen(
        Sight("1"),
        agent("1", "north"),
        agent("2", "north"),
        call("mine", "connected", "1"),
        call("other", "connected", "2"),
        call("waits", "waiting"),
        QueueCard(key="queue:q", queue="q", waiting=1),
    )
    assert set(cards) == {"agent:1", "interaction:mine", "queue:q"}
    mine = cards["interaction:mine"]
    assert isinstance(mine, InteractionCard)
    assert mine.personal


def test_a_leader_sees_the_own_teams_and_who_waits_but_not_the_number_that_waits() -> None:
    cards = seen(
        Sight("", frozenset({"north"})),
        agent("1", "north"),
        agent("2", "south"),
        call("ours", "connected", "1"),
        call("theirs", "connected", "2"),
        call("waits", "waiting"),
        call("in_flow", "flow"),
    )
    assert set(cards) == {"agent:1", "interaction:ours", "interaction:waits"}
    ours, waits = cards["interaction:ours"], cards["interaction:waits"]
    assert isinstance(ours, InteractionCard)
    assert isinstance(waits, InteractionCard)
    assert ours.personal
    assert not waits.personal


def test_an_empty_team_is_led_by_nobody() -> None:
    assert set(seen(Sight("", frozenset({""}) - {""}), agent("1", ""))) == set()


def test_own_work_is_urgent_and_queues_are_not() -> None:
    replica = Replica()
    replica.load(CardSnapshot(cursor=1, now=0, cards=(agent("1", "north"), call("c", "waiting"))))
    view = View(replica, Sight("1"))
    view.flush(0)
    queue = replica.apply(CardDelta(previous=1, cursor=2, now=0, put=(QueueCard(key="queue:q", queue="q", waiting=1),)))
    assert queue is not None
    view.mark(queue)
    assert (view.waiting, view.urgent) == (True, False)
    offer = replica.apply(CardDelta(previous=2, cursor=3, now=0, put=(call("c", "offered", "1"),)))
    assert offer is not None
    view.mark(offer)
    assert (view.waiting, view.urgent) == (True, True)
    frame = view.flush(0)
    assert frame is not None
    assert (frame.previous, frame.cursor, len(frame.put)) == (1, 3, 2)
    gone = replica.apply(CardDelta(previous=3, cursor=4, now=0, put=(call("c", "offered", "2"),)))
    assert gone is not None
    view.mark(gone)
    frame = view.flush(0)
    assert frame is not None
    assert frame.drop == ("interaction:c",)


def test_a_snapshot_behind_the_replica_starts_everybody_afresh() -> None:
    replica = Replica()
    replica.load(CardSnapshot(cursor=9, now=0, cards=(agent("1", "north"),)))
    change = replica.load(CardSnapshot(cursor=2, now=0, cards=()))
    assert change.reset
    assert replica.changed_since(9) is None
    assert replica.changed_since(2) == set()


def test_what_is_no_longer_remembered_cannot_be_resumed() -> None:
    replica = Replica(remembered=2)
    replica.load(CardSnapshot(cursor=1, now=0, cards=()))
    for cursor in range(2, 6):
        replica.apply(
            CardDelta(
                previous=cursor - 1, cursor=cursor, now=0, put=(msgspec.structs.replace(agent("1", "n"), since=cursor),)
            )
        )
    assert replica.changed_since(2) is None
    assert replica.changed_since(3) == {"agent:1"}
    assert replica.changed_since(6) is None


def test_who_has_tried_a_call_back_still_sees_the_customer() -> None:
    card = InteractionCard(
        key="interaction:t",
        interaction="t",
        medium="callback",
        phase="waiting",
        phase_since=0,
        arrived=0,
        entry_point="e",
        language="en",
        personal={"ani": "1"},
        rests_until=1,
        wrapping=("1",),
    )
    assert Sight("1").shown(card, lambda _: None) == card
    assert Sight("2").shown(card, lambda _: None) is None
