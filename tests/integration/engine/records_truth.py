"""What the records must say: what the journal says, no more and no less."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import httpx
import msgspec

from hollyhock.contracts import events as e
from hollyhock.contracts.journal import Entry
from hollyhock.core.kpi import rows
from hollyhock.core.kpi.fold import Books, Changes, apply

from .with_records import CentreWithRecords

CAUGHT_UP_S = 30.0
_JSON = {"data", "values"}
_CONTACT = ("id", "arrived", "queue", "agent", "answered", "closed", "cause", "outcome", "wrap_up_code", "data")
_OFFER = ("offer", "interaction_id", "agent", "queue", "team", "made", "deadline", "ended", "outcome")
_LINE = ("interaction_id", "seq", "index", "at", "kind", "values")


async def records_are_the_journal(centre: CentreWithRecords) -> None:
    """Wait until the projector has read everything, and check every row that it made."""
    entries: list[Entry] = []

    async def caught_up() -> bool:
        entries[:] = await centre.entries()
        return _kept(centre.home, "interactions_projectorcursor", ("seq",)) == _rows([entries[-1]], ("seq",))

    await centre.until(caught_up, "the records have all of the journal", CAUGHT_UP_S)
    books, changes = Books(), Changes()
    for entry in entries:
        apply(books, entry, changes)
    contacts = books.contacts.values()
    segments = [segment for contact in contacts for segment in contact.segments]
    offers = [offer for contact in contacts for offer in contact.offers]
    recordings = {fact.recording: fact for fact in changes.recordings}.values()
    for table, columns, made in (
        ("interactions_interaction", _CONTACT, contacts),
        ("interactions_segment", _columns(rows.Segment), segments),
        ("interactions_offer", _OFFER, offers),
        ("interactions_timelineentry", _LINE, changes.timeline),
        ("interactions_agentstay", rows.StateInterval.__struct_fields__, changes.stays.values()),
        ("recordings_recording", ("name", "interaction_id"), recordings),
    ):
        assert made
        assert _kept(centre.home, table, columns) == _rows(made, columns), table


def _columns(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(name.replace("interaction", "interaction_id") for name in kind.__struct_fields__)


def _kept(home: Path, table: str, columns: Sequence[str]) -> list[str]:
    """Return the rows of a table, each as text, in the order of their texts: nothing there twice stays hidden."""
    names = ", ".join(f'"{name}"' for name in columns)
    with closing(sqlite3.connect(home / "records.sqlite3")) as records:
        found = records.execute(f'SELECT {names} FROM "{table}"').fetchall()
    plain = [
        [json.loads(value) if name in _JSON else value for name, value in zip(columns, row, strict=True)]
        for row in found
    ]
    return sorted(map(repr, plain))


def _rows(made: Iterable[object], columns: Sequence[str]) -> list[str]:
    return sorted(repr([_plain(one, name) for name in columns]) for one in made)


def _plain(one: object, column: str) -> Any:
    name = {"interaction_id": "interaction", "name": "recording", "id": "interaction"}.get(column, column)
    value = getattr(one, name)
    return int(value) if isinstance(value, bool) else msgspec.json.decode(msgspec.json.encode(value))


class Office:
    """What an administrator's program reads from web; it logs in once, and the session outlives each death of web."""

    def __init__(self, centre: CentreWithRecords) -> None:
        self._centre, self._cookies = centre, httpx.Cookies()

    async def log_in(self) -> None:
        await self._centre.web.comes()
        async with self._client() as web:
            answer = await web.post("/api/session", json={"username": "admin", "password": self._centre.password})
        assert answer.is_success, answer.text
        self._cookies = answer.cookies

    async def glance(self) -> None:
        """Look at the list, so that web dies while it works; what does come must be right."""
        with suppress(httpx.TransportError):
            await self.get("interactions")

    async def get(self, path: str, **asked: object) -> Any:
        async with self._client() as web:
            answer = await web.get(f"/api/{path}", params={name: str(value) for name, value in asked.items()})
        assert answer.is_success, answer.text
        return answer.json()

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self._centre.web.url, cookies=self._cookies, trust_env=False)

    async def shows_the_journal(self) -> None:
        """Check reports, the list of interactions and a timeline against the events themselves."""
        entries = await self._centre.entries()
        happened = Counter(figure for entry in entries for event in entry.events for figure in _figures(event))
        period = {"from": entries[0].at, "to": entries[-1].at + 1}
        for kind, names in (("queues", ("offered", "answered", "abandoned")), ("agents", ("offered", "answered"))):
            totals = (await self.get(f"reports/{kind}", **period, interval="day"))["totals"]
            assert {name: totals[name] for name in names} == {name: happened[kind, name] for name in names}
        arrived = happened["interactions", "arrived"]
        assert (await self.get("interactions", **period))["total"] == arrived
        for row in (await self.get("interactions"))["rows"][:3]:
            shown = await self.get(f"interactions/{row['id']}")
            assert len(shown["timeline"]) == len(_events_of(entries, row["id"]))


def _figures(event: e.AnyEvent) -> list[tuple[str, str]]:
    """Return the figures of the reports that an event adds one to."""
    match event:
        case e.InteractionArrived():
            return [("interactions", "arrived")]
        case e.Queued():
            return [("queues", "offered")]
        case e.Dequeued():
            return [("queues", event.outcome)]
        case e.OfferMade():
            return [("agents", "offered")]
        case e.OfferAccepted():
            return [("queues", "answered"), ("agents", "answered")]
        case _:
            return []


def _events_of(entries: Iterable[Entry], interaction: str) -> list[e.AnyEvent]:
    every = [event for entry in entries for event in entry.events]
    return [event for event in every if getattr(event, "interaction", "") == interaction]
