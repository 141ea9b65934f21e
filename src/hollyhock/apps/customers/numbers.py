"""Telephone numbers in international form (ITU-T E.164)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hollyhock.apps.base.words import both
from hollyhock.core.numbers import international

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class BadNumber(ValueError):
    """A text that is no telephone number; ``remedy`` says what to write instead."""

    def __init__(self, remedy: _StrPromise) -> None:
        super().__init__("bad number")
        self.remedy = remedy


_REMEDY = both(
    "这不是有效的电话号码，请写成 +8613800138000 或本国格式。",
    "This is no valid telephone number; write +8613800138000 or the national form.",
)


def normalise(text: str, region: str) -> str:
    """Return the number as E.164; ``region`` completes a national one. Raises ``BadNumber``."""
    found = international(text, region)
    if not found:
        raise BadNumber(_REMEDY)
    return found


def as_e164(text: str, region: str) -> str:
    """Return the number as E.164 when it can be one, else as it came: an extension, or a withheld caller's word."""
    return international(text, region) or text
