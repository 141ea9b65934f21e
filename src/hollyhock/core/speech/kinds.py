"""The kinds of read-back that every language's grammar must know."""

READ_KINDS = frozenset({"number", "amount", "date", "digits", "text", "place", "minutes"})
"""``number`` an integer; ``amount`` integer fen; ``date`` ISO; ``digits`` one by one; ``text`` as it stands;
``place`` a position in a line, from 1; ``minutes`` a range of whole minutes, ``2-5``."""
