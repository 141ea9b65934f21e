"""Short ways to make what many tests need."""

from hollyhock.contracts.commands import AnyCommand, MediaPresence
from hollyhock.contracts.events import SwitchPresence
from hollyhock.contracts.journal import Entry, Personal


def entry(seq: int, *, epoch: int = 1, command: AnyCommand | None = None, personal: tuple[Personal, ...] = ()) -> Entry:
    """Return a small whole entry with number ``seq``."""
    return Entry(
        seq=seq,
        epoch=epoch,
        at=1_800_000_000_000 + seq,
        id=f"test.main.c{seq:020d}",
        actor="switch",
        command=command or MediaPresence(up=True),
        events=(SwitchPresence(up=True),),
        personal=personal,
    )


def entries(first: int, last: int, *, epoch: int = 1) -> list[Entry]:
    """Return entries numbered ``first`` to ``last``, both included."""
    return [entry(seq, epoch=epoch) for seq in range(first, last + 1)]
