"""What every call of the channel shares."""

from collections.abc import Callable
from dataclasses import dataclass

from hollyhock.contracts.ports import Clock, IdSource, Post, Speaker, Switch


@dataclass(frozen=True)
class Tools:
    """The ports, and whether the switch may be asked for anything at all."""

    switch: Switch
    speaker: Speaker
    clock: Clock
    ids: IdSource
    post: Post
    may_call: Callable[[str], bool]
    """Whether a number may be called back."""
    usable: Callable[[], bool]
    """The event stream is open, what the switch has was compared, and nobody has replaced us."""
