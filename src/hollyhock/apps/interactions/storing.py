"""Between the fold's structs and the tables: columns and fields have the same names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from django.db.models import Model

from hollyhock.apps.interactions.models import (
    LOOKED_UP,
    AgentStay,
    Folded,
    Interaction,
    Offer,
    Participant,
    PersonalValue,
    Segment,
    TimelineEntry,
)
from hollyhock.apps.people.facade import Team, User
from hollyhock.apps.tenancy.facade import RoutingDomain
from hollyhock.contracts.events import Trace
from hollyhock.contracts.journal import Personal
from hollyhock.core.kpi import rows
from hollyhock.core.kpi.fold import Books, Changes
from hollyhock.core.kpi.rules import Rules

_CONTACT = tuple(name for name in rows.Contact.__struct_fields__ if name not in {"interaction", "segments", "offers"})
_SEGMENT = tuple(name for name in rows.Segment.__struct_fields__ if name != "interaction")
_OFFER = tuple(name for name in rows.Offer.__struct_fields__ if name not in {"interaction", "trace"})
_STAY = rows.StateInterval.__struct_fields__
KEPT = frozenset({"ani", "customer_number", "customer_name", "note"})
"""Personal values that the records keep; everything else ends with the interaction or stays beside the journal."""
_LONGEST = 200
_SLICE = 500
"""Keys per query: SQLite takes a limited number of parameters."""


def load(domain: RoutingDomain, interactions: Collection[str], agents: Collection[str]) -> Books:
    """Return the books as the tables hold them for these interactions and agents."""
    books = Books()
    for slice_ in _slices(interactions):
        _load_contacts(books, slice_)
    keys = ["rules", *(f"agent:{code}" for code in agents)]
    for slice_ in _slices(keys):
        for key, body in Folded.objects.filter(domain=domain, key__in=slice_).values_list("key", "body"):
            if key == "rules":
                books.rules = msgspec.json.decode(bytes(body), type=Rules)
            else:
                book = msgspec.json.decode(bytes(body), type=rows.AgentBook)
                books.agents[book.agent] = book
    return books


def store(domain: RoutingDomain, changes: Changes, rules: Rules) -> None:
    """Write what changed; called within the transaction that also moves the cursor."""
    owner = {"tenant_id": domain.tenant_id, "domain_id": domain.pk}
    contacts = changes.contacts.values()
    _upsert(
        Interaction, ["id"], _CONTACT, (Interaction(id=c.interaction, **owner, **_of(c, _CONTACT)) for c in contacts)
    )
    segments = [segment for contact in contacts for segment in contact.segments]
    _upsert(
        Segment,
        ["interaction", "number"],
        _SEGMENT,
        (Segment(interaction_id=s.interaction, **owner, **_of(s, _SEGMENT)) for s in segments),
    )
    offers = [offer for contact in contacts for offer in contact.offers]
    _upsert(
        Offer,
        ["offer"],
        [*_OFFER, "trace"],
        (
            Offer(interaction_id=o.interaction, trace=msgspec.to_builtins(o.trace), **owner, **_of(o, _OFFER))
            for o in offers
        ),
    )
    _store_people(owner, changes, offers)
    TimelineEntry.objects.bulk_create(
        [
            TimelineEntry(
                interaction_id=line.interaction, **owner, **_of(line, ("seq", "index", "at", "kind", "values"))
            )
            for line in changes.timeline
        ],
        batch_size=_SLICE,
    )
    bodies = {f"agent:{code}": msgspec.json.encode(book) for code, book in changes.agents.items()}
    if changes.rules:
        bodies["rules"] = msgspec.json.encode(rules)
    _upsert(Folded, ["domain", "key"], ["body"], (Folded(key=key, body=body, **owner) for key, body in bodies.items()))


def store_personal(domain: RoutingDomain, values: Iterable[Personal]) -> None:
    """Keep a copy of the personal values that a record needs; digits and answers of look-ups are not among them."""
    kept = [value for value in values if value.name in KEPT]
    known = set[str]()
    for slice_ in _slices({value.interaction for value in kept}):
        known.update(Interaction.objects.filter(pk__in=slice_).values_list("pk", flat=True))
    _upsert(
        PersonalValue,
        ["interaction", "name"],
        ["value", "key"],
        (
            PersonalValue(
                tenant_id=domain.tenant_id,
                domain=domain,
                interaction_id=v.interaction,
                name=v.name,
                value=_clean(v.value),
                key=_clean(v.value)[:LOOKED_UP],
            )
            for v in kept
            if v.interaction in known
        ),
    )


def _load_contacts(books: Books, names: list[str]) -> None:
    for values in Interaction.objects.filter(pk__in=names).values("id", *_CONTACT):
        name = values.pop("id")
        books.contacts[name] = rows.Contact(interaction=name, **values)
    segments = Segment.objects.filter(interaction__in=names).order_by("interaction", "number")
    for values in segments.values("interaction_id", *_SEGMENT):
        name = values.pop("interaction_id")
        books.contacts[name].segments.append(rows.Segment(interaction=name, **values))
    for values in (
        Offer.objects.filter(interaction__in=names).order_by("made", "offer").values("interaction_id", "trace", *_OFFER)
    ):
        name, trace = values.pop("interaction_id"), msgspec.convert(values.pop("trace"), Trace)
        books.contacts[name].offers.append(rows.Offer(interaction=name, trace=trace, **values))


def _store_people(owner: dict[str, int], changes: Changes, offers: list[rows.Offer]) -> None:
    """Write stays and participants with the person and team that the codes name now."""
    people = dict(User.objects.filter(tenant=owner["tenant_id"]).exclude(agent_code="").values_list("agent_code", "pk"))
    teams = dict(Team.objects.filter(tenant=owner["tenant_id"]).values_list("code", "pk"))
    Participant.objects.bulk_create(
        [
            Participant(
                interaction_id=offer.interaction,
                agent=offer.agent,
                person_id=people.get(offer.agent),
                team_id=teams.get(offer.team),
                **owner,
            )
            for offer in offers
        ],
        batch_size=_SLICE,
        ignore_conflicts=True,
    )
    _upsert(
        AgentStay,
        ["domain", "agent", "number"],
        [name for name in _STAY if name not in {"agent", "number"}] + ["person", "place"],
        (
            AgentStay(person_id=people.get(s.agent), place_id=teams.get(s.team), **owner, **_of(s, _STAY))
            for s in changes.stays.values()
        ),
    )


def plain(contact: rows.Contact) -> object:
    """Return an interaction as the tables can hold it, to compare it with what they hold."""
    offers = sorted(contact.offers, key=lambda offer: (offer.made, offer.offer))
    return (
        _of(contact, _CONTACT),
        [_of(segment, _SEGMENT) for segment in contact.segments],
        [(_of(offer, _OFFER), msgspec.to_builtins(offer.trace)) for offer in offers],
    )


def _of(struct: msgspec.Struct, names: Iterable[str]) -> dict[str, Any]:
    return {name: _fitting(getattr(struct, name)) for name in names}


def _fitting(value: Any) -> Any:
    """Return the value as any database takes it: what a stranger sends must not stop the projector."""
    return _clean(value)[:_LONGEST] if isinstance(value, str) else _clean(value)


def _clean(value: Any) -> Any:
    """Return the value without the one character that PostgreSQL refuses, however deep it stands."""
    match value:
        case str():
            return value.replace("\0", "")
        case dict():
            return {_clean(key): _clean(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_clean(inner) for inner in value]
        case _:
            return value


def _upsert(model: type[Model], key: list[str], columns: Iterable[str], made: Iterable[Model]) -> None:
    model._default_manager.bulk_create(
        made,
        batch_size=_SLICE,
        update_conflicts=True,
        unique_fields=key,
        update_fields=[name for name in columns if name not in key],
    )


def _slices(keys: Collection[str]) -> Iterable[list[str]]:
    every = sorted(keys)
    return (every[start : start + _SLICE] for start in range(0, len(every), _SLICE))
