"""The files of a centre, read and checked."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from hollyhock.contracts import directory as wire
from hollyhock.contracts.errors import Invalid

T = TypeVar("T")


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person of the package; the loader makes the password."""

    username: str
    name: str
    language: str = "zh-Hans"
    roles: tuple[str, ...]
    code: str = ""
    team: str = ""
    site: str = ""
    seat: str = ""
    """One of ``SEATS``; empty: as the roles say."""
    skills: dict[str, int] = {}
    capacity: dict[str, int] = {}
    interrupts: dict[str, tuple[str, ...]] = {}
    weight: int | None = None
    leads: tuple[str, ...] = ()


class Entry(wire.EntryPoint, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry point; without a name it is called after its address."""

    name: wire.Names | None = None


class Calendar(wire.Calendar, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A calendar; without a name it is called by its code."""

    name: wire.Names | None = None


class Centre(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``centre.yaml``."""

    sites: tuple[wire.Labelled, ...] = ()
    teams: tuple[wire.Team, ...] = ()
    skills: tuple[wire.Labelled, ...] = ()
    reasons: tuple[wire.Labelled, ...] = ()
    wrap_up_codes: tuple[wire.WrapUpCode, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    flows: tuple[wire.Labelled, ...] = ()
    """Names of the flows; one that does not stand here is called after its file."""
    queues: tuple[wire.Queue, ...] = ()
    entry_points: tuple[Entry, ...] = ()
    connectors: tuple[dict[str, Any], ...] = ()
    """For people who read the file; connectors declare themselves in their apps."""
    trunks: tuple[wire.Trunk, ...] = ()
    people: tuple[Person, ...] = ()


class Customer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of ``customers.csv``."""

    number: str
    name: str
    phone: str
    language: str
    tier: str
    email: str


class Account(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of ``billing.csv``."""

    customer: str
    number: str
    pin: str
    balance: int
    valid_until: str


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of a centre."""

    centre: Centre
    prompts: dict[str, dict[str, str]]
    """Prompt code to text by language."""
    flows: dict[str, str]
    """Flow code, which is the file's name, to YAML text."""
    customers: tuple[Customer, ...]
    accounts: tuple[Account, ...]


def read(folder: Path) -> Package:
    """Read a package; raise ``Invalid``, which names the file, when one does not fit."""
    return Package(
        centre=_yaml(folder / "centre.yaml", Centre),
        prompts=_yaml(folder / "prompts.yaml", dict[str, dict[str, str]]),
        flows={path.stem: path.read_text("utf-8") for path in sorted((folder / "flows").glob("*.yaml"))},
        customers=_csv(folder / "customers.csv", Customer),
        accounts=_csv(folder / "billing.csv", Account),
    )


def _yaml(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.convert(yaml.safe_load(path.read_text("utf-8")), kind)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise _bad(path, str(error)) from None


def _csv(path: Path, kind: type[T]) -> tuple[T, ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return msgspec.convert(list(csv.DictReader(lines)), tuple[kind, ...], strict=False)  # type: ignore[valid-type]
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, csv.Error, msgspec.ValidationError) as error:
        raise _bad(path, str(error)) from None


def _bad(path: Path, detail: str) -> Invalid:
    return Invalid(field=path.name, field_name=path.name, remedy_zh=f"文件有误：{detail}", remedy_en=detail)
