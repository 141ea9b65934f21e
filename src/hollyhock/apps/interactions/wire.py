"""Interactions as the desk's pages get them (JSON); moments are epoch milliseconds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from ninja import Schema

from hollyhock.apps.interactions.explaining import explain
from hollyhock.apps.interactions.matters import may_mark, standing
from hollyhock.apps.interactions.models import Interaction, Offer, Segment
from hollyhock.apps.interactions.selectors import Extras
from hollyhock.apps.interactions.sight import Sight, masked, sees_personal
from hollyhock.apps.people.facade import User, agents


class Row(Schema):
    """A line of the list. Name and number are masked for those who may not see them in clear."""

    id: str
    medium: str
    entry_point: str
    arrived: int
    ended: int | None
    language: str
    queue: str
    agent: str
    customer: str
    customer_name: str
    number: str
    outcome: str
    wait_ms: int | None
    talk_ms: int | None
    wrap_up_code: str
    matter: str
    """``open``, ``solved``, or empty when there is nothing to follow up."""
    recorded: bool


class Page(Schema):
    """One page of the list; ``counted`` is what the report's figure says, where it counts several in one."""

    rows: list[Row]
    page: int
    pages: int
    total: int
    counted: int | None = None


class Stretch(Schema):
    """A segment."""

    kind: str
    holder: str
    start: int
    end: int | None
    queue: str
    agent: str
    outcome: str
    cause: str
    within: bool
    talk_ms: int
    hold_ms: int
    gap_ms: int
    acw_ms: int
    wrap_up_code: str


class Moment(Schema):
    """A line of the timeline; ``kind`` names the sentence, ``values`` fill it."""

    at: int
    kind: str
    values: dict[str, Any]


class Why(Schema):
    """A sentence in both languages."""

    zh: str
    en: str


class OfferLine(Schema):
    """A lease with its trace and the sentence that explains it."""

    offer: str
    agent: str
    queue: str
    made: int
    ended: int | None
    outcome: str
    trace: dict[str, Any]
    explanation: Why


class RecordingLine(Schema):
    """A recording: ``recording``, ``waiting``, ``ready``, ``failed`` or ``removed``."""

    id: str
    start: int
    duration_ms: int | None
    state: str


class Detail(Row):
    """One interaction with everything that is kept of it."""

    answered: int | None
    cause: str
    may_mark: bool
    """Whether this person may mark the matter as solved or open again."""
    parent: str
    data: dict[str, str]
    personal: dict[str, str]
    note: str
    voicemail_ms: int | None
    segments: list[Stretch]
    timeline: list[Moment]
    offers: list[OfferLine]
    recordings: list[RecordingLine]


_RECORDING_STATES = {"running": "recording", "waiting": "waiting", "done": "ready"}


def line(seen: Sight, row: Interaction, more: Extras, *, recorded: bool) -> dict[str, Any]:
    """Return the values of a ``Row``."""
    personal = more.personal.get(row.pk, {})
    clear = sees_personal(seen, row)
    name, number = personal.get("customer_name", ""), personal.get("ani", "")
    return {
        "id": row.pk,
        "medium": row.medium,
        "entry_point": row.entry_point,
        "arrived": row.arrived,
        "ended": row.closed,
        "language": row.language,
        "queue": row.queue,
        "agent": row.agent,
        "customer": personal.get("customer_number", "") if clear else "",
        "customer_name": name if clear else masked(name),
        "number": number if clear else masked(number),
        "outcome": row.outcome,
        "wait_ms": more.waits.get(row.pk),
        "talk_ms": more.talks.get(row.pk),
        "wrap_up_code": row.wrap_up_code,
        "matter": standing(row, more.marks.get(row.pk)),
        "recorded": recorded,
    }


def detail(seen: Sight, row: Interaction, more: Extras, recordings: Iterable[Any]) -> Detail:
    """Return one interaction whole; personal values only in clear or not at all."""
    kept = list(recordings)
    personal = more.personal.get(row.pk, {}) if sees_personal(seen, row) else {}
    return Detail(
        **line(seen, row, more, recorded=bool(kept)),
        answered=row.answered,
        cause=row.cause,
        parent=row.parent,
        data=row.data,
        personal={name: value for name, value in personal.items() if name != "note"},
        note=personal.get("note", ""),
        voicemail_ms=row.sound_ms if row.sound else None,
        segments=[_stretch(segment) for segment in row.segments.order_by("number")],
        timeline=_timeline(row),
        may_mark=may_mark(seen, row),
        offers=_offers(seen, row),
        recordings=[
            RecordingLine(
                id=one.pk,
                start=one.began,
                duration_ms=one.duration_ms or (one.ended - one.began if one.ended else None),
                state=_RECORDING_STATES.get(one.state, one.state),
            )
            for one in kept
        ],
    )


def _stretch(segment: Segment) -> Stretch:
    names = ("kind", "holder", "outcome", "cause", "within", "talk_ms", "hold_ms", "gap_ms", "acw_ms", "wrap_up_code")
    return Stretch(
        **{name: getattr(segment, name) for name in names},
        start=segment.began,
        end=segment.ended,
        queue=segment.queue,
        agent=segment.holder if segment.kind == "agent" else "",
    )


def _timeline(row: Interaction) -> list[Moment]:
    entries = list(row.timeline.all())
    people = _people(row, {str(entry.values.get("by", "")) for entry in entries})
    told = [Moment(at=entry.at, kind=entry.kind, values=_with_names(entry.values, people)) for entry in entries]
    for mark in row.marks.select_related("person"):
        by = mark.person.name if mark.person else ""
        told.append(Moment(at=mark.at, kind="matter_opened" if mark.open else "matter_solved", values={"by": by}))
    return told


def _people(row: Interaction, actors: set[str]) -> dict[str, str]:
    """Return the names of those who steered; the journal has agents' codes, and numbers of those who have none."""
    numbers = [int(actor[1:]) for actor in actors if actor.startswith("#")]
    codes = [actor for actor in actors if actor and not actor.startswith("#")]
    found = User.objects.filter(Q(pk__in=numbers) | Q(agent_code__in=codes), tenant=row.tenant_id)
    return {key: one.name for one in found for key in (f"#{one.pk}", one.agent_code)} if actors - {""} else {}


def _with_names(values: dict[str, Any], people: dict[str, str]) -> dict[str, Any]:
    return {**values, "by": people.get(values["by"], values["by"])} if "by" in values else values


def _offers(seen: Sight, row: Interaction) -> list[OfferLine]:
    found = list(row.offers.order_by("made", "offer"))
    rung = agents(seen.person).filter(agent_code__in={offer.agent for offer in found})
    people = {one.agent_code: one.name for one in rung}
    return [_offer(offer, people.get(offer.agent, offer.agent)) for offer in found]


def _offer(offer: Offer, name: str) -> OfferLine:
    why = explain(name, offer.trace)
    names = ("offer", "agent", "queue", "made", "ended", "outcome", "trace")
    return OfferLine(**{name: getattr(offer, name) for name in names}, explanation=Why(zh=why.zh, en=why.en))
