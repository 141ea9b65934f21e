"""An agent's card and capacity: since when it rings, why somebody is logged off, how many are offered at once."""

from __future__ import annotations

import msgspec

from hollyhock.contracts import commands as c
from hollyhock.contracts.views import AgentCard
from hollyhock.core.cards import agent_card
from hollyhock.core.machine import decide
from hollyhock.core.state import State
from hollyhock.testing.centre import small_centre

START = 1_800_000_000_000


class Desk:
    """One logged-on agent of the small centre, and a clock."""

    def __init__(self) -> None:
        self.state, self.now, self.count = State(), START, 0
        self.state.data.scope = "t.main"
        self.give(c.PublishDirectory(directory=small_centre(agents=5)))
        self.give(c.MediaPresence(up=True))
        self.give(c.LogIn(agent="105", session="s", device="d"))
        self.give(c.DevicePresence(device="d", up=True))

    def give(self, command: c.AnyCommand, after_ms: int = 0) -> None:
        self.now += after_ms
        self.count += 1
        decide(self.state, c.Envelope(id=f"c{self.count}", actor="test", command=command), self.now)

    def arrive(self, name: str, medium: str = "voice", after_ms: int = 0) -> None:
        self.give(c.Arrive(interaction=f"t.main.{name}", medium=medium, entry_point="direct", leg=name), after_ms)

    @property
    def card(self) -> AgentCard:
        return agent_card(self.state, "105")


def test_the_ring_is_timed_from_the_ring() -> None:
    desk = Desk()
    desk.give(c.SetReady(agent="105"), 1_000)
    quiet = desk.card
    desk.arrive("i1", after_ms=60_000)
    rings = desk.card
    assert (quiet.alerting, quiet.since, quiet.alerting_since) == (False, START + 1_000, None)
    assert (rings.alerting, rings.since, rings.alerting_since) == (True, START + 1_000, START + 61_000)


def test_the_card_says_who_ended_the_log_in() -> None:
    desk = Desk()
    desk.give(c.ForceLogOut(agent="105"))
    assert (desk.card.state, desk.card.reason) == ("Null", "forced")
    desk.give(c.LogIn(agent="105", session="s2", device="d"))
    desk.give(c.LogOut(agent="105"))
    assert (desk.card.state, desk.card.reason) == ("Null", "")


def test_a_new_capacity_holds_at_once() -> None:
    desk = Desk()
    book = small_centre(agents=5)
    agents = tuple(msgspec.structs.replace(one, capacity={"voice": 1, "mail": 2}) for one in book.agents)
    desk.give(c.PublishDirectory(directory=msgspec.structs.replace(book, version=2, agents=agents)))
    desk.give(c.SetReady(agent="105"))
    desk.arrive("i1", "mail")
    desk.arrive("i2", "mail")
    desk.arrive("i3", "mail")
    for _ in range(2):
        (offer,) = desk.state.data.offers.values()
        desk.give(c.AcceptOffer(agent="105", offer=offer.id))
    assert desk.state.agent("105").holds == ["t.main.i1", "t.main.i2"]
    assert not desk.state.data.offers, "two are all that this agent takes"
    wider = tuple(msgspec.structs.replace(one, capacity={"voice": 1, "mail": 3}) for one in book.agents)
    desk.give(c.PublishDirectory(directory=msgspec.structs.replace(book, version=3, agents=wider)))
    assert [offer.interaction for offer in desk.state.data.offers.values()] == ["t.main.i3"]
