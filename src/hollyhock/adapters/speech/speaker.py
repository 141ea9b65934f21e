"""The speaker of calls: published prompts, values read back from words, and free text made for one call only."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from hollyhock.adapters.speech.engine import Engine
from hollyhock.adapters.speech.files import exists, write_sound
from hollyhock.adapters.speech.words import make_word, word_sound
from hollyhock.contracts.directory import Prompt
from hollyhock.contracts.errors import Unavailable, Unknown
from hollyhock.contracts.flow import Part
from hollyhock.core.speech.builtin import BUILT_IN
from hollyhock.core.speech.grammar import read_back

_FOLDER = re.compile(r"[A-Za-z0-9._-]{1,120}")


class CallSpeaker:
    """Implements the ``Speaker`` port on the folder ``sounds`` of the home, which the switch reads too.

    Words come from a closed vocabulary and are made when first needed, unless ``make_words`` has been there before;
    their folder tells nothing of any caller. Free text stands in ``call/<interaction>/``.
    """

    def __init__(self, home: Path, engine: Engine, prompt_of: Callable[[str], Prompt | None]) -> None:
        """Speak with ``engine``; ``prompt_of`` returns a prompt of the directory in force by its code."""
        self._sounds = home / "sounds"
        self._engine = engine
        self._prompt_of = prompt_of
        self._making: dict[str, asyncio.Task[None]] = {}
        self._personal_making: dict[str, list[asyncio.Task[None]]] = {}

    async def media(
        self, parts: Sequence[Part], language: str, values: Mapping[str, str], interaction: str
    ) -> list[str]:
        """Return the sounds in the order in which they are played; form and errors as the port says."""
        try:
            names = await self._names(parts, language, values, interaction)
        except OSError:
            # A full or read-only disk must not look like a fault of ours: the flow takes its way for failures.
            raise Unavailable(part="sounds") from None
        return [f"sound:{self._sounds / name}" for name in names]

    async def forget(self, interaction: str) -> None:
        """Remove the personal sounds of an interaction, those still being made included; safe to repeat."""
        for task in self._personal_making.pop(interaction, ()):
            await asyncio.wait([task])
        await self._remove(_call_folder(interaction))

    async def tidy(self) -> None:
        """Remove what a crash left of personal sounds; called before the first call."""
        await self._remove("call")

    async def _names(
        self, parts: Sequence[Part], language: str, values: Mapping[str, str], interaction: str
    ) -> list[str]:
        result: list[str] = []
        for part in parts:
            if part.prompt is not None:
                result.append(await self._prompt(part.prompt, language))
            elif part.read is not None and part.value is not None:
                result += await self._read(part.read, values.get(part.value, ""), language, interaction)
        return result

    async def _prompt(self, code: str, language: str) -> str:
        prompt = self._prompt_of(code)
        if prompt is not None and language in prompt.audio:
            return prompt.audio[language]
        text = BUILT_IN.get(code, {}).get(language)
        if text is None:
            raise Unknown(what="prompt", name=f"{code} ({language})")
        return await self._word(text, language)

    async def _read(self, kind: str, value: str, language: str, interaction: str) -> list[str]:
        spoken = read_back(kind, value, language)
        if spoken.words:
            return [await self._word(word, language) for word in spoken.words]
        return [await self._personal(spoken.text, language, interaction)] if spoken.text.strip() else []

    async def _word(self, word: str, language: str) -> str:
        name = word_sound(self._engine, language, word)
        if not exists(self._sounds / name):
            await self._once(name, word, language)
        return name

    async def _once(self, name: str, word: str, language: str) -> None:
        """Callers who need the same word at the same time wait for one making; it goes on when one of them leaves."""
        task = self._making.get(name)
        if task is None:
            task = asyncio.create_task(asyncio.to_thread(make_word, self._sounds, self._engine, language, word))
            self._making[name] = task
            task.add_done_callback(lambda _done: self._making.pop(name, None))
        await asyncio.shield(task)

    async def _personal(self, text: str, language: str, interaction: str) -> str:
        """Make a sound of this call only; the task is kept, so that ``forget`` cannot come before its file."""
        tasks = self._personal_making.setdefault(interaction, [])
        name = f"{_call_folder(interaction)}/{len(tasks) + 1}"
        task = asyncio.create_task(asyncio.to_thread(self._make_personal, name, text, language))
        tasks.append(task)
        await asyncio.shield(task)
        return name

    async def _remove(self, folder: str) -> None:
        await asyncio.to_thread(shutil.rmtree, self._sounds / folder, ignore_errors=True)

    def _make_personal(self, name: str, text: str, language: str) -> None:
        write_sound(self._sounds / name, self._engine.synthesise(text, language).trimmed())


def _call_folder(interaction: str) -> str:
    if not _FOLDER.fullmatch(interaction) or interaction.startswith("."):
        raise ValueError("not the id of an interaction")
    return f"call/{interaction}"
