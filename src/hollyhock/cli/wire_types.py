"""Generates the front end's wire types from the contracts: ``python -m hollyhock.cli.wire_types [--check]``.

Two modules are made, because a field with a default may be left out by who sends it, but is always there for who
receives it. The result is committed; a test fails when it is stale.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import msgspec

from hollyhock.contracts import desk_socket
from hollyhock.contracts.errors import Problem

FOLDER = Path(__file__).parents[3] / "frontend" / "client" / "src" / "generated"
"""Where the generated modules stand in a checkout."""

_HEAD = "// Made by `python -m hollyhock.cli.wire_types` from src/hollyhock/contracts; do not edit.\n"
_SIMPLE = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
_Schema = Mapping[str, Any]


def generate() -> dict[str, str]:
    """Return file name to text of every generated module."""
    return {
        "sent.ts": _module(get_args(desk_socket.AnyFromDesk), "AnyFromDesk", defaults_are_there=False),
        "received.ts": _module((*get_args(desk_socket.AnyToDesk), Problem), "AnyToDesk", defaults_are_there=True),
    }


def stale(folder: Path = FOLDER) -> list[str]:
    """Return the names of generated modules that are missing or differ from what the contracts say now."""
    wanted = generate()
    return [name for name, text in wanted.items() if _read(folder / name) != text]


def write(folder: Path = FOLDER) -> None:
    """Write every generated module."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in generate().items():
        (folder / name).write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Write the modules, or with ``--check`` only say which are stale; return the exit code."""
    if "--check" not in arguments:
        write()
        return 0
    late = stale()
    for name in late:
        print(f"stale: {name}; run `python -m hollyhock.cli.wire_types`", file=sys.stderr)
    return 1 if late else 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _module(roots: tuple[type, ...], union: str, *, defaults_are_there: bool) -> str:
    _, components = msgspec.json.schema_components(roots, ref_template="{name}")
    blocks = [_interface(name, components[name], defaults_are_there) for name in sorted(components)]
    frames = " | ".join(root.__name__ for root in roots if root is not Problem)
    blocks.append(f"/** Every frame of this direction, told apart by `frame`. */\nexport type {union} = {frames};\n")
    return "\n".join([_HEAD, *blocks])


def _interface(name: str, schema: _Schema, defaults_are_there: bool) -> str:
    lines = [_comment(schema.get("description", ""), ""), f"export interface {name} {{"]
    required = set(schema.get("required", ()))
    for field, kind in schema["properties"].items():
        mark = "" if defaults_are_there or field in required else "?"
        lines.append(f"  readonly {field}{mark}: {_type(kind)};")
    return "\n".join([*lines, "}", ""])


def _comment(text: str, indent: str) -> str:
    body = " ".join(text.split())
    return f"{indent}/** {body} */"


def _type(schema: _Schema) -> str:
    if "$ref" in schema:
        return str(schema["$ref"])
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f"'{value}'" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"readonly ({_type(schema['items'])})[]" if "items" in schema else "readonly never[]"
    if schema.get("type") == "object":
        return f"Readonly<Record<string, {_type(schema['additionalProperties'])}>>"
    return _SIMPLE[schema["type"]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
