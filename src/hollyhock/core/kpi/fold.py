"""The fold of a whole journal: entry after entry, into the books that records and reports are made of."""

from __future__ import annotations

from typing import TypeGuard

import msgspec

from hollyhock.contracts import events as ev
from hollyhock.contracts.journal import Entry
from hollyhock.core.kpi import agents, contacts
from hollyhock.core.kpi.rows import AgentBook, Contact, RecordingFact, StateInterval, TimelineEntry
from hollyhock.core.kpi.rules import Rules, excerpt

_OF_AGENTS = (
    ev.AgentLoggedOn
    | ev.AgentLoggedOff
    | ev.AgentReady
    | ev.AgentNotReady
    | ev.OfferAccepted
    | ev.ConnectionCleared
    | ev.WrapUpStarted
    | ev.WrapUpFinished
)


class Books(msgspec.Struct, kw_only=True):
    """Everything that the fold must remember: loaded for the interactions of a batch, or kept whole."""

    rules: Rules = Rules()
    contacts: dict[str, Contact] = {}
    agents: dict[str, AgentBook] = {}


class Changes(msgspec.Struct, kw_only=True):
    """What a run of entries changed; each list is in order."""

    rules: bool = False
    contacts: dict[str, Contact] = {}
    agents: dict[str, AgentBook] = {}
    stays: dict[tuple[str, int], StateInterval] = {}
    """Agent and number to stay."""
    timeline: list[TimelineEntry] = []
    recordings: list[RecordingFact] = []


def touched(entries: list[Entry]) -> tuple[set[str], set[str]]:
    """Return the interactions and the agents that must be in the books before these entries are applied."""
    every = [event for entry in entries for event in entry.events]
    return (
        {name for event in every for name in _interactions(event)},
        {event.agent for event in every if isinstance(event, _OF_AGENTS)},
    )


def person_of(actor: str) -> str:
    """Return who steered, as the journal names them: an agent's code, or ``#`` and a person's number; else nothing."""
    kind, _, who = actor.partition(":")
    return who if kind == "leader" else ""


def personal_of(entries: list[Entry]) -> set[str]:
    """Return the interactions whose personal values these entries added to."""
    return {event.interaction for entry in entries for event in entry.events if _adds_personal(event)}


def apply(books: Books, entry: Entry, changes: Changes) -> None:
    """Fold one entry into ``books`` and note in ``changes`` what is to be stored."""
    moved: dict[str, AgentBook] = {}
    for index, event in enumerate(entry.events):
        if isinstance(event, ev.DirectoryPublished):
            books.rules, changes.rules = excerpt(event.directory), True
            continue
        if isinstance(event, _OF_AGENTS):
            book = books.agents.setdefault(event.agent, AgentBook(agent=event.agent))
            agents.apply(book, event)
            moved[event.agent] = book
        for name in _interactions(event):
            _apply_to_contact(books, name, event, entry.at, changes)
        if getattr(event, "interaction", "") in books.contacts:
            changes.timeline.append(_line(entry, index, event, books.rules))
    for code, book in moved.items():
        changes.agents[code] = book
        for stay in agents.settle(book, entry.at, books.rules.place(code)):
            changes.stays[code, stay.number] = stay


def _interactions(event: ev.Event) -> tuple[str, ...]:
    """Return the interactions that an event changes; none for events of agents and of the domain."""
    if isinstance(event, ev.VoicemailTaken):
        return (event.interaction, event.task) if event.task != event.interaction else (event.interaction,)
    name = getattr(event, "interaction", "")
    return (name,) if name else ()


def _apply_to_contact(books: Books, name: str, event: ev.Event, at: int, changes: Changes) -> None:
    if isinstance(event, ev.InteractionArrived):
        books.contacts[name] = contacts.open_contact(event, at)
    contact = books.contacts.get(name)
    if contact is None:
        return
    contacts.apply(contact, event, at, books.rules)
    changes.contacts[name] = contact
    if isinstance(event, ev.RecordingStarted | ev.RecordingEnded):
        running = isinstance(event, ev.RecordingStarted)
        changes.recordings.append(RecordingFact(interaction=name, recording=event.recording, at=at, running=running))


def _adds_personal(event: ev.Event) -> TypeGuard[ev.InteractionArrived | ev.DataAttached | ev.WrapUpNoted]:
    if isinstance(event, ev.InteractionArrived | ev.DataAttached):
        return bool(event.personal)
    return isinstance(event, ev.WrapUpNoted) and event.noted


def _line(entry: Entry, index: int, event: ev.Event, rules: Rules) -> TimelineEntry:
    values = msgspec.to_builtins(event)
    if isinstance(event, ev.WrapUpNoted):
        values["leaves_open"] = event.code in rules.leaves_open
    if by := person_of(entry.actor):
        values["by"] = by
    name, kind = values.pop("interaction"), values.pop("type")
    return TimelineEntry(interaction=name, seq=entry.seq, index=index, at=entry.at, kind=kind, values=values)
