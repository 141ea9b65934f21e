import pytest

from hollyhock.cli.doctor import report
from hollyhock.cli.doctor.finding import Finding, Grade


def test_square_brackets_are_shown_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    report.show([Finding("Ports", Grade.BAD, "taken: [::1]:80", "see [ports]")])
    shown = capsys.readouterr().out
    assert "taken: [::1]:80" in shown
    assert "→ see [ports]" in shown


def test_remedy_is_shown_only_where_there_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    report.show([Finding("Python", Grade.OK, "3.11.7")])
    assert "→" not in capsys.readouterr().out
