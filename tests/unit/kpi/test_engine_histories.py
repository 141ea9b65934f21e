"""The folds on what the engine's core really decides: the same states and holders as the engine's own cards."""

from __future__ import annotations

import msgspec
from hypothesis import settings
from tests.unit.core.test_machine import Centre

from hollyhock.contracts.journal import Entry
from hollyhock.core.cards import agent_card
from hollyhock.core.kpi.fold import Books, Changes, apply
from hollyhock.core.kpi.rows import AGENT, FLOW, GAP, HOLD, QUEUE, TALK, Contact

_HOLDERS = {
    "flow": (FLOW, ""),
    "waiting": (QUEUE, ""),
    "connected": (AGENT, TALK),
    "held": (AGENT, HOLD),
    "reattaching": (AGENT, GAP),
}
_entries = msgspec.json.Decoder(Entry)


class MeasuredCentre(Centre):
    def teardown(self) -> None:
        books, changes = Books(), Changes()
        for raw in self.entries:
            apply(books, _entries.decode(raw), changes)
        for code, agent in self.state.data.agents.items():
            card, book = agent_card(self.state, code), books.agents.get(code)
            if book is not None and book.interval is not None:
                assert book.interval.state == card.state, code
                # A new reason is a new stay here; on the card only a new state counts.
                assert book.interval.began == card.since or card.state == "NotReady", code
                assert set(book.holds) == set(agent.holds)
        for contact in books.contacts.values():
            self._check(contact)
        known = {stay.agent for stay in changes.stays.values()}
        for code in known:
            stays = [stay for stay in changes.stays.values() if stay.agent == code]
            assert [stay.ended for stay in stays[:-1]] == [stay.began for stay in stays[1:]]

    def _check(self, contact: Contact) -> None:
        it = self.state.data.interactions.get(contact.interaction)
        phase = "closed" if it is None else it.phase
        assert (contact.closed is None) == (phase != "closed")
        lasting = [segment for segment in contact.segments if segment.ended is None]
        assert lasting == contact.segments[-1:] if phase in _HOLDERS and contact.segments else not lasting
        if it is not None and lasting:
            assert (lasting[0].kind, lasting[0].phase) == _HOLDERS[phase]
            assert lasting[0].kind != AGENT or lasting[0].holder == it.agent
            assert lasting[0].kind != QUEUE or (lasting[0].holder, lasting[0].began) == (it.queue, it.entered)
        wraps = {code for code, agent in self.state.data.agents.items() if contact.interaction in agent.wraps}
        for segment in contact.segments:
            if segment.kind == AGENT and segment.ended is not None:
                assert segment.talk_ms + segment.hold_ms + segment.gap_ms == segment.ended - segment.began
                newest = [s for s in contact.segments if s.kind == AGENT and s.holder == segment.holder][-1]
                assert (segment.handled is None) == (segment.holder in wraps and segment is newest)
        for before, after in zip(contact.segments, contact.segments[1:], strict=False):
            assert before.ended is not None
            assert before.ended <= after.began


TestMeasuredCentre = MeasuredCentre.TestCase
TestMeasuredCentre.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
