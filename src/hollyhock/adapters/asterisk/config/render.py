"""Renders the configuration and says how to start the switch with it."""

from __future__ import annotations

import ipaddress
import platform
import resource
import socket
from importlib.resources import files
from pathlib import Path
from string import Template

from hollyhock.adapters.asterisk.config.layout import APP, SwitchLayout
from hollyhock.adapters.asterisk.config.modules import MODULES
from hollyhock.adapters.asterisk.config.trunks import gather_trunks
from hollyhock.adapters.asterisk.sounds import make_sounds
from hollyhock.contracts.parts import PartsLayout, Program
from hollyhock.contracts.settings import Secrets, Settings

CLAIM_MS = 2000
"""How long an arriving call is offered to the engine before the standby extension takes it; a claim takes some 6 ms."""
MESSAGE_S = 120
"""Longest message that the standby extension takes."""
SILENCE_S = 5
"""Silence that ends such a message."""
MOST_FILES = 65_536
"""Open files that the switch may hold, if the machine's own limit allows."""
UNHEARD = ("/bin/sh", "-c", 'exec "$0" "$@" >/dev/null')
"""Stands before the switch's command: its console prints to the standard output too, and quotes callers' numbers."""


def render(settings: Settings, secrets: Secrets, home: Path) -> None:
    """Write the configuration and make the folders and sounds; repeat it before each start."""
    layout = SwitchLayout(home)
    for folder in layout.folders():
        folder.mkdir(parents=True, exist_ok=True)
    _link_voicemail(layout)
    make_sounds(layout.tone, layout.music)
    layout.etc.chmod(0o700)
    values = _values(settings, secrets, layout)
    gather_trunks(layout.trunks, layout.etc / "trunks.conf")
    for template in files(__package__).joinpath("templates").iterdir():
        target = layout.etc / template.name
        target.touch(mode=0o600)
        target.write_text(Template(template.read_text()).substitute(values))


def command(settings: Settings, home: Path) -> Program:
    """Return how to run the switch in the foreground; ``render`` must have been called."""
    program = _parts(settings, home).asterisk
    config = SwitchLayout(home).etc / "asterisk.conf"
    return Program(argv=(*UNHEARD, *program.argv, "-f", "-n", "-q", "-C", str(config)), env=program.env)


def _parts(settings: Settings, home: Path) -> PartsLayout:
    return PartsLayout(home=str(home), settings=settings, machine=platform.machine())


def _link_voicemail(layout: SwitchLayout) -> None:
    link = layout.spool / "recording"
    if not link.is_symlink():
        link.symlink_to(layout.voicemail)


def _values(settings: Settings, secrets: Secrets, layout: SwitchLayout) -> dict[str, object]:
    parts = _parts(settings, layout.home)
    local = ipaddress.ip_address(settings.media_address).is_loopback
    nat = f"external_media_address = {settings.media_address}\nexternal_signaling_address = {settings.media_address}\n"
    return {
        "app": APP,
        "user": APP,
        "realm": APP,
        "etc": layout.etc,
        "modules": parts.asterisk_modules,
        "data": parts.asterisk_data,
        "state": layout.state,
        "spool": layout.spool,
        "run": layout.run,
        "log": layout.log,
        "music": layout.music,
        "tone": layout.tone,
        "messages": layout.standby,
        "ari_secret": secrets.ari,
        "ami_secret": secrets.ami,
        "ari": settings.ports.ari,
        "ami": settings.ports.ami,
        "sip": settings.ports.sip,
        "sip_bind": "127.0.0.1" if local else "0.0.0.0",  # noqa: S104 - phones and carriers come from the network
        "nat": "" if local else nat,
        "rtp_first": settings.ports.rtp_first,
        "rtp_last": settings.ports.rtp_last,
        "candidates": "" if local else _candidates(settings.media_address),
        "maxfiles": min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], MOST_FILES),
        "load": "\n".join(f"load = {name}.so" for name in MODULES),
        "claim_ms": CLAIM_MS,
        "max_s": MESSAGE_S,
        "silence_s": SILENCE_S,
    }


def _candidates(media_address: str) -> str:
    """Return how browsers shall reach this machine when others know it by an address that it does not have itself."""
    with socket.socket(_family(media_address), socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((media_address, 9))  # Sends nothing: only asks which way out there is.
        except OSError:
            return ""
        own = probe.getsockname()[0]
    return "" if own == media_address else f"[ice_host_candidates]\n{own} => {media_address},include_local_address\n"


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET
