"""The one Asterisk: our configuration, the agents' phones, and the peer's queue beside it."""

from collections.abc import Sequence
from pathlib import Path

from hollyhock.adapters.asterisk.config import SwitchLayout

OURS, PEERS = "1001", "3001"
"""The number that the engine answers, and the one that goes into app_queue."""
PEER = "peer"
"""The user in From of callers to app_queue; others are the trunk's, by address."""
_ENDPOINT = {
    "type": "endpoint",
    "disallow": "all",
    "allow": "alaw",
    "direct_media": "no",
    "rtp_symmetric": "yes",
    "force_rport": "yes",
    "identify_by": "username",
    "transport": "udp",
}
_QUEUES = """
[general]
persistentmembers = no
autofill = yes
shared_lastcall = no
[bench]
strategy = leastrecent
timeout = 15
; The shortest that it knows: how often a waiting caller looks again.
retry = 1
wrapuptime = 0
autofill = yes
ringinuse = no
announce-frequency = 0
announce-position = no
joinempty = yes
leavewhenempty = no
"""


def add_peer(home: Path, devices: Sequence[str]) -> None:
    """Add the phones and the peer to the rendered configuration, which stays as shipped otherwise."""
    etc = SwitchLayout(home).etc
    # A type of object can have one file only, so ours comes in by way of the phones'.
    (etc / "bench.conf").write_text(f'#include "trunks.conf"\n{_phones(devices)}')
    sorcery = etc / "sorcery.conf"
    sorcery.write_text(sorcery.read_text().replace("config,trunks.conf", "config,bench.conf"))
    _append(etc / "modules.conf", "load = app_queue.so\n")
    # Option i: otherwise the answer itself waits up to half a second for the caller's sound.
    _append(
        etc / "extensions.conf",
        f"\n[to-peer]\nexten => {PEERS},1,Answer(,i)\n same => n,Queue(bench)\n same => n,Hangup()\n",
    )
    members = "".join(f"member => PJSIP/{device}\n" for device in devices)
    (etc / "queues.conf").write_text(_QUEUES + members)


def _phones(devices: Sequence[str]) -> str:
    sections = [_section(PEER, {**_ENDPOINT, "context": "to-peer"})]
    for device in devices:
        sections.append(_section(device, {**_ENDPOINT, "context": "from-agent", "aors": device}))
        sections.append(_section(device, {"type": "aor", "max_contacts": "1", "remove_existing": "yes"}))
    return "".join(sections)


def _section(name: str, fields: dict[str, str]) -> str:
    return f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in fields.items()) + "\n"


def _append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)
