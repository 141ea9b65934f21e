"""Telephone numbers in international form (ITU-T E.164)."""

from __future__ import annotations

import phonenumbers

_COSTLY = {phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST}


def international(text: str, region: str) -> str:
    """Return the number as E.164, empty when it can be none; ``region`` (ISO 3166) completes a national one."""
    found = _parse(text, region)
    return str(phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)) if found is not None else ""


def may_be_called(text: str, region: str) -> bool:
    """Tell whether a number that a caller gave may be called back: of our own region, and none that costs extra.

    Whoever sends a foreign or premium number as their own must not make the centre pay for a call to it. A number that
    means nothing to the region's plan, such as an extension behind a gateway, costs nothing and is let through.
    """
    digits = text.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return False
    found = _parse(text, region)
    if found is None:
        return not text.startswith(("+", "00"))
    at_home = found.country_code == phonenumbers.country_code_for_region(region)
    return at_home and phonenumbers.number_type(found) not in _COSTLY


def _parse(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        found = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return found if phonenumbers.is_possible_number(found) else None
