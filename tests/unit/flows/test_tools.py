"""Schema, difference and dry run of the demo's flow."""

import msgspec
import pytest
from tests.unit.flows.centre import demo_directory, demo_flow, demo_text

from hollyhock.core.flows.difference import difference
from hollyhock.core.flows.dry_run import MOST_STEPS, Inputs, StepTaken, dry_run
from hollyhock.core.flows.reading import parse, read_text
from hollyhock.core.flows.schema import flow_schema

NOON = 1_763_784_000_000
KNOWN = {"customer": {"tier": "vip", "customer_name": "李雷", "customer_number": "C10001"}}


def walk(**inputs: object) -> list[StepTaken]:
    return dry_run(demo_flow(), demo_directory(), msgspec.convert({"now": NOON, **inputs}, Inputs))


def names(steps: list[StepTaken]) -> list[str]:
    return [step.node for step in steps]


def test_a_known_customer_hears_the_balance_and_asks_for_a_person() -> None:
    answers = {**KNOWN, "billing": {"balance": "4567", "valid_until": "2027-12-31"}}
    steps = walk(values={"ani": "+8613800138001"}, keys=["2", "1", "0"], answers=answers)
    assert names(steps) == [
        "language", "welcome", "who", "greet", "main", "known", "balance", "say_balance", "after_balance",
        "operator_hours", "operator_staffed", "operator_wait", "operator",
    ]  # fmt: skip
    greeting, balance = steps[3], steps[7]
    assert greeting.language == "en"
    assert greeting.values == {"customer_name": "李雷"}
    assert balance.values == {"balance": "4567", "valid_until": "2027-12-31"}
    assert steps[-1].then == "queue operator"


def test_wrong_and_missing_keys_end_at_the_operator() -> None:
    steps = walk(keys=["1", "7", ""])
    tries = [step for step in steps if step.node == "main"]
    assert [step.outcome for step in tries] == ["digits", "no_input", "no_input"]
    assert [step.heard[0].prompt for step in tries] == ["main_menu", "wrong_key", "no_key"]
    assert tries[-1].then == "go operator_hours"


def test_secret_digits_reach_the_connector_and_the_right_values_are_set() -> None:
    steps = walk(keys=["1", "1", "13800138001#", "12", "618001"], answers={"billing": {"balance": "1"}})
    asked = [step for step in steps if step.node == "ask_pin"]
    assert [step.outcome for step in asked] == ["invalid", "digits"]
    assert asked[-1].set == {"account_pin": "618001"}
    assert steps[-1].then == "end completed"


@pytest.mark.parametrize("message", [True, False])
def test_nobody_there_takes_a_message(message: bool) -> None:
    steps = walk(keys=["1", "2"], staffed={"complaints": False}, message=message)
    assert names(steps)[-3:] == ["complaints_nobody", "complaints_message", "goodbye"]
    assert steps[-2].then == ("message complaints" if message else "go goodbye")


def test_closed_hours_take_the_other_way() -> None:
    directory = demo_directory()
    closed = tuple(msgspec.structs.replace(calendar, week=()) for calendar in directory.calendars)
    steps = dry_run(
        demo_flow(), msgspec.structs.replace(directory, calendars=closed), Inputs(now=NOON, keys=("1", "0"))
    )
    assert "operator_closed" in names(steps)


def test_a_walk_in_a_circle_is_cut_off() -> None:
    reading = read_text(demo_text().replace("unknown: main", "unknown: who"))
    assert reading.flow is not None
    assert len(dry_run(reading.flow, demo_directory(), Inputs(now=NOON))) == MOST_STEPS


def test_the_difference_names_nodes_and_fields() -> None:
    text = demo_text()
    new = read_text(
        text.replace("    timeout_s: 4\n", "")
        .replace("max_s: 180", "max_s: 60")
        .replace('"9": { next: main }', '"#": { next: main }')
        .replace("  goodbye:\n", "  farewell:\n")
        .replace("goodbye\n", "farewell\n")
    ).flow
    assert new is not None
    found = {(change.kind, change.node, change.field) for change in difference(demo_flow(), new)}
    assert {
        ("added", "farewell", ""),
        ("removed", "goodbye", ""),
        ("changed", "language", "timeout_s"),
        ("changed", "operator_message", "max_s"),
        ("added", "after_balance", "choices.#.next"),
        ("removed", "after_balance", "choices.9.next"),
        ("changed", "after_balance", "failed"),
    } <= found
    (seconds,) = [change for change in difference(demo_flow(), new) if change.field == "max_s"]
    assert (seconds.old, seconds.new) == ("180", "60")
    assert seconds.en == "Changed max_s of node “operator_message” from 180 to 60"


def test_the_difference_shows_only_what_somebody_wrote() -> None:
    new = read_text(demo_text().replace("say: [{ prompt: goodbye }]", "say: [{ prompt: sorry }]")).flow
    assert new is not None
    (change,) = difference(demo_flow(), new)
    assert (change.old, change.new) == ('[{"prompt":"goodbye"}]', '[{"prompt":"sorry"}]')


def test_a_new_version_of_the_same_flow_has_no_difference() -> None:
    flow = demo_flow()
    assert difference(flow, msgspec.structs.replace(flow, version=9)) == []


def test_the_schema_is_json_and_names_every_kind_of_node() -> None:
    schema = msgspec.json.decode(msgspec.json.encode(flow_schema()))
    kinds = {
        definition["properties"]["kind"]["enum"][0]
        for definition in schema["$defs"].values()
        if "kind" in definition["properties"]
    }
    assert kinds == {"say", "menu", "ask", "branch", "look_up", "hours", "staffed", "queue", "voicemail", "hang_up"}
    assert schema["$defs"]["Menu"]["properties"]["choices"]["propertyNames"] == {"pattern": "^[#*0123456789]$"}


def test_a_flow_survives_being_written_as_data_and_parsed_again() -> None:
    assert parse(msgspec.json.decode(msgspec.json.encode(demo_flow()))).flow == demo_flow()
