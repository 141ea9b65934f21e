"""No log line quotes what a person has entered, whatever fails and whoever logs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

NUMBER = "+8613800138000"
PROGRAM = """
import asyncio, logging, sys, threading
import structlog
from hollyhock.bootstrap.logs import log_json
log_json()

def deep(value):
    try:
        int("tel " + value)
    except ValueError as error:
        raise LookupError(f"Key (phone)=({value}) already exists") from error

def fail(value="NUMBER"):
    try:
        deep(value)
    except LookupError as error:
        raise OSError(28, "No space", value) from error

"""


def said(code: str) -> list[dict[str, object]]:
    """Run a program whose log goes to stderr; return its lines, none of which names the customer."""
    text = PROGRAM.replace("NUMBER", NUMBER) + code
    environment = {**os.environ, "PYTHONASYNCIODEBUG": "0"}
    ran = subprocess.run(
        [sys.executable, "-c", text], check=False, capture_output=True, text=True, timeout=60, env=environment
    )
    assert NUMBER not in ran.stderr + ran.stdout
    return [json.loads(line) for line in ran.stderr.splitlines()]


HANDLED = "try:\n    fail()\nexcept OSError:\n    "


@pytest.mark.parametrize(
    "code",
    [
        HANDLED + "structlog.get_logger().exception('failed')",
        HANDLED + "logging.getLogger('django.request').error('Internal Server Error', exc_info=True)",
        "fail()",
        "thread = threading.Thread(target=fail)\nthread.start()\nthread.join()",
    ],
    ids=["ours", "a library's", "uncaught", "in a thread"],
)
def test_an_error_is_told_by_its_type_and_place_only(code: str) -> None:
    (line,) = said(code)
    assert line["level"] == "error"
    told = line["exception"]
    assert isinstance(told, list)
    assert [one["error"] for one in told] == ["OSError ENOSPC", "LookupError", "ValueError"]
    assert told[0]["where"][-1].endswith(" fail")
    assert told[1]["where"][-1].endswith(" deep")


def test_asyncio_does_not_show_what_tasks_hold() -> None:
    code = """
async def main():
    loop, held = asyncio.get_running_loop(), asyncio.get_running_loop().create_future()
    held.set_result("NUMBER")
    try:
        fail()
    except OSError as error:
        loop.call_exception_handler({"message": "Task failed", "exception": error, "future": held})
asyncio.run(main())
"""
    (line,) = said(code.replace("NUMBER", NUMBER))
    assert line["event"] == "Task failed"
    assert isinstance(line["exception"], list)


def test_without_an_error_nothing_is_added() -> None:
    (line,) = said("structlog.get_logger().info('started', port=1)")
    assert (line["event"], line["port"], "exception" in line) == ("started", 1, False)
