"""Loading a big program quickly."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Look for no garbage while modules are loaded.

    Almost everything that they make lives as long as the process, so the searches are in vain: without them a start of
    web or worker needs a fifth less of a processor. What is there in the end is never searched again.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
