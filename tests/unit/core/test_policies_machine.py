"""All routing policies together, in any combination and under every command: the invariants of the core still hold."""

from __future__ import annotations

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule
from tests.unit.core.test_machine import AGENTS, Centre

from hollyhock.contracts import commands as c
from hollyhock.contracts.directory import Calendar, Directory, Hours, Labelled, Names, Queue, Trunk
from hollyhock.contracts.events import OfferMade
from hollyhock.contracts.routing import Ageing, Boost, Entry, Loan, Overflow, Own, Requirement, Reserve, Ring, Strategy
from hollyhock.testing.centre import small_centre
from hollyhock.testing.profile import NIGHTLY

SKILLS = ["sales", "help", "language.en", "language.zh-Hans", "seat.expert"]
_needs = st.builds(Requirement, st.sampled_from(SKILLS), st.integers(1, 10))
_strategies: st.SearchStrategy[Strategy] = st.sampled_from(
    (
        "longest_idle",
        "least_occupied",
        "fewest_handled",
        "most_skilled",
        "least_skilled",
        "round_robin",
        "by_weight",
        "all_at_once",
    )
)


@st.composite
def rings(draw: st.DrawFn, other: str) -> tuple[Ring, ...]:
    """Draw one to three rings, perhaps with an end of the line."""
    made = [
        Ring(
            after_ms=number * draw(st.sampled_from([1, 5_000, 20_000])),
            requires=tuple(draw(st.lists(_needs, max_size=2))) if number == 0 else (),
            any_of=draw(st.sampled_from([(), ((Requirement("sales"), Requirement("help", 5)),)])),
            teams=draw(st.sampled_from([(), ("a",), ("a", "b")])),
            by_data=draw(st.sampled_from([(), ("language",)])),
            prefers=draw(st.sampled_from([(), (Requirement("seat.expert"),)])),
            strategy=draw(_strategies),
            raises=draw(st.sampled_from([0, 3])),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    if draw(st.booleans()):
        ends = (
            Overflow(kind="queue", to=other),
            Overflow(kind="flow", to="line"),
            Overflow(kind="callback"),
            Overflow(kind="busy"),
        )
        made.append(Ring(after_ms=60_000, overflow=draw(st.sampled_from(ends))))
    return tuple(made)


@st.composite
def queues(draw: st.DrawFn, plain: Queue, other: str) -> Queue:
    """Draw a queue with any rules."""
    return msgspec.structs.replace(
        plain,
        rings=draw(rings(other)),
        ageing=draw(st.sampled_from([Ageing(), Ageing(level_ms=1, cap_ms=5), Ageing(level_ms=10**8, cap_ms=10**10)])),
        boosts=draw(st.sampled_from([(), (Boost(name="vip", value="gold", levels=3),)])),
        own=draw(st.sampled_from([Own(), Own(last_agent_ms=600_000, wait_ms=5_000)])),
        reserve=draw(st.sampled_from([None, Reserve(requires=(Requirement("seat.expert"),), risk_ms=5_000)])),
        loans=draw(st.sampled_from([(), (Loan(lender=other),), (Loan(lender=other, well_ms=5_000),)])),
        entry=draw(st.sampled_from([Entry(), Entry(most_waiting=2, return_ms=60_000), Entry(most_per_customer=2)])),
        calendar=draw(st.sampled_from(["", "minutes"])),
    )


@st.composite
def directories(draw: st.DrawFn) -> Directory:
    """Draw a directory with agents of any skills and queues of any rules."""
    plain = small_centre()
    agents = tuple(
        msgspec.structs.replace(
            agent,
            skills=draw(st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 10))),
            capacity=draw(st.sampled_from([agent.capacity, {"voice": 1}, {"voice": 1, "chat": 2, "voicemail": 3}])),
            interrupts=draw(st.sampled_from([agent.interrupts, {}, {"voice": ("chat",), "chat": ("voicemail",)}])),
            weight=draw(st.integers(1, 5)),
        )
        for agent in plain.agents[: draw(st.integers(3, 6))]
    )
    sales, help_ = plain.queues
    # Opens and closes every hour, so that histories of minutes meet both.
    week = tuple(Hours(day, 60 * hour, 60 * hour + 30) for day in range(7) for hour in range(24))
    return msgspec.structs.replace(
        plain,
        agents=agents,
        queues=(draw(queues(sales, "help")), draw(queues(help_, "sales"))),
        skills=tuple(Labelled(code, Names(code, code)) for code in SKILLS),
        calendars=(Calendar(code="minutes", week=week),),
        trunks=draw(st.sampled_from([(), (Trunk(code="out", kind="account"),)])),
    )


class Policies(Centre):
    """The same centre with rules that change under it, and shift leaders who steer."""

    @rule(directory=directories())
    def publish_rules(self, directory: Directory) -> None:
        self.changed |= set(self.state.data.agents)
        self.give(c.PublishDirectory(directory=msgspec.structs.replace(directory, version=self.count + 10)))

    @rule(
        point=st.sampled_from(["line", "direct"]),
        customer=st.sampled_from(["", "x", "y"]),
        agent=st.sampled_from(["", "101", "102"]),
        vip=st.booleans(),
        medium=st.sampled_from(["voice", "voice", "chat", "email"]),
    )
    def customer_arrives(self, point: str, customer: str, agent: str, vip: bool, medium: str) -> None:
        name = f"t.main.i{self.count}"
        self.arrived.add(name)
        values = {"language": "en", "agent": agent, **({"vip": "gold"} if vip else {})}
        self.give(
            c.Arrive(
                interaction=name,
                medium=medium,
                entry_point=point,
                leg=f"leg{self.count}",
                customer=customer,
                data=values,
            ),
            ani="+861000",
        )

    @rule(data=st.data(), queue=st.sampled_from(["sales", "help", "nowhere"]), priority=st.sampled_from([None, 0, 9]))
    def move(self, data: st.DataObject, queue: str, priority: int | None) -> None:
        if it := self.an(data, "waiting"):
            self.give(c.MoveInteraction(interaction=it.id, queue=queue, priority=priority))

    @rule(data=st.data(), first=st.booleans())
    def reorder(self, data: st.DataObject, first: bool) -> None:
        it, other = self.an(data, "waiting"), self.an(data, "waiting")
        if it is not None and other is not None:
            moved = self.give(c.PlaceInteraction(interaction=it.id, before="" if first else other.id))
            line = self.state.index.lines
            if moved and it.phase == "waiting" and other.phase == "waiting" and it.id != other.id and not first:
                assert line.position(other) == line.position(it) + 1

    @rule(data=st.data(), ring=st.integers(-1, 3))
    def widen(self, data: st.DataObject, ring: int) -> None:
        if it := self.an(data, "waiting"):
            self.give(c.WidenInteraction(interaction=it.id, ring=ring))

    @rule(data=st.data(), code=AGENTS, kind=st.sampled_from([c.PullInteraction, c.PushInteraction]))
    def hand(self, data: st.DataObject, code: str, kind: type[c.PullInteraction]) -> None:
        it = self.an(data, "waiting")
        if it is not None and self.give(kind(agent=code, interaction=it.id)):
            made = [e for e in self.events if isinstance(e, OfferMade) and e.interaction == it.id]
            assert made[-1].agent == code

    @rule(code=AGENTS, skills=st.none() | st.dictionaries(st.sampled_from([*SKILLS, "unknown"]), st.integers(0, 11)))
    def change_skills(self, code: str, skills: dict[str, int] | None) -> None:
        self.give(c.ChangeSkills(agent=code, skills=skills))


TestPolicies = Policies.TestCase
# About a minute each time; nightly many more, and shorter, so that they meet more rules.
TestPolicies.settings = settings(
    max_examples=100_000 if NIGHTLY else 500, stateful_step_count=20 if NIGHTLY else 50, deadline=None
)
