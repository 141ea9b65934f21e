"""The examples of docs/reference/flows.md are flows that work, and every kind of node has one."""

import re

import yaml
from tests.unit.flows.centre import DEMO, demo_directory

from hollyhock.core.flows.reading import read_text
from hollyhock.core.flows.schema import schema_text
from hollyhock.core.flows.validate import validate

PAGE = (DEMO.parent / "docs" / "reference" / "flows.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
KINDS = ["say", "menu", "ask", "branch", "look_up", "hours", "staffed", "queue", "voicemail", "hang_up"]


def test_the_whole_flow_may_be_published() -> None:
    reading = read_text(BLOCKS[0])
    assert reading.flow is not None, reading.problems
    assert validate(reading.flow, demo_directory()) == []


def test_every_kind_of_node_has_an_example_that_can_be_read() -> None:
    found = []
    for block in BLOCKS[1:]:
        indented = "".join(f"  {line}\n" for line in block.splitlines())
        reading = read_text(f"code: x\nlanguages: [en]\nstart: x\nnodes:\n{indented}")
        assert reading.problems == []
        found += [node["kind"] for node in yaml.safe_load(block).values()]
    assert found == KINDS


def test_every_code_of_a_problem_is_explained() -> None:
    sources = (DEMO.parent / "src" / "hollyhock" / "core" / "flows").rglob("*.py")
    used = {code for path in sources for code in re.findall(r'"(flow_[a-z_]+)"', path.read_text(encoding="utf-8"))}
    assert len(used) > 15
    assert {code for code in used if f"`{code}`" not in PAGE} == set()


def test_the_schema_for_editors_is_up_to_date() -> None:
    """Mend it with: python -m hollyhock.core.flows.schema > docs/reference/flow.schema.json."""
    kept = (DEMO.parent / "docs" / "reference" / "flow.schema.json").read_text(encoding="utf-8")
    assert kept == schema_text()
