"""What a waiting customer hears: music, and now and then the place and the expected wait."""

from __future__ import annotations

from hollyhock.contracts.flow import Part
from hollyhock.contracts.treatment import Treatment

POSITION_PROMPT = "queue_position"
"""Said before the place: "You are in place"."""
WAIT_PROMPT = "queue_wait"
"""Said before the expected wait: "We expect to answer in"."""


CALLBACK_PROMPT = "queue_callback"
"""Said before the key that a caller may press instead of waiting on the line."""
KEPT_PROMPT = "queue_callback_kept"
"""Said to a caller who was promised a call back, before the call ends."""


def queue_treatment(visit: int, language: str, music: str = "default", key: str = "") -> Treatment:
    """Return the treatment of a waiting customer between announcements: music until told otherwise."""
    return Treatment(visit=visit, kind="music", language=language, music=music, key=key)


def kept_treatment(visit: int, language: str) -> Treatment:
    """Return the last words to a caller who keeps the place and is called back."""
    return Treatment(visit=visit, kind="say", language=language, parts=(Part(prompt=KEPT_PROMPT),))


def position_treatment(
    *,
    visit: int,
    language: str,
    position: int,
    low_ms: int | None,
    high_ms: int | None,
    key: str = "",
    told: bool = True,
) -> Treatment:
    """Return the announcement of ``PositionAnnounced``; it ends as ``played`` and music follows.

    ``key`` lets the caller choose to be called back; without ``told`` the announcement is about that alone.
    """
    parts, values = position_parts(position, low_ms, high_ms) if told else ((), {})
    if key:
        parts += (Part(prompt=CALLBACK_PROMPT), Part(read="digits", value="queue_key"))
        values["queue_key"] = key
    return Treatment(visit=visit, kind="say", language=language, parts=parts, values=values, key=key)


def position_parts(position: int, low_ms: int | None, high_ms: int | None) -> tuple[tuple[Part, ...], dict[str, str]]:
    """Return the parts of an announcement and the values that they read.

    The wait is said in whole minutes as a range, rounded outwards (2 min 10 s to 4 min 20 s = "2 to 5 minutes"), and
    left out when either end is unknown: saying nothing is more honest than guessing.
    """
    parts = [Part(prompt=POSITION_PROMPT), Part(read="place", value="queue_position")]
    values = {"queue_position": str(position)}
    if low_ms is not None and high_ms is not None:
        low, high = low_ms // 60_000, max(1, -(-high_ms // 60_000))
        parts += [Part(prompt=WAIT_PROMPT), Part(read="minutes", value="queue_wait")]
        values["queue_wait"] = f"{low}-{high}"
    return tuple(parts), values
