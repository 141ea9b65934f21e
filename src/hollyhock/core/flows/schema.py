"""The JSON Schema of a flow, for editors that complete and check while one types."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from hollyhock.contracts.flow import Flow
from hollyhock.core.flows.checks.limits import KEYS
from hollyhock.core.speech.kinds import READ_KINDS


def flow_schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12); what it cannot say, ``validate`` checks."""
    schema: dict[str, Any] = msgspec.json.schema(Flow)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Hollyhock flow"
    definitions = schema["$defs"]
    definitions["Part"]["properties"]["read"] = {"enum": sorted(READ_KINDS)}
    keys = "".join(sorted(KEYS))
    definitions["Menu"]["properties"]["choices"]["propertyNames"] = {"pattern": f"^[{keys}]$"}
    return schema


def schema_text() -> str:
    """Return the schema as it stands in ``docs/reference/flow.schema.json``."""
    return msgspec.json.format(msgspec.json.encode(flow_schema()), indent=2).decode() + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
