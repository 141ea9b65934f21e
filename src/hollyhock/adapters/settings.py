"""Reads a home folder's settings and secrets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

import msgspec

from hollyhock.contracts.errors import Invalid
from hollyhock.contracts.settings import Secrets, Settings

T = TypeVar("T", Settings, Secrets)


def home() -> Path:
    """Return the home folder: ``HOLLYHOCK_HOME``, or ``var`` in the present folder."""
    return Path(os.environ.get("HOLLYHOCK_HOME") or "var").resolve()


def load_settings(folder: Path) -> Settings:
    """Return the settings in ``hollyhock.toml``, defaults where it says nothing or does not exist."""
    return _load(folder / "hollyhock.toml", Settings, b"")


def load_secrets(folder: Path) -> Secrets:
    """Return the secrets made at ``init``; raise ``Invalid`` when they are missing or damaged."""
    return _load(folder / "secrets.toml", Secrets, None)


def as_toml(body: Settings | Secrets) -> str:
    """Return settings or secrets as TOML; JSON's strings, numbers and lists are TOML's too."""
    plain = msgspec.to_builtins(body)
    ports = plain.pop("ports", None)
    lines = [f"{name} = {msgspec.json.encode(value).decode()}" for name, value in plain.items()]
    lines += ["[ports]", *(f"{name} = {port}" for name, port in ports.items())] if ports else []
    return "\n".join(lines) + "\n"


def _load(path: Path, kind: type[T], missing: bytes | None) -> T:
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        if missing is None:
            raise _bad(path, "文件不存在，请先运行 hollyhock init", "the file is missing; run hollyhock init") from None
        body = missing
    try:
        return msgspec.toml.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise _bad(path, str(error), str(error)) from None


def _bad(path: Path, zh: str, en: str) -> Invalid:
    return Invalid(field=path.name, field_name=path.name, remedy_zh=zh, remedy_en=en)
