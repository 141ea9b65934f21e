"""The centre's part of the directory."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from hollyhock.apps.centre import models
from hollyhock.apps.centre.tables.access import lines
from hollyhock.apps.centre.translating import limit_of, queue_of
from hollyhock.contracts import directory as wire

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
    rows = models.Queue.objects.filter(domain=domain).select_related("calendar")
    return tuple(queue_of(row) for row in rows.prefetch_related("rings__teams", "rings__sites", "wrap_up_codes"))


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
            limit=limit_of(row),
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
