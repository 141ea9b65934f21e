"""The systemd units of a centre: one per process, one target for all."""

from pathlib import Path

TARGET = "hollyhock.target"
_AFTER = {
    "bus": (),
    "switch": (),
    "web": ("bus",),
    "worker": ("bus",),
    "engine": ("bus", "switch"),
    "gateway": ("bus",),
    "guard": (),
}
"""Processes, and after which others each is started."""


def units(checkout: Path, home: Path, *, user: str) -> dict[str, str]:
    """Return file name to text; `user` is who runs a system service, empty for a user's own service."""
    made = {f"hollyhock-{name}.service": _service(name, checkout, home, user) for name in _AFTER}
    wanted = " ".join(made)
    install = "multi-user.target" if user else "default.target"
    made[TARGET] = (
        f"[Unit]\nDescription=Hollyhock customer service centre\nWants={wanted}\n\n[Install]\nWantedBy={install}\n"
    )
    return made


def _service(name: str, checkout: Path, home: Path, user: str) -> str:
    after = [f"hollyhock-{other}.service" for other in _AFTER[name]]
    lines = [
        "[Unit]",
        f"Description=Hollyhock {name}",
        f"PartOf={TARGET}",
        f"After={' '.join(['network.target', *after])}",
        "",
        "[Service]",
        f"ExecStart={_quote(checkout / '.venv' / 'bin' / 'python')} -m hollyhock.cli.main run {name}",
        f"WorkingDirectory={_escape(checkout)}",
        f"Environment={_quote('HOLLYHOCK_HOME=' + str(home))}",
        *([f"User={user}"] if user else []),
        "Restart=always",
        "RestartSec=200ms",
        "TimeoutStopSec=15",
        "LimitNOFILE=65536",
        "UMask=0077",
        "NoNewPrivileges=yes",
        *(_fence(home) if user else []),
    ]
    return "\n".join(lines) + "\n"


def _fence(home: Path) -> list[str]:
    """Return what only a system service may ask for: everything but the home folder is read-only."""
    return [
        "PrivateTmp=yes",
        "ProtectSystem=strict",
        "ProtectKernelTunables=yes",
        "ProtectControlGroups=yes",
        f"ReadWritePaths={_quote(home)}",
    ]


def _quote(text: Path | str) -> str:
    return '"' + _escape(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escape(text: Path | str) -> str:
    """Double what systemd would take for a specifier."""
    return str(text).replace("%", "%%")
