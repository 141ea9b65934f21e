"""The centre's part of the directory."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, cast

from hollyhock.apps.centre import models
from hollyhock.apps.centre.tables.access import lines
from hollyhock.contracts import directory as wire
from hollyhock.contracts.routing import Requirement, Ring, Strategy

if TYPE_CHECKING:
    from hollyhock.apps.tenancy.facade import RoutingDomain


def contribute(domain: RoutingDomain) -> dict[str, Any]:
    """Return the fields of ``Directory`` that the centre knows."""
    tenant = domain.tenant_id
    return {
        "region": domain.tenant.region,
        "skills": tuple(row.labelled for row in models.Skill.objects.filter(tenant=tenant)),
        "reasons": tuple(row.labelled for row in models.NotReadyReason.objects.filter(tenant=tenant)),
        "wrap_up_codes": tuple(row.labelled for row in models.WrapUpCode.objects.filter(tenant=tenant)),
        "calendars": _calendars(tenant),
        "queues": _queues(domain),
        "entry_points": _entry_points(domain),
        "trunks": _trunks(domain),
    }


def _queues(domain: RoutingDomain) -> tuple[wire.Queue, ...]:
    rows = models.Queue.objects.filter(domain=domain).prefetch_related("rings__needs__skill", "wrap_up_codes")
    return tuple(_queue(row) for row in rows)


def _queue(row: models.Queue) -> wire.Queue:
    return wire.Queue(
        code=row.code,
        name=row.names,
        rings=tuple(
            Ring(
                after_ms=ring.after_s * 1000,
                requires=tuple(Requirement(need.skill.code, need.minimum) for need in ring.needs.all()),
                strategy=cast("Strategy", ring.strategy),
            )
            for ring in row.rings.all()
        )
        or (Ring(),),
        priority=row.priority,
        offer_ms=row.offer_s * 1000,
        wrap_up_ms=row.wrap_up_s * 1000,
        wrap_up_codes=tuple(sorted(code.code for code in row.wrap_up_codes.all())),
        service_level_ms=row.service_level_s * 1000,
        service_level_formula=row.service_level_formula,
        short_abandon_ms=row.short_abandon_s * 1000,
        music=row.music,
        announce_every_ms=row.announce_every_s * 1000,
        record=row.record,
    )


def _entry_points(domain: RoutingDomain) -> tuple[wire.EntryPoint, ...]:
    rows = models.EntryPoint.objects.filter(domain=domain).select_related("flow")
    return tuple(
        wire.EntryPoint(
            code=row.code,
            medium=row.medium,
            address=row.address,
            flow=row.flow.code,
            language=row.language,
            standby=row.standby,
            forward_to=row.forward_to,
        )
        for row in rows
    )


def _calendars(tenant: int) -> tuple[wire.Calendar, ...]:
    rows = models.Calendar.objects.filter(tenant=tenant).prefetch_related("week", "days")
    return tuple(_calendar(row) for row in rows)


def _calendar(row: models.Calendar) -> wire.Calendar:
    special: dict[str, list[wire.Hours]] = defaultdict(list)
    closed = []
    for day in row.days.all():
        if day.span is None:
            closed.append(day.date.isoformat())
        else:
            special[day.date.isoformat()].append(wire.Hours(day.date.weekday(), *day.span))
    return wire.Calendar(
        code=row.code,
        time_zone=row.time_zone,
        week=tuple(wire.Hours(hours.weekday, *hours.span) for hours in row.week.all()),
        closed_days=tuple(closed),
        special_days={date: tuple(hours) for date, hours in special.items()},
    )


def _trunks(domain: RoutingDomain) -> tuple[wire.Trunk, ...]:
    rows = models.Trunk.objects.filter(domain=domain).select_related("sealed")
    return tuple(
        wire.Trunk(
            code=row.code,
            kind=row.kind,
            addresses=lines(row.addresses),
            server=row.server,
            user=row.user,
            dnis=lines(row.dnis),
            secret_version=row.sealed.version if hasattr(row, "sealed") else 0,
        )
        for row in rows
    )
