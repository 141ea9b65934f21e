"""As much SIP as measuring needs (RFC 3261): parse a datagram, write requests and responses, one description."""

import secrets

import msgspec

Header = tuple[str, str]


class Message(msgspec.Struct, frozen=True):
    """A request or response."""

    start: str
    headers: tuple[Header, ...]

    @property
    def method(self) -> str:
        """The request's method, empty for a response."""
        return "" if self.start.startswith("SIP/2.0") else self.start.split(" ", 1)[0]

    @property
    def status(self) -> int:
        """The response's code, 0 for a request."""
        return int(self.start.split(" ")[1]) if not self.method else 0

    @property
    def uri(self) -> str:
        """The request's address."""
        return self.start.split(" ")[1]

    def all(self, name: str) -> list[str]:
        """Return every value of a header."""
        return [value for known, value in self.headers if known == name]

    def one(self, name: str) -> str:
        """Return a header that there must be."""
        return self.all(name)[0]


def parse(datagram: bytes) -> Message:
    """Return the message in a datagram; its body is left out."""
    head = datagram.decode("utf-8", "replace").partition("\r\n\r\n")[0]
    start, *lines = head.split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Message(start, tuple((name.strip().lower(), value.strip()) for name, _, value in pairs))


def write(start: str, headers: list[Header], body: str = "") -> bytes:
    """Return a datagram."""
    lines = [start, *(f"{name}: {value}" for name, value in headers), f"Content-Length: {len(body)}", "", body]
    return "\r\n".join(lines).encode()


def respond(request: Message, status: str, tag: str, extra: list[Header], body: str = "") -> bytes:
    """Return the response to a request; ``tag`` marks our end of the dialog."""
    to = request.one("to")
    headers = [("Via", value) for value in request.all("via")]
    headers += [("Record-Route", value) for value in request.all("record-route")]
    headers += [
        ("From", request.one("from")),
        ("To", to if ";tag=" in to else f"{to};tag={tag}"),
        ("Call-ID", request.one("call-id")),
        ("CSeq", request.one("cseq")),
        *extra,
    ]
    return write(f"SIP/2.0 {status}", headers, body)


def address(value: str) -> str:
    """Return the URI inside a From, To or Contact value."""
    return value.partition("<")[2].partition(">")[0] or value.partition(";")[0]


def branch() -> str:
    """Return a fresh transaction id."""
    return f"z9hG4bK{secrets.token_hex(8)}"


def description(port: int) -> str:
    """Return a session description (RFC 8866) whose sound goes to ``port``."""
    lines = ["v=0", "o=bench 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0", f"m=audio {port} RTP/AVP 8"]
    return "\r\n".join([*lines, "a=rtpmap:8 PCMA/8000", "a=ptime:20", ""])


SDP: list[Header] = [("Content-Type", "application/sdp")]
