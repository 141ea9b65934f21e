"""Why a leg ended: Q.850 cause numbers and our words."""

from __future__ import annotations

UNREACHABLE = "unreachable"

_ENDED = {
    0: "hang_up",
    16: "hang_up",
    17: "busy",
    18: "no_answer",
    19: "no_answer",
    21: "refused",
    26: "hang_up",
    31: "hang_up",
}

_CLEAR = {"busy": 17, "no_answer": 19, "refused": 21, "unknown_number": 1, "unreachable": 27, "congestion": 34}


def ended(cause: int) -> str:
    """Return our word for a Q.850 cause (ITU-T Q.850 table 1); what names a fault of the path is ``unreachable``."""
    return _ENDED.get(cause, UNREACHABLE)


def clear_code(cause: str) -> int:
    """Return the Q.850 number with which a leg is cleared for our word; 16 (normal) for any other word."""
    return _CLEAR.get(cause, 16)
