"""What is reported: one JSON line."""

import msgspec


class PeerFigure(msgspec.Struct, frozen=True):
    """How many decisions a second a peer's way of searching makes at a size, written in the same language."""

    decisions_per_s: float
    measured_waiting: int
    """At so many waiting it was measured; with more, the time per decision goes on along a straight line."""
    extrapolated: bool


class Peers(msgspec.Struct, frozen=True):
    """The peers at one size."""

    linear_scan: PeerFigure
    sql: PeerFigure


class SizeFigures(msgspec.Struct, frozen=True):
    """One size of centre."""

    agents: int
    queues: int
    waiting: int
    decisions_per_s: float
    p50_us: float
    p99_us: float
    max_pause_ms: float
    """The longest command, garbage collection included."""
    peers: Peers


class RushFigures(msgspec.Struct, frozen=True):
    """Ten times more customers than are served, at lines of a bounded length, beside the same centre in a calm hour."""

    times: int
    decisions_per_s: float
    calm_per_s: float
    most_waiting: int
    """In all lines together, at the end."""


class Report(msgspec.Struct, frozen=True):
    """The JSON line."""

    sizes: list[SizeFigures]
    growth: float
    """Mean time of a decision at the largest size, divided by that at the smallest."""
    rush: RushFigures
    bytes_per_waiting: float
    """Growth of the process's memory while the line of the largest size filled, per interaction."""
