"""Making a home folder: settings that a person may edit, secrets that nobody needs to see."""

import re
import secrets
from pathlib import Path

from hollyhock.contracts.settings import Secrets

SETTINGS = "hollyhock.toml"
_TEMPLATE = """\
# 本中心的设置；带 # 的行是默认值。改动后重新启动。
# Settings of this centre; lines with # show the default. Restart after a change.

# 浏览器和话机访问本机所用的名称或地址 / name or address under which browsers and phones reach this machine
#host = "localhost"
#media_address = "127.0.0.1"
# HTTPS 证书和私钥 / certificate and key for HTTPS
#cert = ""
#key = ""

# 业务库与日志库：空为 SQLite，或 PostgreSQL 网址 / databases: empty is SQLite, or a PostgreSQL URL
#records = ""
#journal = ""

# 自行安装的程序 / programs of your own
#asterisk = ""
#asterisk_modules = ""
#nats_server = ""
#espeak_ng = ""
#opusenc = ""

# 录音保存天数与磁盘配额，语音留言保存天数 / days and gigabytes for which recordings are kept, and days for messages
#recording_days = 90
#recording_quota_gb = 50
#voicemail_days = 90

[ports]
# 对外：door、sip 和媒体端口；其余仅本机 / open to the network: door, sip and media; the rest only this machine
#door = 8080
#sip = 5060
#rtp_first = 10000
#rtp_last = 11999
#web = 8081
#ari = 8088
#ami = 5038
#bus = 4222
#engine_health = 8091
#worker_health = 8092
"""


def exists(home: Path) -> bool:
    """Say whether a centre has been made in this folder."""
    return (home / "secrets.toml").exists()


def make(home: Path) -> None:
    """Make the folder, the settings file and fresh secrets; what is there already stays."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    settings = home / SETTINGS
    if not settings.exists():
        settings.write_text(_TEMPLATE, encoding="utf-8")
    if not exists(home):
        fresh = home / "secrets.toml.new"
        fresh.touch(mode=0o600)
        fresh.write_text("".join(f'{name} = "{secrets.token_urlsafe(36)}"\n' for name in Secrets.__struct_fields__))
        fresh.rename(home / "secrets.toml")


def set_values(home: Path, values: dict[str, str]) -> None:
    """Write top-level text settings into the file where they stand, commented or not; the rest stays as it is."""
    path = home / SETTINGS
    text = path.read_text(encoding="utf-8")
    for key, value in values.items():
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        line = f'{key} = "{escaped}"'
        text, count = re.subn(rf"(?m)^#?{key} *=.*$", lambda _, line=line: line, text, count=1)  # type: ignore[misc]
        if not count:
            text = f"{line}\n{text}"
    path.write_text(text, encoding="utf-8")
