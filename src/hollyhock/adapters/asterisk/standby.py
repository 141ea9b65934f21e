"""Standby: what callers get from the switch alone while no engine claims them, and the messages they left."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from hollyhock.adapters.asterisk.ami import Ami
from hollyhock.adapters.asterisk.sounds import wave_ms
from hollyhock.contracts.directory import Directory, EntryPoint, Prompt
from hollyhock.contracts.ids import Scope, make_id

FAMILY = "standby"
"""Where the rules stand in the switch's database: ``standby/<number>/{entry,mode,to,sound/1..}``."""

ENDED = "StandbyEnded"
"""The dialplan's user event for a call that standby served and whose sidecar is written."""


async def hold_rules(ami: Ami, directory: Directory, sounds: Path) -> None:
    """Have exactly the directory's rules in the switch's database; what is right already is not written."""
    wanted = rules(directory, sounds)
    items = await ami.listing("DBGetTree", {"Family": FAMILY}, "DBGetTreeComplete")
    held = {item.get("Key", "").removeprefix(f"/{FAMILY}/"): item.get("Val", "") for item in items}
    for key in held.keys() - wanted.keys():
        await ami.action("DBDel", {"Family": FAMILY, "Key": key})
    for key, value in wanted.items():
        if held.get(key) != value:
            await ami.action("DBPut", {"Family": FAMILY, "Key": key, "Val": value})


def rules(directory: Directory, sounds: Path) -> dict[str, str]:
    """Return the database's keys and values: a rule for each number, and one under the entry point's own code."""
    prompts = {prompt.code: prompt for prompt in directory.prompts}
    flows = {flow.code: flow for flow in directory.flows}
    found: dict[str, str] = {}
    for point in directory.entry_points:
        flow = flows.get(point.flow)
        codes = [part.prompt for part in flow.standby if part.prompt] if flow else []
        media = [str(sounds / sound) for code in codes if (sound := _sound(prompts.get(code), point.language))]
        for number in {point.address, point.code}:
            found.update(_rule(number, point, media))
    return found


def _rule(number: str, point: EntryPoint, media: list[str]) -> Iterator[tuple[str, str]]:
    yield f"{number}/entry", point.code
    yield f"{number}/mode", point.standby
    if point.forward_to:
        yield f"{number}/to", point.forward_to
    for index, sound in enumerate(media, 1):
        yield f"{number}/sound/{index}", sound


def _sound(prompt: Prompt | None, language: str) -> str:
    """Return the prompt's sound in the language, or in any: a caller is better served in another than not at all."""
    if prompt is None:
        return ""
    return prompt.audio.get(language) or next(iter(prompt.audio.values()), "")


class _Sidecar(msgspec.Struct, frozen=True):
    entry: str
    dnis: str
    ani: str
    taken_at: int


class StandbyMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A call that was served while no engine ran, and the message if one was left; ``ani`` is personal."""

    name: str
    """The same for each look at the same message: makes the command's id."""
    entry_point: str
    ani: str
    taken_at: int
    duration_ms: int
    sound: str
    """File name below ``voicemail``; empty when the caller left no message."""

    def interaction(self, scope: Scope) -> str:
        """Return the interaction's id: importing twice makes one."""
        return make_id(scope, "i", self.taken_at, hashlib.sha256(self.name.encode()).digest())


class StandbyMessages:
    """The messages of one home. Look, import each, then ``done``: a crash in between only means looking again."""

    def __init__(self, standby: Path, voicemail: Path) -> None:
        """Take the folder into which the standby extension records and the one where messages are kept."""
        self._standby = standby
        self._voicemail = voicemail

    def look(self) -> list[StandbyMessage]:
        """Move every message to ``voicemail`` and return the calls that are not done yet, oldest first.

        A call without its sidecar is still going on; one whose sidecar cannot be read is passed over.
        """
        found = [message for path in self._standby.glob("*.json") if (message := self._take(path))]
        return sorted(found, key=lambda message: message.taken_at)

    def done(self, message: StandbyMessage) -> None:
        """Forget a message that has been imported; its sound stays in ``voicemail``."""
        (self._standby / f"{message.name}.json").unlink(missing_ok=True)

    def _take(self, path: Path) -> StandbyMessage | None:
        try:
            said = msgspec.json.decode(path.read_bytes(), type=_Sidecar)
        except (OSError, msgspec.DecodeError):
            return None
        sound = self._voicemail / f"standby-{path.stem}.wav"
        spoken = path.with_suffix(".wav")
        if spoken.exists():
            spoken.replace(sound)
        duration = wave_ms(sound)
        return StandbyMessage(
            name=path.stem,
            entry_point=said.entry,
            ani=said.ani,
            taken_at=said.taken_at,
            duration_ms=duration,
            sound=sound.name if duration else "",
        )
