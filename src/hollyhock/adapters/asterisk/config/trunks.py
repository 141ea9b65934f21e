"""Trunks as the switch reads them: a file each, put together into one that outlives the switch."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path

from hollyhock.adapters.asterisk.config.layout import TRUNK
from hollyhock.contracts.directory import Trunk
from hollyhock.contracts.errors import Invalid

_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_USER = re.compile(r"(?!trunk-|[av][a-z2-7]{16}$)[A-Za-z0-9_.+-]{1,64}")
"""No softphone's name and no other trunk's."""
_PASSWORD = re.compile(r"[!-:<-~]{1,128}")
"""No space, no semicolon: it would begin a comment."""
_SERVER = re.compile(r"[A-Za-z0-9.\-:\[\]]{1,128}")
_NUMBER = re.compile(r"[+0-9A-Za-z._-]{1,40}")


def gather_trunks(folder: Path, whole: Path) -> bool:
    """Put the trunks' files together; return whether that changed anything."""
    text = "".join(path.read_text() for path in sorted(folder.glob("*.conf")))
    if whole.exists() and whole.read_text() == text:
        return False
    write_whole(whole, text)
    return True


def render_trunk(trunk: Trunk, password: str) -> str:
    """Return the trunk's sections; raise ``Invalid`` for values that cannot stand in a configuration file."""
    _check(trunk, password)
    name, own = TRUNK + trunk.code, endpoint_of(trunk)
    endpoint = _endpoint(trunk, name)
    aor = {"contact": f"sip:{trunk.server}"} if trunk.server else {"max_contacts": "1", "remove_existing": "yes"}
    sections = [(own, "endpoint", endpoint), (own, "aor", aor)]
    endpoint["aors"] = own
    if trunk.kind != "address":
        endpoint["auth" if trunk.kind == "account" else "outbound_auth"] = name
        sections.append((name, "auth", {"username": trunk.user, "password": password}))
    if trunk.kind != "account":
        sources = trunk.addresses or (trunk.server.rpartition(":")[0] or trunk.server,)
        sections.append((name, "identify", {"endpoint": own, "match": ",".join(sources)}))
    if trunk.kind == "register":
        sections.append((name, "registration", _registration(trunk, name)))
    return "".join(_section(title, kind, fields) for title, kind, fields in sections)


def endpoint_of(trunk: Trunk) -> str:
    """Return the switch's name of a trunk: a gateway that registers with us is known by its user name."""
    return trunk.user if trunk.kind == "account" else TRUNK + trunk.code


def _endpoint(trunk: Trunk, name: str) -> dict[str, str]:
    fields = {
        "context": "from-trunk",
        "identify_by": "username" if trunk.kind == "account" else "ip",
        "disallow": "all",
        # 8 kHz only: of a talk at a higher rate the recorder of both sides keeps a part of each frame.
        "allow": "alaw,ulaw",
        # A caller whose line is dead without a goodbye leaves after this many seconds without sound.
        "rtp_timeout": "120",
        "direct_media": "no",
        "rtp_symmetric": "yes",
        "force_rport": "yes",
        "trust_id_inbound": "yes",
        "allow_transfer": "no",
        "allow_subscribe": "no",
        "dtmf_mode": "auto",
        "accountcode": name,
    }
    if trunk.dnis:
        fields["set_var"] = f"ALLOWED={'&'.join(trunk.dnis)}"
    return fields


def _registration(trunk: Trunk, name: str) -> dict[str, str]:
    return {
        "server_uri": f"sip:{trunk.server}",
        "client_uri": f"sip:{trunk.user}@{trunk.server}",
        "contact_user": trunk.user,
        "outbound_auth": name,
        "retry_interval": "20",
        "forbidden_retry_interval": "300",
        "auth_rejection_permanent": "no",
        "max_retries": "1000000",
    }


def _section(title: str, kind: str, fields: dict[str, str]) -> str:
    return "\n".join([f"[{title}]", f"type = {kind}", *(f"{key} = {value}" for key, value in fields.items())]) + "\n\n"


def _check(trunk: Trunk, password: str) -> None:
    registers = trunk.kind in {"register", "account"}
    wrong = {
        "code": not _CODE.fullmatch(trunk.code),
        "kind": trunk.kind not in {"address", "register", "account"},
        "addresses": not all(map(_is_network, trunk.addresses)) or (trunk.kind == "address" and not trunk.addresses),
        "server": not _SERVER.fullmatch(trunk.server) if trunk.server or trunk.kind == "register" else False,
        "user": registers and not _USER.fullmatch(trunk.user),
        "password": registers and not _PASSWORD.fullmatch(password),
        "dnis": not all(map(_NUMBER.fullmatch, trunk.dnis)),
    }
    for field in (name for name, bad in wrong.items() if bad):
        zh, en = "缺少此值，或此值不能用于线路配置", "this value is missing or cannot be used for a trunk"
        raise Invalid(field=field, field_name=f"{trunk.code[:40]}.{field}", remedy_zh=zh, remedy_en=en)


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def write_whole(path: Path, text: str) -> None:
    """Write a file that may hold secrets so that no reader finds half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_text(text)
    unfinished.replace(path)
