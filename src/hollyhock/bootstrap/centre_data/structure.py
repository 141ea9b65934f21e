"""Loading sites, lists, queues, calendars and entry points; what exists already stays as it is."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from hollyhock.apps.centre import models, services
from hollyhock.apps.centre.translating import limit_columns, queue_columns, ring_columns
from hollyhock.apps.flows.models import Flow
from hollyhock.apps.people.models import Team
from hollyhock.apps.people.services import save_team
from hollyhock.apps.tenancy.models import RoutingDomain, Site
from hollyhock.apps.tenancy.services import save_site
from hollyhock.bootstrap.centre_data.package import Calendar, Centre
from hollyhock.contracts import directory as wire
from hollyhock.contracts.routing import Ring


def load(domain: RoutingDomain, centre: Centre) -> None:
    """Load everything but people, flows and prompts."""
    for site in centre.sites:
        _once(Site, domain, site.code, site.name, save_site, domain=domain)
    sites = {row.code: row for row in Site.objects.filter(tenant=domain.tenant)}
    for team in centre.teams:
        _once(Team, domain, team.code, team.name, save_team, site=sites[team.site])
    lists: tuple[tuple[type[Any], tuple[wire.Labelled, ...]], ...] = (
        (models.Skill, centre.skills),
        (models.NotReadyReason, centre.reasons),
    )
    for model, entries in lists:
        for entry in entries:
            _once(model, domain, entry.code, entry.name, services.save)
    for code in centre.wrap_up_codes:
        _once(models.WrapUpCode, domain, code.code, code.name, services.save, leaves_open=code.leaves_open)
    for calendar in centre.calendars:
        _calendar(domain, calendar)
    for queue in centre.queues:
        _queue(domain, queue)


def load_entry_points(domain: RoutingDomain, centre: Centre) -> None:
    """Load entry points and trunks; their flows must be there."""
    flows = {row.code: row for row in Flow.objects.filter(tenant=domain.tenant)}
    for entry in centre.entry_points:
        if not models.EntryPoint.objects.filter(tenant=domain.tenant, code=entry.code).exists():
            row = models.EntryPoint(
                tenant=domain.tenant,
                domain=domain,
                code=entry.code,
                name_zh=entry.name.zh if entry.name else f"接入 {entry.address}",
                name_en=entry.name.en if entry.name else f"Line {entry.address}",
                medium=entry.medium,
                address=entry.address,
                flow=flows[entry.flow],
                language=entry.language,
                standby=entry.standby,
                forward_to=entry.forward_to,
                **limit_columns(entry.limit),
            )
            services.save(None, row)
    for trunk in centre.trunks:
        _trunk(domain, trunk)


def _once(model: type[Any], within: RoutingDomain, code: str, name: wire.Names, save: Any, **more: Any) -> None:
    if not model.objects.filter(tenant=within.tenant, code=code).exists():
        save(None, model(tenant=within.tenant, code=code, name_zh=name.zh, name_en=name.en, **more))


def _calendar(domain: RoutingDomain, data: Calendar) -> None:
    if models.Calendar.objects.filter(tenant=domain.tenant, code=data.code).exists():
        return
    name = data.name or wire.Names(data.code, data.code)
    row = models.Calendar(
        tenant=domain.tenant, code=data.code, name_zh=name.zh, name_en=name.en, time_zone=data.time_zone
    )
    services.save(None, row)
    for hours in data.week:
        start, end = _time(hours.start), _time(hours.end)
        services.save(None, models.Hours(calendar=row, weekday=hours.weekday, start=start, end=end))
    for day in data.closed_days:
        services.save(None, models.SpecialDay(calendar=row, date=date.fromisoformat(day)))
    for day, spans in data.special_days.items():
        for span in spans:
            start, end = _time(span.start), _time(span.end)
            services.save(None, models.SpecialDay(calendar=row, date=date.fromisoformat(day), start=start, end=end))


def _time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def _queue(domain: RoutingDomain, data: wire.Queue) -> None:
    if models.Queue.objects.filter(tenant=domain.tenant, code=data.code).exists():
        return
    calendar = models.Calendar.objects.get(tenant=domain.tenant, code=data.calendar) if data.calendar else None
    row = models.Queue(tenant=domain.tenant, domain=domain, calendar=calendar, **queue_columns(data))
    codes = models.WrapUpCode.objects.filter(tenant=domain.tenant, code__in=data.wrap_up_codes)
    services.save_queue(None, row, [_ring(domain, ring) for ring in data.rings], codes)


def _ring(domain: RoutingDomain, data: Ring) -> services.NewRing:
    return services.NewRing(
        models.Ring(**ring_columns(data)),
        Team.objects.filter(tenant=domain.tenant, code__in=data.teams),
        Site.objects.filter(tenant=domain.tenant, code__in=data.sites),
    )


def _trunk(domain: RoutingDomain, data: wire.Trunk) -> None:
    if models.Trunk.objects.filter(tenant=domain.tenant, code=data.code).exists():
        return
    row = models.Trunk(
        tenant=domain.tenant,
        domain=domain,
        code=data.code,
        name_zh=data.code,
        name_en=data.code,
        kind=data.kind,
        addresses="\n".join(data.addresses),
        server=data.server,
        user=data.user,
        dnis="\n".join(data.dnis),
    )
    services.save_trunk(None, row)
