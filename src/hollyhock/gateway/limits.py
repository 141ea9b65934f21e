"""How much one socket or one address may do."""

from collections import OrderedDict


class Bucket:
    """A token bucket: ``burst`` at once, ``per_second`` in the long run. Time is in seconds."""

    def __init__(self, per_second: float, burst: float) -> None:
        """Begin full."""
        self._rate, self._burst = per_second, burst
        self._level = burst
        self._seen = 0.0

    def take(self, now: float) -> bool:
        """Take one; False when there is none left."""
        self._level = min(self._burst, self._level + (now - self._seen) * self._rate) if self._seen else self._burst
        self._seen = now
        if self._level < 1:
            return False
        self._level -= 1
        return True


class Sources:
    """A bucket per source address; the longest unseen is forgotten when there are too many."""

    def __init__(self, per_minute: int, most: int = 10_000) -> None:
        """Allow each address ``per_minute``, all of them at once if it likes."""
        self._per_minute, self._most = per_minute, most
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, source: str, now: float) -> bool:
        """Take one from a source's bucket; False when it has had enough."""
        bucket = self._buckets.pop(source, None) or Bucket(self._per_minute / 60, self._per_minute)
        self._buckets[source] = bucket
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return bucket.take(now)
