"""Trunks: carriers and gateways, known by address or by registration with a password; they outlive the switch."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path

import msgspec

from hollyhock.adapters.asterisk.config.layout import TRUNK
from hollyhock.contracts.errors import Invalid

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_WORD = re.compile(r"[!-~]{1,128}")
_SERVER = re.compile(r"[A-Za-z0-9.\-:\[\]]{1,128}")


class Trunk(msgspec.Struct, frozen=True, kw_only=True):
    """One line to the telephone network.

    ``addresses``: its calls come from here (addresses or networks). ``server`` (``host`` or ``host:port``) with
    ``registers``: we register there with ``username`` and ``password``. Without ``server``, but with a password: the
    gateway registers with us.
    """

    code: str
    addresses: tuple[str, ...] = ()
    server: str = ""
    username: str = ""
    password: str = ""
    registers: bool = False
    transport: str = "udp"


def gather_trunks(folder: Path, whole: Path) -> bool:
    """Put the trunks' files together; return whether that changed anything."""
    text = "".join(path.read_text() for path in sorted(folder.glob("*.conf")))
    if whole.exists() and whole.read_text() == text:
        return False
    write_whole(whole, text)
    return True


def check(trunk: Trunk) -> None:
    """Raise ``Invalid`` unless every value is one that can stand in a configuration file."""
    _require(bool(_CODE.fullmatch(trunk.code)), "code", "只能用小写字母、数字和连字符", "use small letters, digits, -")
    _require(trunk.transport in {"udp", "tcp"}, "transport", "请选择 udp 或 tcp", "choose udp or tcp")
    for address in trunk.addresses:
        _require(_is_network(address), "addresses", f"“{address}”不是地址", f"“{address}” is no address")
    server = not trunk.server or bool(_SERVER.fullmatch(trunk.server))
    _require(server, "server", "请填写主机名或地址", "enter a host name or an address")
    for name in ("username", "password"):
        value = getattr(trunk, name)
        fits = not value or (bool(_WORD.fullmatch(value)) and ";" not in value)
        _require(fits, name, "不能含空格、分号或非 ASCII 字符", "no spaces, semicolons or letters beyond ASCII")
    known = bool(trunk.addresses) or bool(trunk.username and trunk.password)
    _require(known, "addresses", "请填写来源地址或用户名和密码", "enter addresses, or a user name and a password")


def render_trunk(trunk: Trunk) -> str:
    """Return the trunk's sections."""
    name = TRUNK + trunk.code
    endpoint = {
        "context": "from-trunk",
        "disallow": "all",
        "allow": "alaw,ulaw,opus,g722",
        "aors": name,
        "transport": trunk.transport,
        "direct_media": "no",
        "rtp_symmetric": "yes",
        "force_rport": "yes",
        "trust_id_inbound": "yes",
        "allow_transfer": "no",
        "allow_subscribe": "no",
        "dtmf_mode": "auto",
        "identify_by": "ip" if trunk.addresses or trunk.registers else "username",
    }
    uri = f"sip:{trunk.server};transport={trunk.transport}"
    aor = {"contact": uri} if trunk.server else {"max_contacts": "1", "remove_existing": "yes"}
    # A gateway that registers with us is known by its user name, which must then be the endpoint's.
    own = name if trunk.addresses or trunk.registers else trunk.username
    sections = [(own, "endpoint", endpoint), (name, "aor", aor)]
    if trunk.password:
        sections.append((name, "auth", {"username": trunk.username, "password": trunk.password}))
        endpoint["outbound_auth" if trunk.registers else "auth"] = name
    if trunk.addresses:
        sections.append((name, "identify", {"endpoint": own, "match": ",".join(trunk.addresses)}))
    if trunk.registers:
        sections.append((name, "registration", _registration(trunk, name)))
    return "".join(_section(title, kind, fields) for title, kind, fields in sections)


def _registration(trunk: Trunk, name: str) -> dict[str, str]:
    return {
        "server_uri": f"sip:{trunk.server}",
        "client_uri": f"sip:{trunk.username}@{trunk.server}",
        "contact_user": trunk.username,
        "outbound_auth": name,
        "transport": trunk.transport,
        "endpoint": name,
        "line": "yes",
        "retry_interval": "20",
        "forbidden_retry_interval": "300",
        "max_retries": "1000000",
    }


def _section(title: str, kind: str, fields: dict[str, str]) -> str:
    return "\n".join([f"[{title}]", f"type = {kind}", *(f"{key} = {value}" for key, value in fields.items())]) + "\n\n"


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _require(fits: bool, field: str, zh: str, en: str) -> None:
    if not fits:
        raise Invalid(field=field, field_name=field, remedy_zh=zh, remedy_en=en)


def write_whole(path: Path, text: str) -> None:
    """Write a file that holds secrets so that no reader finds half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_text(text)
    unfinished.replace(path)
