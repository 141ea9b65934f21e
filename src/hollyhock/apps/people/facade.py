"""What other apps may use of people: the gate, the one way of writing rows, and who people are."""

from __future__ import annotations

from hollyhock.apps.people.gate import find, may, reach_of, require, visible, writable
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.people.office import (
    NAMES,
    PERSON_INLINES,
    GatedAdmin,
    GatedInline,
    GatedStack,
    Place,
    ReadOnlyAdmin,
    button,
    column,
)
from hollyhock.apps.people.office_forms import GatedForm, GatedFormSet
from hollyhock.apps.people.selectors import agents, steered, teams
from hollyhock.apps.people.writing import change_of, changes, delete_row, save_row

__all__ = [
    "NAMES",
    "PERSON_INLINES",
    "GatedAdmin",
    "GatedForm",
    "GatedFormSet",
    "GatedInline",
    "GatedStack",
    "Place",
    "ReadOnlyAdmin",
    "Team",
    "User",
    "agents",
    "button",
    "change_of",
    "changes",
    "column",
    "delete_row",
    "find",
    "may",
    "reach_of",
    "require",
    "save_row",
    "steered",
    "teams",
    "visible",
    "writable",
]
