"""The asyncio shell round core: owner per routing domain, timers, snapshots, reconciliation."""
