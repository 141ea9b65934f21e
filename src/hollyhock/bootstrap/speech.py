"""The words of read-backs, made ahead of time beside the worker's other work."""

from __future__ import annotations

import os
import platform
import threading
from pathlib import Path

import structlog

from hollyhock.adapters.speech.engine import load_engine
from hollyhock.adapters.speech.words import make_words
from hollyhock.contracts.errors import Unavailable
from hollyhock.contracts.parts import PartsLayout
from hollyhock.contracts.settings import Settings
from hollyhock.core.speech.grammar import GRAMMARS

log = structlog.get_logger(__name__)


def prepare_words(folder: Path, settings: Settings) -> None:
    """Make the words on a thread of the lowest priority that ends with the process; the first callers need not wait.

    Without a speech engine it is logged once: words are then made when one is there and a call needs them.
    """
    threading.Thread(target=_work, args=(folder, settings), name="words", daemon=True).start()


def _work(folder: Path, settings: Settings) -> None:
    # Linux keeps priorities per thread (setpriority(2)), so the worker's answers to calls do not suffer.
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
    layout = PartsLayout(home=str(folder), settings=settings, machine=platform.machine())
    try:
        make_words(folder / "sounds", load_engine(layout), sorted(GRAMMARS))
    except Unavailable as error:
        log.warning("words_not_made", error=error.code)
