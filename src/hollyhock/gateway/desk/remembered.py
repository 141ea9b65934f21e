"""Which eyes a log-in looks with: only a log-in that never changed them can go on from a cursor."""

from collections import OrderedDict

from hollyhock.gateway.cards.sight import Sight


class Remembered:
    """The latest log-ins of this gateway, each with its one sight; bounded.

    A cursor does not say with which sight the cards were seen. After a log-in has used two (the floor's page and the
    desk's, or a renewed ticket with other teams), it always starts afresh.
    """

    def __init__(self, most: int = 5000) -> None:
        """Keep at most ``most`` log-ins."""
        self._most = most
        self._seen: OrderedDict[str, Sight | None] = OrderedDict()

    def only(self, session: str, sight: Sight) -> bool:
        """Note that a log-in looks with this sight; return whether it is known to have used no other."""
        known = session in self._seen
        same = known and self._seen[session] == sight
        self._seen[session] = sight if same or not known else None
        self._seen.move_to_end(session)
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return same
