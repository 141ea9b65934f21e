"""A model of FreeSWITCH's mod_callcenter: one thread asks a database, here SQLite in memory, ten times a second."""

import sqlite3

from bench.routing.peer import Peer

PASS_MS = 100
_TABLES = """
CREATE TABLE agents (name TEXT PRIMARY KEY, status TEXT, state TEXT, last_bridge_end INTEGER);
CREATE TABLE tiers (queue TEXT, agent TEXT, state TEXT, level INTEGER, position INTEGER);
CREATE TABLE members (uuid TEXT PRIMARY KEY, queue TEXT, joined INTEGER, score INTEGER, state TEXT);
CREATE INDEX tiers_queue ON tiers (queue);
"""
# The module itself keeps no index on tiers; with one the peer is quicker than life.
_WAITING = "SELECT queue, uuid FROM members WHERE state = 'Waiting' ORDER BY score + (? - joined) DESC"
_AGENT = """SELECT a.name FROM agents a JOIN tiers t ON a.name = t.agent
WHERE t.queue = ? AND a.status = 'Available' AND a.state = 'Waiting'
ORDER BY t.level, a.last_bridge_end, t.position LIMIT 1"""


class Sql(Peer):
    """Each pass reads all who wait in order of their score and asks for each one who is free for them."""

    def __init__(self) -> None:
        """Begin with empty tables."""
        super().__init__()
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        self._db.executescript(_TABLES)
        self._passed = 0
        self._filled = False

    def join(self, name: str, queue: str) -> None:
        """Insert a row."""
        self._db.execute("INSERT INTO members VALUES (?, ?, ?, 0, 'Waiting')", (name, queue, self.now))

    def leave(self, name: str, queue: str) -> None:
        """Delete the row."""
        self._db.execute("DELETE FROM members WHERE uuid = ? AND queue = ?", (name, queue))

    def changed(self, agent: str) -> None:
        """Update the row."""
        status = "Available" if self.ready.get(agent) else "On Break"
        state = "Waiting" if self.free(agent) else "In a queue call"
        row = (status, state, self.now, agent)
        self._db.execute("UPDATE agents SET status = ?, state = ?, last_bridge_end = ? WHERE name = ?", row)

    def catch_up(self, now: int) -> None:
        """Run the passes of the time that has gone by."""
        self._fill()
        self._passed = self._passed or now
        while self._passed + PASS_MS <= now:
            self._passed += PASS_MS
            self._pass()

    def _fill(self) -> None:
        if self._filled or not self.queues_of:
            return
        self._filled = True
        agents = [(agent, "Available", "In a queue call", 0) for agent in self.queues_of]
        self._db.executemany("INSERT INTO agents VALUES (?, ?, ?, ?)", agents)
        rows = [(queue, agent) for agent, queues in self.queues_of.items() for queue in queues]
        self._db.executemany("INSERT INTO tiers VALUES (?, ?, 'Ready', 1, 1)", rows)

    def _pass(self) -> None:
        for queue, name in self._db.execute(_WAITING, (self.now,)).fetchall():
            found = self._db.execute(_AGENT, (queue,)).fetchone()
            if found is not None:
                self._db.execute("UPDATE members SET state = 'Trying' WHERE uuid = ?", (name,))
                self.offer(name, found[0])
