"""The language of the command line: Chinese or English, chosen once per run."""

import os
from typing import Literal

Language = Literal["zh-Hans", "en"]


class _Choice:
    language: Language = "en"


def choose(wanted: str | None = None) -> Language:
    """Set the language of this run from `--lang` or the locale, and return it."""
    name = wanted or next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "en")
    _Choice.language = "zh-Hans" if name.lower().startswith("zh") else "en"
    return _Choice.language


def language() -> Language:
    """Return the language of this run."""
    return _Choice.language


def say(zh: str, en: str) -> str:
    """Return the sentence in the language of this run."""
    return zh if _Choice.language == "zh-Hans" else en


def take_language(arguments: list[str]) -> tuple[str | None, list[str]]:
    """Return the language of `--lang LANGUAGE` and the other arguments: help texts are made before they are parsed."""
    if "--lang" not in arguments:
        return None, arguments
    at = arguments.index("--lang")
    return next(iter(arguments[at + 1 : at + 2]), None), arguments[:at] + arguments[at + 2 :]
