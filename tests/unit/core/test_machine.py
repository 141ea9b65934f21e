"""Hypothesis drives the core with every command in any order; the invariants hold after each."""

from __future__ import annotations

from collections import Counter

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hollyhock.contracts import commands as c
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.events import (
    AnyEvent,
    InteractionArrived,
    InteractionClosed,
    OfferAccepted,
    OfferEnded,
    OfferMade,
)
from hollyhock.contracts.journal import Entry
from hollyhock.contracts.views import AnyCard
from hollyhock.contracts.waiting import MOST_ROWS, WaitingAsk
from hollyhock.core.apply.fold import fold
from hollyhock.core.cards import all_cards, interaction_card, take_changes
from hollyhock.core.data import Interaction
from hollyhock.core.index import free_media
from hollyhock.core.index.idle import slot
from hollyhock.core.inquiry import waiting
from hollyhock.core.machine import decide
from hollyhock.core.matching import search
from hollyhock.core.state import State
from hollyhock.core.verifying import Verifier
from hollyhock.core.version import CORE
from hollyhock.core.wanted import wanted
from hollyhock.testing.centre import small_centre
from hollyhock.testing.profile import EXAMPLES
from hollyhock.testing.walk.laws import Laws
from hollyhock.testing.walk.order import out_of_order

AGENTS = st.sampled_from([f"{100 + n}" for n in range(1, 7)])
_entries = msgspec.json.Decoder(Entry)


def nothing(_interaction: str) -> dict[str, str]:
    return {}


class Centre(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.state = State()
        self.state.data.scope = "t.main"
        self.now = 1_800_000_000_000
        self.entries: list[bytes] = []
        self.events: list[AnyEvent] = []
        self.cards: dict[str, AnyCard] = {}
        self.count = 0
        self.laws = Laws()
        self.arrived: set[str] = set()
        self.changed: set[str] = set()
        """Agents whose capacity may have shrunk while they held something."""

    def give(self, command: c.AnyCommand, **personal: str) -> bool:
        self.count += 1
        envelope = c.Envelope(id=f"c{self.count}", actor="test", command=command, personal=personal)
        before = _at_rest(self.state)
        try:
            events = decide(self.state, envelope, self.now)
        except HollyhockError:
            assert isinstance(command, c.Fact) is False, "a fact was refused"
            assert _at_rest(self.state) == before
            return False
        entry = Entry(
            seq=len(self.entries) + 1,
            epoch=1,
            at=self.state.data.now,
            id=envelope.id,
            actor="test",
            command=command,
            events=events,
        )
        self.entries.append(msgspec.json.encode(entry))
        self.events += events
        self.laws.decided(self.state, events)
        put, drop = take_changes(self.state, nothing)
        self.cards.update((card.key, card) for card in put)
        for key in drop:
            self.cards.pop(key, None)
        return True

    def an(self, data: st.DataObject, *phases: str) -> Interaction | None:
        fitting = [i for i in self.state.data.interactions.values() if not phases or i.phase in phases]
        return data.draw(st.sampled_from(fitting)) if fitting else None

    @initialize()
    def begin(self) -> None:
        self.give(c.ClaimOwnership(epoch=1, owner="test", core=CORE))
        self.give(c.PublishDirectory(directory=small_centre()))
        self.give(c.MediaPresence(up=True))
        for code in ("101", "102", "103"):
            self.log_in(code, True, True)
        self.arrive("direct")
        self.arrive("direct")

    @rule(data=st.data())
    def answer_offer(self, data: st.DataObject) -> None:
        offers = list(self.state.data.offers.values())
        if offers:
            offer = data.draw(st.sampled_from(offers))
            if not self.state.data.interactions[offer.interaction].is_call:
                self.give(c.AcceptOffer(agent=offer.agent, offer=offer.id))
            else:
                self.give(c.LegUp(interaction=offer.interaction, leg=offer.id))

    @rule(data=st.data(), cause=st.sampled_from(["", "busy", "device_gone", "unknown"]))
    def call_back(self, data: st.DataObject, cause: str) -> None:
        under_way = [it for it in self.state.data.interactions.values() if it.phase == "dialling"]
        if under_way:
            it = data.draw(st.sampled_from(under_way))
            leg = it.leg or it.agent_leg
            if cause:
                self.give(c.LegGone(interaction=it.id, leg=leg, cause=cause))
            else:
                self.give(c.LegUp(interaction=it.id, leg=leg))

    @rule(point=st.sampled_from(["line", "direct", "nowhere"]))
    def arrive(self, point: str) -> None:
        name = f"t.main.i{self.count}"
        self.arrived.add(name)
        self.give(c.Arrive(interaction=name, medium="voice", entry_point=point, leg=f"leg{self.count}"), ani="+861000")

    @rule(code=AGENTS, fresh=st.booleans(), up=st.booleans())
    def log_in(self, code: str, fresh: bool, up: bool) -> None:
        self.give(c.LogIn(agent=code, session=f"s{code}", device=f"d{code}", fresh=fresh))
        self.give(c.DevicePresence(device=f"d{code}", up=up))
        self.give(c.SetReady(agent=code))

    @rule(code=AGENTS, kind=st.sampled_from([c.LogOut, c.SetReady, c.ForceNotReady, c.ForceLogOut, c.Unlock]))
    def agent_command(self, code: str, kind: type[c.LogOut]) -> None:
        self.give(kind(agent=code))

    @rule(code=AGENTS)
    def not_ready(self, code: str) -> None:
        self.give(c.SetNotReady(agent=code, reason="lunch"))

    @rule(code=AGENTS, up=st.booleans())
    def device(self, code: str, up: bool) -> None:
        self.give(c.DevicePresence(device=f"d{code}", up=up))

    @rule(code=AGENTS, present=st.booleans())
    def presence(self, code: str, present: bool) -> None:
        self.give(c.AgentPresence(agent=code, session=f"s{code}", present=present))

    @rule(
        data=st.data(),
        up=st.booleans(),
        cause=st.sampled_from(["hang_up", "no_answer", "refused", "unreachable", "switch_lost"]),
    )
    def leg(self, data: st.DataObject, up: bool, cause: str) -> None:
        it = self.an(data)
        if it is None:
            return
        leg = data.draw(st.sampled_from([*it.offers, it.agent_leg, "stale"])) or "stale"
        known = c.LegUp(interaction=it.id, leg=leg) if up else c.LegGone(interaction=it.id, leg=leg, cause=cause)
        self.give(known)

    @rule(data=st.data(), cause=st.sampled_from(["hang_up", "switch_lost"]))
    def customer_leaves(self, data: st.DataObject, cause: str) -> None:
        if it := self.an(data):
            self.give(c.CustomerLeft(interaction=it.id, cause=cause))

    @rule(
        data=st.data(),
        outcome=st.sampled_from(["played", "digits", "no_input", "invalid", "recorded", "failed"]),
        digits=st.sampled_from(["0", "1", "2", "7"]),
        stale=st.booleans(),
    )
    def step(self, data: st.DataObject, outcome: str, digits: str, stale: bool) -> None:
        if it := self.an(data, "flow", "waiting"):
            if outcome == "recorded":
                self.arrived.add(f"t.main.i{self.count}v")
            self.give(
                c.StepDone(
                    interaction=it.id,
                    visit=it.visit - stale,
                    outcome=outcome,
                    digits=digits,
                    task=f"t.main.i{self.count}v",
                    sound="x",
                    duration_ms=5000,
                )
            )

    @rule(data=st.data(), found=st.booleans())
    def answer(self, data: st.DataObject, found: bool) -> None:
        if it := self.an(data, "flow"):
            self.give(c.LookUpDone(interaction=it.id, visit=it.visit, found=found), balance="100")

    @rule(data=st.data(), kind=st.sampled_from([c.HoldCall, c.RetrieveCall, c.ClearConnection]), other=AGENTS)
    def call_control(self, data: st.DataObject, kind: type[c.HoldCall], other: str) -> None:
        if it := self.an(data, "connected", "held", "reattaching"):
            self.give(kind(agent=data.draw(st.sampled_from([it.agent, other])), interaction=it.id))

    @rule(data=st.data(), queue=st.sampled_from(["sales", "help", "nowhere"]))
    def transfer(self, data: st.DataObject, queue: str) -> None:
        if it := self.an(data, "connected", "held"):
            self.give(c.TransferCall(agent=it.agent, interaction=it.id, queue=queue, data={"why": "x"}))

    @rule(data=st.data(), accept=st.booleans())
    def offer(self, data: st.DataObject, accept: bool) -> None:
        offers = list(self.state.data.offers.values())
        if offers:
            o = data.draw(st.sampled_from(offers))
            self.give((c.AcceptOffer if accept else c.RefuseOffer)(agent=o.agent, offer=o.id))

    @rule(data=st.data(), code=AGENTS, kind=st.sampled_from(["note", "extend", "finish"]))
    def wrapping(self, data: st.DataObject, code: str, kind: str) -> None:
        wraps = list(self.state.agent(code).wraps)
        interaction = data.draw(st.sampled_from(wraps)) if wraps else "t.main.inone"
        made: dict[str, c.AnyCommand] = {
            "note": c.NoteWrapUp(agent=code, interaction=interaction, code="sold"),
            "extend": c.ExtendWrapUp(agent=code, interaction=interaction),
            "finish": c.FinishWrapUp(agent=code, interaction=interaction),
        }
        self.give(made[kind], note="secret")

    @rule(ms=st.sampled_from([1, 300, 5_000, 15_000, 45_000, 400_000]))
    def time_passes(self, ms: int) -> None:
        end = self.now + ms
        while (due := self.state.next_due()) is not None and due <= end:
            self.now = max(self.now, due)
            self.give(c.Tick())
        self.now = end

    @rule(up=st.booleans())
    def switch(self, up: bool) -> None:
        self.give(c.MediaPresence(up=up))

    @rule(full=st.booleans())
    def journal(self, full: bool) -> None:
        self.give(c.JournalPresence(full=full))

    @rule(agents=st.integers(3, 6))
    def publish(self, agents: int) -> None:
        self.give(c.PublishDirectory(directory=small_centre(self.count + 10, agents=agents)))

    @invariant()
    def the_laws_of_routing_hold(self) -> None:
        self.laws.at_rest(self.state)

    @invariant()
    def nobody_is_lost(self) -> None:
        closed = {e.interaction for e in self.events if isinstance(e, InteractionClosed)}
        arrived = {e.interaction for e in self.events if isinstance(e, InteractionArrived)}
        parents = {e.interaction: e.parent for e in self.events if isinstance(e, InteractionArrived)}
        # What nobody announced is a call back that its caller was promised.
        assert {parents[name] or name for name in arrived} <= self.arrived
        for name in arrived - closed:
            it = self.state.data.interactions[name]
            assert it.phase != "closed"
            standing = it.node or it.farewell or it.phase == "waiting" or it.agent
            assert standing, f"{name} is nowhere: {it}"
        counts = Counter(e.interaction for e in self.events if isinstance(e, InteractionClosed))
        assert all(n == 1 for n in counts.values())

    @invariant()
    def never_two_agents(self) -> None:
        data = self.state.data
        holders = Counter(i for agent in data.agents.values() for i in agent.holds)
        assert all(n == 1 for n in holders.values())
        for it in data.interactions.values():
            assert bool(it.agent) == (it.id in holders)
            if it.agent:
                assert it.id in data.agents[it.agent].holds
                assert not it.offers
        for agent in data.agents.values():
            entry = self.state.book.agents.get(agent.code)
            media = Counter(slot(data.interactions[i].medium) for i in agent.holds)
            if entry is not None and agent.code not in self.changed:
                assert all(n <= entry.capacity.get(medium, 0) for medium, n in media.items())
            assert agent.logged_on or not (agent.holds or agent.offer or agent.wraps)

    @invariant()
    def every_offer_ends(self) -> None:
        made = {e.offer for e in self.events if isinstance(e, OfferMade)}
        ended = Counter(e.offer for e in self.events if isinstance(e, OfferEnded | OfferAccepted))
        assert all(n == 1 for n in ended.values())
        assert made - set(ended) == set(self.state.data.offers)
        assert all(o.deadline >= self.now for o in self.state.data.offers.values())

    @invariant()
    def no_wake_up_is_lost(self) -> None:
        data, index = self.state.data, self.state.index
        if data.journal_full:
            return
        for pool in index.lines.pools:
            assert search(self.state, pool, data.now) is None

    @invariant()
    def derived_order_is_right(self) -> None:
        assert State.restore(self.state.dump()).dump() == self.state.dump()
        assert out_of_order(self.state) == []
        for agent in self.state.data.agents.values():
            free = free_media(agent, self.state.data, self.state.book)
            assert self.state.index.benches.free.get(agent.code, ()) == free

    @invariant()
    def cards_follow(self) -> None:
        if self.cards:
            assert {card.key: card for card in all_cards(self.state, nothing)} == self.cards

    @invariant()
    def everybody_who_waits_can_be_told_why(self) -> None:
        ask = WaitingAsk(queues=tuple(sorted(self.state.index.lines.queues)), most=MOST_ROWS)
        rows = waiting(self.state, ask).rows
        here = [it.id for it in self.state.data.interactions.values() if it.phase == "waiting"]
        assert sorted(row.interaction for row in rows) == sorted(here)
        assert all(row.says.zh and row.says.en for row in rows)
        for place, row in enumerate(rows):
            assert (
                row.position == 1 if not place or rows[place - 1].queue != row.queue else rows[place - 1].position + 1
            )

    @invariant()
    def after_call_work_stays_on_the_desk(self) -> None:
        data = self.state.data
        wraps = {(identifier, agent.code) for agent in data.agents.values() for identifier in agent.wraps}
        assert wraps == {(it.id, code) for it in data.interactions.values() for code in it.wrappers}
        for it in data.interactions.values():
            if it.phase == "closed":
                assert interaction_card(it, self.state, {}).agent in it.wrappers

    @invariant()
    def wants_can_be_derived(self) -> None:
        for it in self.state.data.interactions.values():
            want = wanted(self.state, it.id, {})
            assert want.open == (it.phase != "closed")
            rings = it.offers and it.is_call
            assert bool(rings or (it.agent and it.agent_leg)) == bool(want.legs)

    def teardown(self) -> None:
        replayed, verifier = State(), Verifier("t.main")
        replayed.data.scope = "t.main"
        for raw in self.entries:
            entry = _entries.decode(raw)
            fold(replayed, entry)
            assert verifier.take(entry) is None
        assert _at_rest(replayed) == _at_rest(self.state) == _at_rest(verifier.state)


def _at_rest(state: State) -> dict[str, object]:
    """The state but for its clock, which also moves when a command decides nothing."""
    plain: dict[str, object] = msgspec.msgpack.decode(state.dump().partition(b"\n")[2])
    return plain | {"now": 0}


TestCentre = Centre.TestCase
TestCentre.settings = settings(max_examples=80 * EXAMPLES, stateful_step_count=60, deadline=None)
