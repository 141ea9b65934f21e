"""The bus in memory or by NATS, and the configuration of our own nats-server."""

from hollyhock.adapters.bus.memory import MemoryBus
from hollyhock.adapters.bus.nats_bus import NatsBus

__all__ = ["MemoryBus", "NatsBus"]
