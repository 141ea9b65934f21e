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
    own_key = kept._meta.pk.attname if kept._meta.pk else "id"
    paths = {name: getattr(gate, name) for name in ("tenant", "site", "team", "own")}
    return replace(gate, **{name: own_key if path == "pk" else path for name, path in paths.items()})
