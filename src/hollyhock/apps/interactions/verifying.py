"""Compares the records with the journal that they were made from."""

from __future__ import annotations

from collections.abc import Mapping

from hollyhock.apps.interactions import storing
from hollyhock.apps.tenancy.facade import domain_of
from hollyhock.contracts.ids import Scope
from hollyhock.core.kpi.rows import Contact

_SLICE = 500


def first_difference(scope: Scope, contacts: Mapping[str, Contact]) -> str:
    """Return the interaction whose rows are not what the journal says (or that has none); empty when all agree."""
    names = sorted(contacts)
    for start in range(0, len(names), _SLICE):
        slice_ = names[start : start + _SLICE]
        kept = storing.load(domain_of(scope), slice_, ()).contacts
        for name in slice_:
            if name not in kept or storing.plain(kept[name]) != storing.plain(contacts[name]):
                return name
    return ""
