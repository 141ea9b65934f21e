"""The reference of scenarios and figures names every key that there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from hollyhock.cli.staff.commands import Staffing
from hollyhock.contracts.routing import Ring
from hollyhock.simulation.chance import Times
from hollyhock.simulation.measures import Figure
from hollyhock.simulation.replaying.compare import Comparison, Figures, Row
from hollyhock.simulation.report import GroupReport, Point, QueueReport, Report
from hollyhock.simulation.scenario import Arrivals, Group, Scenario
from hollyhock.simulation.staffing import Need, Plan

TEXT = (Path(__file__).parents[3] / "docs" / "reference" / "simulation.md").read_text(encoding="utf-8")
STRUCTS: tuple[type[msgspec.Struct], ...] = (
    *(Scenario, Arrivals, Group, Times, Ring),
    *(Report, QueueReport, GroupReport, Point, Figure),
    *(Staffing, Need, Plan, Comparison, Row, Figures),
)
FIELDS = {name for struct in STRUCTS for name in struct.__struct_fields__}


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_every_key_is_named(struct: type[msgspec.Struct]) -> None:
    missing = [name for name in struct.__struct_fields__ if not re.search(rf'[`"]{name}[`"]', TEXT)]
    assert not missing


def test_the_first_column_names_keys_only() -> None:
    cells = re.findall(r"^\| (`[^|]*`) \|", TEXT, flags=re.MULTILINE)
    names = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    assert names <= FIELDS
