"""Keeps the processes of one machine running: order, readiness, restarts, silence, the end."""
