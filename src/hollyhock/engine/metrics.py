"""What Prometheus may know of an engine: how much it decides, and how the centre stands."""

from __future__ import annotations

from collections import Counter as Count

from prometheus_client import Counter, Gauge, Histogram

from hollyhock.contracts.events import OfferAccepted, OfferEnded, OfferMade
from hollyhock.core.state import State
from hollyhock.engine.owner import Committed

_ENTRIES = Counter("hollyhock_engine_entries", "Commands that were decided and made durable")
_EVENTS = Counter("hollyhock_engine_events", "Events decided", ["type"])
_OFFERS = Counter("hollyhock_engine_offers", "Offers by how they went", ["outcome"])
_BATCH = Histogram("hollyhock_engine_batch_entries", "Entries per group commit", buckets=(1, 2, 4, 8, 16, 32, 64, 256))
_CURSOR = Gauge("hollyhock_engine_cursor", "Number of the journal's last entry")
_OPEN = Gauge("hollyhock_engine_interactions", "Open interactions", ["medium", "phase"])
_WAITING = Gauge("hollyhock_engine_waiting", "Interactions waiting", ["queue"])
_FORECASTS = Gauge("hollyhock_engine_forecasts", "Answered waits for which a range had been announced", ["queue"])
_RIGHT = Gauge("hollyhock_engine_forecasts_right", "Of these, waits that lay in the range announced first", ["queue"])
_AGENTS = Gauge("hollyhock_engine_agents", "Agents by state", ["state"])
_SWITCH = Gauge("hollyhock_engine_switch_up", "1 while the switch can be used")
_FULL = Gauge("hollyhock_engine_journal_full", "1 while the journal takes facts only, into its reserve")


class Metrics:
    """Counts what becomes durable; the standing of the centre is read when Prometheus asks."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._state: State | None = None

    def committed(self, batch: Committed) -> None:
        """Count one durable batch."""
        self._state = batch.state
        _ENTRIES.inc(len(batch.entries))
        _BATCH.observe(len(batch.entries))
        _CURSOR.set(batch.cursor)
        for event in (event for entry in batch.entries for event in entry.events):
            _EVENTS.labels(type(event).__struct_config__.tag).inc()
            match event:
                case OfferMade():
                    _OFFERS.labels("made").inc()
                case OfferAccepted():
                    _OFFERS.labels("accepted").inc()
                case OfferEnded(outcome=outcome):
                    _OFFERS.labels(outcome).inc()
                case _:
                    pass

    def stand(self) -> None:
        """Bring the gauges up to date; call before they are read."""
        if self._state is None:
            return
        data, index = self._state.data, self._state.index
        for gauge, counts in (
            (_OPEN, Count((it.medium, it.phase) for it in data.interactions.values())),
            (_AGENTS, Count((agent.state,) for agent in data.agents.values())),
            (_FORECASTS, Count({(queue,): seen.forecasts for queue, seen in data.observed.items()})),
            (_RIGHT, Count({(queue,): seen.right for queue, seen in data.observed.items()})),
            (_WAITING, Count({(queue,): len(line) for queue, line in index.lines.queues.items()})),
        ):
            gauge.clear()
            for labels, count in counts.items():
                gauge.labels(*labels).set(count)
        _SWITCH.set(data.switch_up)
        _FULL.set(data.journal_full)
