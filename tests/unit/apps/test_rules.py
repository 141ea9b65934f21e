from __future__ import annotations

import pytest

from hollyhock.apps.centre.rules import Broken, check_spans, read_needs


def test_needs_are_read_as_people_write_them() -> None:
    known = {"service": 1, "english": 1}
    assert read_needs("service:3, english", known) == {"service": 3, "english": 1}
    assert read_needs("service >= 3；english≥2", known) == {"service": 3, "english": 2}
    assert read_needs("  ", known) == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("french:2", "service"),
        ("service:11", "1 "),
        ("service:0", "1 "),
        ("service:-2", "1 "),
        ("service:1, service:2", "service"),
        ("service level three", "service:3"),
    ],
)
def test_bad_needs_are_refused_with_a_remedy(text: str, says: str) -> None:
    with pytest.raises(Broken) as caught:
        read_needs(text, {"service": 1})
    assert says in str(caught.value.remedy)


def test_hours_may_touch_but_not_overlap() -> None:
    check_spans([(0, (540, 720)), (0, (720, 1080)), (1, (600, 700))])
    with pytest.raises(Broken, match="11:00-12:30"):
        check_spans([(0, (540, 720)), (0, (660, 750))])
