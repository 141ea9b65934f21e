"""Who waits first: a place that never changes while somebody waits, so that lines stay sorted by themselves."""

from __future__ import annotations

from hollyhock.contracts.directory import Queue
from hollyhock.contracts.routing import Ageing
from hollyhock.core.data import HEAD, Interaction

Place = tuple[int, int, int, str]
"""(0 at the head of all, else 1; the moment that counts, priority included; order; interaction): smaller is first."""

_PLAIN = Ageing()


def place_of(it: Interaction, queue: Queue | None) -> Place:
    """Return an interaction's place among all who wait.

    A level of priority is worth a head start of ``level_ms`` of waiting, ``cap_ms`` at most. So ranks age with one
    slope and their order is fixed at entry: nobody who has waited for ``cap_ms`` is overtaken by who comes then.
    """
    if it.priority >= HEAD:
        return (0, it.since, it.order, it.id)
    ageing = queue.ageing if queue is not None else _PLAIN
    return (1, it.since - min(it.priority * ageing.level_ms, ageing.cap_ms), it.order, it.id)
