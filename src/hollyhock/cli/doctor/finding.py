"""What a check found."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How bad it is."""

    OK = "ok"
    NOTE = "note"
    """Works, with a limit that a person should know."""
    BAD = "bad"
    """A start would fail."""


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report."""

    name: str
    grade: Grade
    what: str
    remedy: str = ""
    """What to do; empty when all is well."""
