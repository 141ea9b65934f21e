"""Who comes: entry points by their address, visitors by their softphone."""

from __future__ import annotations

from collections.abc import Mapping

from hollyhock.contracts.pseudonym import pseudonym
from hollyhock.core.numbers import international, may_be_called
from hollyhock.engine.owner import Owner

NUMBERS = ("ani", "callback_number")
"""Personal values that are telephone numbers of the customer."""


class Reception:
    """What the channel of one medium asks when somebody arrives; answers from the directory in force."""

    def __init__(self, owner: Owner, medium: str, key: str) -> None:
        """Take who knows, and the medium whose entry points are meant; ``key`` is ``Secrets.token``."""
        self._owner, self._medium, self._key = owner, medium, key

    def entry_point(self, address: str) -> str | None:
        """Return the code of the medium's entry point with this address or code, or None."""
        points = self._owner.here.state.book.entry_points.values()
        found = (p.code for p in points if p.medium == self._medium and address in (p.address, p.code))
        return next(found, None)

    def customer(self, personal: Mapping[str, str]) -> str:
        """Return the pseudonym of a customer: by telephone number, so that calls from a telephone and from a page that
        names the number are the same customer's, else by customer number; empty when withheld and not signed in.
        """
        number = next((personal[name] for name in NUMBERS if personal.get(name)), "")
        region = self._owner.here.state.data.directory.region
        who = (international(number, region) or number) if number else personal.get("customer_number", "")
        return pseudonym(self._key, who) if who else ""

    def may_call(self, number: str) -> bool:
        """Tell whether a number may be called back; see ``may_be_called``."""
        return may_be_called(number, self._owner.here.state.data.directory.region)
