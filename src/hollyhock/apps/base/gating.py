"""The declaration of who may see a model's rows; ``people.gate`` enforces it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Model

AGENT = "agent"
LEADER = "shift_leader"
EXPERT = "expert"
ADMINISTRATOR = "administrator"
EVERYBODY = (AGENT, LEADER, EXPERT, ADMINISTRATOR)
STAFF = (LEADER, EXPERT, ADMINISTRATOR)
LEADERS = (LEADER, ADMINISTRATOR)
MASTERS = (ADMINISTRATOR,)


@dataclass(frozen=True)
class Gate:
    """Which column paths lead from a row to its tenant, site, team and owner, and which roles may read and write.

    An empty path means that the row is not narrowed that way. A row is visible when the person has a role of ``read``
    and its tenant, site and team are the person's; or when it is the person's own (``own``).
    """

    tenant: str
    site: str = ""
    team: str = ""
    own: str = ""
    read: tuple[str, ...] = STAFF
    write: tuple[str, ...] = MASTERS


class Ungated(Exception):
    """A model lacks its gate: a mistake in the program, found by the test that walks all models."""


def gate_of(model: type[Model]) -> Gate:
    """Return the gate of a model; a history model has the gate of what it keeps; raise ``Ungated`` without one."""
    kept: type[Model] = getattr(model, "instance_type", model)
    gate = getattr(kept, "gate", None)
    if not isinstance(gate, Gate):
        raise Ungated(f"{model._meta.label} declares no gate")
    if kept is model:
        return gate
    # A history row has a key of its own; that of the kept row is a plain column.
    key = kept._meta.pk.attname
    tenant, site, team, own = (key if one == "pk" else one for one in (gate.tenant, gate.site, gate.team, gate.own))
    return replace(gate, tenant=tenant, site=site, team=team, own=own)
