"""What Prometheus may know of this gateway; no labels with personal data."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_LATENCIES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)


class Metrics:
    """The gateway's counters; one set per application, so that tests do not share them."""

    def __init__(self) -> None:
        """Register all of them."""
        self.registry = CollectorRegistry()
        self.sockets = Gauge("hollyhock_gateway_sockets", "Open sockets", ["kind"], registry=self.registry)
        self.frames = Counter(
            "hollyhock_gateway_frames", "Frames carried", ["kind", "direction"], registry=self.registry
        )
        self.refused = Counter(
            "hollyhock_gateway_refused", "Refusals at the door", ["kind", "code"], registry=self.registry
        )
        self.closed_slow = Counter(
            "hollyhock_gateway_closed_slow", "Desks closed because they did not read", registry=self.registry
        )
        self.command_seconds = Histogram(
            "hollyhock_gateway_command_seconds",
            "From a desk's command to the engine's answer",
            ["outcome"],
            buckets=_LATENCIES,
            registry=self.registry,
        )
        self.visitors = Counter("hollyhock_gateway_visitor_calls", "Visitors' calls begun", registry=self.registry)

    def text(self) -> bytes:
        """Return the text exposition."""
        return generate_latest(self.registry)
