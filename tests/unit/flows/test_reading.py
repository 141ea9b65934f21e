"""Flow text is read with every mistake named: line, node, field and remedy, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hollyhock.core.flows.reading import parse, read_text
from hollyhock.core.flows.text import MOST_CHARACTERS

GOOD = """\
code: small
languages: [en]
start: hello
nodes:
  hello:
    kind: menu
    say: [{prompt: hello}]
    choices:
      1: {next: bye}
      0: {next: bye, set: {topic: operator}}
    failed: bye
  bye:
    kind: hang_up
"""


def test_keys_need_no_quotes() -> None:
    reading = read_text(
        GOOD + "  look:\n    kind: branch\n    on: topic\n    cases: {yes: bye, '': bye}\n    default: bye\n"
    )
    assert reading.problems == []
    assert reading.flow is not None
    assert set(reading.flow.nodes["hello"].choices) == {"1", "0"}  # type: ignore[union-attr]
    assert reading.flow.nodes["look"].on == "topic"  # type: ignore[union-attr]
    assert reading.lines["nodes", "bye"] == 12


MISTAKES = [
    ("code: small", "code: 1001", "flow_type", "code", 1),
    ("languages: [en]", "languages: en", "flow_type", "languages", 2),
    ("start: hello", "strat: hello", "flow_field", "strat", 3),
    ("kind: menu", "kind: mneu", "flow_kind", "nodes.hello.kind", 6),
    ("    kind: menu\n", "", "flow_kind", "nodes.hello", 5),
    ("    failed: bye\n", "", "flow_missing", "nodes.hello", 5),
    ("say: [{prompt: hello}]", "say: {prompt: hello}", "flow_type", "nodes.hello.say", 7),
    ("say: [{prompt: hello}]", "say: [{promt: hello}]", "flow_field", "nodes.hello.say.0.promt", 7),
    ("say: [{prompt: hello}]", "say: [{prompt: [hello]}]", "flow_type", "nodes.hello.say.0.prompt", 7),
    ("1: {next: bye}", "1: bye", "flow_type", "nodes.hello.choices.1", 9),
    ("1: {next: bye}", "0: {next: bye}", "flow_double_key", "nodes.hello.choices.0", 10),
    ("failed: bye", "failed: bye\n    tries: many", "flow_type", "nodes.hello.tries", 12),
    ("failed: bye", "failed: bye\n    tries: true", "flow_type", "nodes.hello.tries", 12),
    (
        "kind: hang_up",
        "kind: hang_up\n    say: &x [{prompt: hello}]\n    cause: *x",
        "flow_text",
        "nodes.bye.cause",
        15,
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "field", "line"), MISTAKES)
def test_each_mistake_is_named(old: str, new: str, code: str, field: str, line: int) -> None:
    assert old in GOOD
    reading = read_text(GOOD.replace(old, new, 1))
    assert reading.flow is None
    found = {(problem.code, problem.field): problem for problem in reading.problems}
    assert (code, field) in found, reading.problems
    problem = found[code, field]
    assert problem.en.startswith(f"Line {line}")
    assert problem.zh.startswith(f"第 {line} 行")


def test_all_mistakes_come_at_once_and_in_order() -> None:
    text = GOOD.replace("code: small", "code: 7").replace("kind: hang_up", "kind: hangup").replace("tries", "x")
    assert [problem.field for problem in read_text(text).problems] == ["code", "nodes.bye.kind"]


def test_text_that_is_no_yaml_names_the_line() -> None:
    reading = read_text("code: x\nnodes: [1\nstart: y\n")
    assert reading.flow is None
    assert reading.problems[0].en.startswith("Line 3")


@pytest.mark.parametrize(
    "text", ["", "7", "[]", "[" * 100_000, "x" * (MOST_CHARACTERS + 1), "? {a: b}\n: c", "a: !!python/object:x {}"]
)
def test_no_text_breaks_the_reader(text: str) -> None:
    reading = read_text(text)
    assert reading.flow is None
    assert reading.problems


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["code", "languages", "start", "nodes", "kind", "say", "menu", "next"]),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_no_data_breaks_the_parser(data: object) -> None:
    reading = parse(data)
    assert (reading.flow is None) == bool(reading.problems)
