"""Implementations of the ports: switch, journal, bus, speech."""
