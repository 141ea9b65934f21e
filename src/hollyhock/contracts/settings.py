"""Settings of one home folder, shared by all its processes; read from ``hollyhock.toml`` by ``adapters.settings``."""

from __future__ import annotations

import msgspec


class Ports(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """TCP/UDP ports. Only ``door`` and ``sip`` (and the media range) face the network."""

    door: int = 8080
    """The gateway: every page, socket and softphone comes through here."""
    web: int = 8081
    sip: int = 5060
    ari: int = 8088
    ami: int = 5038
    bus: int = 4222
    engine_health: int = 8091
    worker_health: int = 8092
    rtp_first: int = 10_000
    rtp_last: int = 11_999


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a process must know before it can read the directory."""

    tenant: str = "demo"
    domain: str = "main"
    host: str = "localhost"
    """Name or address under which browsers and phones reach this machine."""
    media_address: str = "127.0.0.1"
    cert: str = ""
    """Paths of the certificate and its key; empty = plain HTTP, good for localhost only."""
    key: str = ""
    origins: tuple[str, ...] = ()
    """Other sites (``https://shop.example``) whose pages may start visitors' calls and open sockets here."""
    records: str = ""
    """PostgreSQL URL of the records database; empty = ``records.sqlite3`` in the home."""
    journal: str = ""
    """PostgreSQL URL of the journal; empty = ``journal.sqlite3`` in the home."""
    bus: str = "nats"
    """``nats`` or ``memory`` (one process only: tests)."""
    asterisk: str = ""
    """Path of an Asterisk of your own (>= 22.7); empty = the fetched part."""
    asterisk_modules: str = ""
    """Folder of the modules of your own Asterisk."""
    nats_server: str = ""
    """Path of a nats-server of your own (>= 2.12); empty = the fetched part."""
    plain_softphones: bool = False
    """Agents use SIP telephones (RTP over UDP) instead of browsers."""
    espeak_ng: str = ""
    """Path of an espeak-ng of your own; empty = the fetched part."""
    speech: str = "espeak-ng"
    """Name of the speech engine: ``espeak-ng``, or one that an installed package offers."""
    opusenc: str = ""
    """Path of an opusenc of your own; empty = the fetched part."""
    recording_days: int = 90
    recording_quota_gb: int = 50
    voicemail_days: int = 90
    """A message whose work item is still open stays, however old it is."""
    ports: Ports = Ports()


class Secrets(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Generated at ``init``, kept in ``secrets.toml`` (mode 0600)."""

    django: str
    token: str
    """Signs the tickets that web issues and the gateway checks (HS256, at least 32 bytes)."""
    ari: str
    ami: str
    bus: str
