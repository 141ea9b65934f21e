"""A flow with a mistake is refused before it is published, with the place and the remedy."""

import pytest
from tests.unit.flows.centre import demo_connectors, demo_directory, demo_text

from hollyhock.contracts.errors import Problem
from hollyhock.core.flows.reading import read_text
from hollyhock.core.flows.validate import validate

TEXT = demo_text()


def problems_of(text: str) -> list[Problem]:
    reading = read_text(text)
    assert reading.flow is not None, reading.problems
    return validate(reading.flow, demo_directory(), demo_connectors(), reading.lines)


def test_the_demo_may_be_published() -> None:
    assert problems_of(TEXT) == []


MISTAKES = [
    ("start: language", "start: nowhere", "flow_target", "start"),
    ("found: greet", "found: geet", "flow_target", "nodes.who.found"),
    ("queue: complaints\n    set:", "queue: complain\n    set:", "flow_queue", "nodes.complaints.queue"),
    ("calendar: hotline", "calendar: hotlin", "flow_calendar", "nodes.complaints_hours.calendar"),
    ("connector: billing", "connector: biling", "flow_connector", "nodes.balance.connector"),
    ("ask: { customer: customer_number }", "ask: { c: ani }", "flow_parameter", "nodes.balance.ask.c"),
    ("{ prompt: main_menu }", "{ prompt: main_menus }", "flow_prompt", "nodes.main.say.0.prompt"),
    ("language: en }", "language: fr }", "flow_language", "nodes.language.choices.2.set.language"),
    ("languages: [zh-Hans, en]", "languages: [zh-Hans, en, fr]", "flow_language", "languages.2"),
    ("languages: [zh-Hans, en]", "languages: []", "flow_language", "languages"),
    ("value: customer_name", "value: name", "flow_value", "nodes.greet.say.1.value"),
    ("on: tier", "on: tiers", "flow_value", "nodes.known.on"),
    ("on: tier", "on: ani", "flow_personal", "nodes.known.on"),
    ('"9": { next: main }', '"99": { next: main }', "flow_key", "nodes.after_balance.choices.99"),
    ('"9": { next: main }', "x: { next: main }", "flow_key", "nodes.after_balance.choices.x"),
    ("tries: 2\n    timeout_s: 4", "tries: 0\n    timeout_s: 4", "flow_range", "nodes.language.tries"),
    ("timeout_s: 4", "timeout_s: 0.1", "flow_range", "nodes.language.timeout_s"),
    ("max_digits: 15", "max_digits: 4", "flow_range", "nodes.ask_number.max_digits"),
    ("max_s: 180", "max_s: 3600", "flow_range", "nodes.operator_message.max_s"),
    ("into: account_pin", "into: language", "flow_name", "nodes.ask_pin.into"),
    ("into: account_pin", "into: Account Pin", "flow_name", "nodes.ask_pin.into"),
    ("read: amount", "read: money", "flow_part", "nodes.say_balance.say.1.read"),
    ("{ read: amount, value: balance }", "{ read: amount }", "flow_part", "nodes.say_balance.say.1"),
    (
        "{ prompt: closed }",
        "{ prompt: closed, read: number, value: tier }",
        "flow_part",
        "nodes.complaints_closed.say.0",
    ),
    ("  - prompt: standby", "  - { read: number, value: ani }", "flow_part", "standby.0"),
    ("say: [{ prompt: balance_unknown }]", "say: []", "flow_empty", "nodes.no_balance.say"),
    (
        "kind: look_up\n    connector: billing\n    ask: { customer: customer_number }",
        "kind: look_up\n    connector: billing",
        "flow_empty",
        "nodes.balance.ask",
    ),
    ('cases: { "": ask_number }', "cases: {}", "flow_unreachable", "nodes.ask_number"),
    (
        "    tries: 2\n    failed: goodbye",
        "    tries: 2\n    failed: after_balance",
        "flow_no_way_out",
        "nodes.after_balance",
    ),
    ("unknown: main", "unknown: who", "flow_silent_circle", "nodes.who"),
    ("code: line-1001", "code: Line 1001", "flow_name", "code"),
]


@pytest.mark.parametrize(("old", "new", "code", "field"), MISTAKES)
def test_each_mistake_is_refused(old: str, new: str, code: str, field: str) -> None:
    assert old in TEXT
    found = {(problem.code, problem.field): problem for problem in problems_of(TEXT.replace(old, new, 1))}
    assert (code, field) in found, list(found)
    problem = found[code, field]
    assert "Line " in problem.en
    assert "行" in problem.zh


def test_a_prompt_missing_in_a_language_is_refused() -> None:
    directory = demo_directory()
    for prompt in directory.prompts:
        if prompt.code == "goodbye":
            del prompt.audio["en"]
    reading = read_text(TEXT)
    assert reading.flow is not None
    (problem,) = validate(reading.flow, directory, demo_connectors(), reading.lines)
    assert problem.code == "flow_prompt_language"
    assert "lacks en" in problem.en


def test_a_circle_of_branches_and_look_ups_is_refused_at_every_node_in_it() -> None:
    text = TEXT.replace("    default: balance\n", "    default: who\n").replace("unknown: main", "unknown: known")
    circle = {problem.field for problem in problems_of(text) if problem.code == "flow_silent_circle"}
    assert circle == {"nodes.who", "nodes.known"}


def test_values_from_the_page_may_be_used() -> None:
    assert problems_of(TEXT.replace("on: tier", "on: page_plan")) == []
