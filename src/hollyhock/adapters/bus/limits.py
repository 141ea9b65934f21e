"""What both buses hold to."""

MAX_PAYLOAD = 8 * 1024 * 1024
"""Bytes of one message: a snapshot of all cards of a large centre fits."""
MAX_RUNNING = 1024
"""Handlers of one subscription that may run at once; further messages wait in order."""
