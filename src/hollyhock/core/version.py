"""Which core this is: journals say by which one they were decided."""

CORE = 3
"""How commands are decided. Raise it with every change after which the same state and command give other events; the
journal says which core decided what, and only what this one decided is decided again by ``journal verify``."""
STATE = 3
"""The shape of the state's data. Raise it with every change of a snapshot's structs: an older snapshot is then left
alone, and the journal is folded from its beginning."""
