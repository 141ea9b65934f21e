"""Sockets and doors of agents and visitors."""
