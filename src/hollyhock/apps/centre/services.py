"""Changing the centre: queues, calendars, trunks and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from hollyhock.apps.base.words import both
from hollyhock.apps.centre.models import Queue, Ring, Trunk, TrunkSecret, WrapUpCode
from hollyhock.apps.centre.sealing import seal
from hollyhock.apps.people.facade import Team, User, change_of, save_row
from hollyhock.apps.tenancy.facade import Site

save = save_row
"""Lists, agents' skills, entry points, and single rows of the rest."""


@dataclass(frozen=True)
class NewRing:
    """A ring with the teams and sites to which it is limited."""

    row: Ring
    teams: Iterable[Team] = field(default=())
    sites: Iterable[Site] = field(default=())


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


def save_queue(person: User | None, queue: Queue, rings: Iterable[NewRing], codes: Iterable[WrapUpCode]) -> None:
    """Store a queue with its wrap-up codes and new rings, as loaders do."""
    with change_of(queue):
        save_row(person, queue)
        queue.wrap_up_codes.set(codes)
        for ring in rings:
            ring.row.queue = queue
            save_row(person, ring.row)
            ring.row.teams.set(ring.teams)
            ring.row.sites.set(ring.sites)
