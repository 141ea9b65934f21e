"""The words of read-backs: small sounds, made once per engine and language, that tell nothing of any caller."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from hollyhock.adapters.speech.engine import Engine
from hollyhock.adapters.speech.files import exists, write_sound
from hollyhock.core.speech.builtin import BUILT_IN
from hollyhock.core.speech.grammar import grammar_of


def word_sound(engine: Engine, language: str, word: str) -> str:
    """Return the sound id of a word."""
    return f"words/{engine.name}/{language}/{word.encode().hex()}"


def make_word(sounds: Path, engine: Engine, language: str, word: str) -> None:
    """Make a word's sound below ``sounds`` unless it is there."""
    path = sounds / word_sound(engine, language, word)
    if not exists(path):
        write_sound(path, engine.synthesise(word, language).trimmed())


def make_words(sounds: Path, engine: Engine, languages: Sequence[str]) -> None:
    """Make every word of these languages ahead of time, so that no caller waits for one.

    Takes some ten seconds the first time and none later. Raises ``Unavailable`` without the engine.
    """
    for language in languages:
        for word in _all_words(language):
            make_word(sounds, engine, language, word)


def _all_words(language: str) -> Iterator[str]:
    yield from sorted(grammar_of(language).vocabulary())
    for texts in BUILT_IN.values():
        yield texts[language]
