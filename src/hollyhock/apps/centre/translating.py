"""Queues and limits between tables and wire, in both directions; what seconds and minutes cannot hold is refused."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import ValidationError

from hollyhock.apps.base.words import both
from hollyhock.apps.centre import notation
from hollyhock.apps.centre.models import EntryPoint, Queue, Ring
from hollyhock.contracts import directory as wire
from hollyhock.contracts import routing

_SECOND, _MINUTE = 1000, 60_000


def queue_of(row: Queue) -> wire.Queue:
    """Return a queue as the engine sees it."""
    return wire.Queue(
        code=row.code,
        name=row.names,
        rings=tuple(_ring_of(ring) for ring in row.rings.all()),
        priority=row.priority,
        offer_ms=row.offer_s * _SECOND,
        wrap_up_ms=row.wrap_up_s * _SECOND,
        wrap_up_codes=tuple(sorted(code.code for code in row.wrap_up_codes.all())),
        service_level_ms=row.service_level_s * _SECOND,
        service_level_formula=row.service_level_formula,
        short_abandon_ms=row.short_abandon_s * _SECOND,
        music=row.music,
        announce_every_ms=row.announce_every_s * _SECOND,
        record=row.record,
        calendar=row.calendar.code if row.calendar else "",
        ageing=routing.Ageing(level_ms=row.age_level_s * _SECOND, cap_ms=row.age_cap_s * _SECOND),
        boosts=notation.read_boosts(row.boosts),
        own=routing.Own(last_agent_ms=row.last_agent_min * _MINUTE, wait_ms=row.own_wait_s * _SECOND),
        reserve=_reserve_of(row),
        loans=notation.read_loans(row.loans),
        entry=routing.Entry(
            most_waiting=row.most_waiting,
            when_full=notation.read_overflow(row.when_full) or routing.Overflow(kind="busy"),
            most_per_customer=row.most_per_customer,
            return_ms=row.return_min * _MINUTE,
        ),
        callback=routing.Callback(tries=row.callback_tries, pause_ms=row.callback_pause_min * _MINUTE),
    )


def limit_of(row: EntryPoint) -> routing.SourceLimit | None:
    """Return how often one customer may come to an entry point."""
    if not row.limit_arrivals:
        return None
    return routing.SourceLimit(arrivals=row.limit_arrivals, within_ms=row.limit_min * _MINUTE)


def queue_columns(queue: wire.Queue) -> dict[str, Any]:
    """Return the plain columns of a queue; its calendar, wrap-up codes and rings are rows of their own."""
    return {
        "code": queue.code,
        "name_zh": queue.name.zh,
        "name_en": queue.name.en,
        "priority": queue.priority,
        "offer_s": _whole("offer_ms", queue.offer_ms, _SECOND),
        "wrap_up_s": _whole("wrap_up_ms", queue.wrap_up_ms, _SECOND),
        "service_level_s": _whole("service_level_ms", queue.service_level_ms, _SECOND),
        "service_level_formula": queue.service_level_formula,
        "short_abandon_s": _whole("short_abandon_ms", queue.short_abandon_ms, _SECOND),
        "music": queue.music,
        "announce_every_s": _whole("announce_every_ms", queue.announce_every_ms, _SECOND),
        "record": queue.record,
        "age_level_s": _whole("ageing.level_ms", queue.ageing.level_ms, _SECOND),
        "age_cap_s": _whole("ageing.cap_ms", queue.ageing.cap_ms, _SECOND),
        "boosts": notation.write_boosts(queue.boosts),
        "last_agent_min": _whole("own.last_agent_ms", queue.own.last_agent_ms, _MINUTE),
        "own_wait_s": _whole("own.wait_ms", queue.own.wait_ms, _SECOND),
        "loans": notation.write_loans(queue.loans),
        "most_waiting": queue.entry.most_waiting,
        "when_full": notation.write_overflow(queue.entry.when_full),
        "most_per_customer": queue.entry.most_per_customer,
        "return_min": _whole("entry.return_ms", queue.entry.return_ms, _MINUTE),
        "callback_tries": queue.callback.tries,
        "callback_pause_min": _whole("callback.pause_ms", queue.callback.pause_ms, _MINUTE),
        **_reserve_columns(queue.reserve),
    }


def ring_columns(ring: routing.Ring) -> dict[str, Any]:
    """Return the plain columns of a ring; its teams and sites are rows of their own."""
    return {
        "after_s": _whole("rings.after_ms", ring.after_ms, _SECOND),
        "strategy": ring.strategy,
        "requires": notation.write_needs(ring.requires),
        "any_of": notation.write_groups(ring.any_of),
        "prefers": notation.write_needs(ring.prefers),
        "by_data": ", ".join(ring.by_data),
        "raises": ring.raises,
        "overflow": notation.write_overflow(ring.overflow),
    }


def limit_columns(limit: routing.SourceLimit | None) -> dict[str, Any]:
    """Return the columns of an entry point's limit."""
    if limit is None:
        return {}
    return {"limit_arrivals": limit.arrivals, "limit_min": _whole("limit.within_ms", limit.within_ms, _MINUTE)}


def _ring_of(row: Ring) -> routing.Ring:
    return routing.Ring(
        after_ms=row.after_s * _SECOND,
        requires=notation.read_needs(row.requires),
        any_of=notation.read_groups(row.any_of),
        teams=tuple(sorted(team.code for team in row.teams.all())),
        sites=tuple(sorted(site.code for site in row.sites.all())),
        by_data=notation.read_names(row.by_data),
        prefers=notation.read_needs(row.prefers),
        strategy=cast("routing.Strategy", row.strategy),
        raises=row.raises,
        overflow=notation.read_overflow(row.overflow),
    )


def _reserve_of(row: Queue) -> routing.Reserve | None:
    requires = notation.read_needs(row.reserve)
    return routing.Reserve(requires=requires, risk_ms=row.reserve_after_s * _SECOND) if requires else None


def _reserve_columns(reserve: routing.Reserve | None) -> dict[str, Any]:
    if reserve is None:
        return {}
    after = _whole("reserve.risk_ms", reserve.risk_ms, _SECOND)
    return {"reserve": notation.write_needs(reserve.requires), "reserve_after_s": after}


def _whole(name: str, milliseconds: int, unit: int) -> int:
    if milliseconds % unit:
        raise ValidationError(
            both(
                f"{name} 须为 {unit} 毫秒的整数倍，现为 {milliseconds}。",
                f"{name} must be a multiple of {unit} ms; it is {milliseconds}.",
            )
        )
    return milliseconds // unit
