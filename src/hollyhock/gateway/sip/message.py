"""The cheap look at a SIP message before it goes to the switch (RFC 3261, RFC 7118)."""

import re

_METHODS = frozenset({"REGISTER", "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "INFO", "UPDATE", "PRACK"})
"""What a softphone of ours says. Transfers and conferences go through the engine, so REFER is not among them."""
_HEADER = re.compile(r"^([A-Za-z-]+)[ \t]*:[ \t]*(.*)$")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_USER = re.compile(r"^sips?:([^@:;>?\s]+)(?::[^@]*)?@", re.IGNORECASE)
_SHORT = {"f": "from", "t": "to", "l": "content-length", "m": "contact"}


class Foreign(ValueError):
    """A message that is malformed or that does not come from the device it claims; the text says what is wrong."""


def check(message: bytes, device: str) -> None:
    """Raise ``Foreign`` unless this is exactly one SIP message that the device may send.

    A request that begins something must come ``From`` the device (as the switch identifies callers by it); inside a
    dialog and in responses the switch goes by the dialog. Stray line ends and bytes after the body are refused, since
    a second message could hide there.
    """
    if not message.strip(b"\r\n"):
        return  # The keep-alive of RFC 5626.
    head, blank, body = message.partition(b"\r\n\r\n")
    if not blank:
        raise Foreign("no end of headers")
    lines = _lines(head)
    headers = _headers(lines[1:])
    length = headers.get("content-length", ["0"])
    if length != [str(len(body))]:
        raise Foreign("content length")
    if not lines[0].startswith("SIP/2.0 "):
        _check_request(lines[0], headers, device)


def _lines(head: bytes) -> list[str]:
    text = head.decode("utf-8", "replace").replace("\r\n ", " ").replace("\r\n\t", " ")
    lines = text.split("\r\n")
    if any("\r" in line or "\n" in line or "\0" in line for line in lines):
        raise Foreign("stray line end")
    return lines


def _headers(lines: list[str]) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    for line in lines:
        found = _HEADER.match(line)
        if not found:
            raise Foreign("header")
        name = found[1].lower()
        headers.setdefault(_SHORT.get(name, name), []).append(found[2].strip())
    return headers


def _check_request(line: str, headers: dict[str, list[str]], device: str) -> None:
    method, _, rest = line.partition(" ")
    if method not in _METHODS or not rest.endswith(" SIP/2.0"):
        raise Foreign("method")
    senders, receivers = headers.get("from", []), headers.get("to", [])
    if len(senders) != 1 or len(receivers) != 1:
        raise Foreign("from or to")
    inside = re.search(r";\s*tag=", _QUOTED.sub("", receivers[0]), re.IGNORECASE)
    if not inside and _user(senders[0]) != device:
        raise Foreign("from")


def _user(value: str) -> str:
    bare = _QUOTED.sub("", value)
    address = bare.partition("<")[2].partition(">")[0] if "<" in bare else bare
    found = _USER.match(address.strip())
    return found[1] if found else ""
