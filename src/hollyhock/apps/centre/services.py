"""Changing the centre: queues, calendars, trunks and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError

from hollyhock.apps.base.words import both
from hollyhock.apps.centre import rules
from hollyhock.apps.centre.models import Calendar, Queue, Ring, RingNeed, Skill, Trunk, TrunkSecret
from hollyhock.apps.centre.sealing import seal
from hollyhock.apps.people.facade import User, change_of, delete_row, save_row

save = save_row
"""Lists, agents' skills, entry points, and single rows of the rest."""


def set_needs(person: User | None, ring: Ring, needs: Mapping[str, int]) -> None:
    """Give a ring exactly these needs: skill code to lowest level."""
    known = {skill.code: skill for skill in Skill.objects.filter(tenant=ring.queue.tenant_id)}
    unknown = sorted(set(needs) - set(known))
    if unknown:
        raise ValidationError(
            {"requires": both(f"没有技能“{unknown[0]}”。", f"There is no skill “{unknown[0]}”.")},
        )
    with change_of(ring):
        old = {need.skill.code: need for need in ring.needs.select_related("skill")}
        for code in set(old) - set(needs):
            delete_row(person, old[code])
        for code, minimum in needs.items():
            need = old.get(code) or RingNeed(ring=ring, skill=known[code])
            need.minimum = minimum
            save_row(person, need)


def check_queue(queue: Queue) -> None:
    """Refuse a queue whose rings leave its first seconds without a rule."""
    try:
        rules.check_rings(list(queue.rings.values_list("after_s", flat=True)))
    except rules.Broken as broken:
        raise ValidationError({"rings": broken.remedy}) from None


def check_calendar(calendar: Calendar) -> None:
    """Refuse a calendar with overlapping hours."""
    week = [(hours.weekday, hours.span) for hours in calendar.week.all()]
    days = [(day.date, day.span) for day in calendar.days.all() if day.span is not None]
    for field, spans in (("week", week), ("days", days)):
        try:
            rules.check_spans(spans)
        except rules.Broken as broken:
            raise ValidationError({field: broken.remedy}) from None


def save_trunk(person: User | None, trunk: Trunk, secret: str | None = None) -> None:
    """Store a trunk and perhaps its new password; one that needs a password is refused without."""
    with change_of(trunk):
        save_row(person, trunk)
        sealed = TrunkSecret.objects.filter(trunk=trunk).first()
        if secret:
            TrunkSecret.objects.update_or_create(
                trunk=trunk, defaults={"sealed": seal(secret), "version": sealed.version + 1 if sealed else 1}
            )
        elif sealed is None and trunk.kind != Trunk.Kind.ADDRESS:
            raise ValidationError({"secret": both("请填写密码。", "Enter the password.")})


def save_queue(person: User | None, queue: Queue, rings: Iterable[Ring], codes: Iterable[object]) -> None:
    """Store a queue with its rings and wrap-up codes, as loaders do."""
    with change_of(queue):
        save_row(person, queue)
        queue.wrap_up_codes.set(codes)  # type: ignore[arg-type]
        for ring in rings:
            ring.queue = queue
            save_row(person, ring)
        check_queue(queue)
