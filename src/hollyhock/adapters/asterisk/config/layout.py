"""Where the switch keeps its things in the home folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

APP = "hollyhock"
"""Name of the ARI application, of the ARI user and of the AMI user."""
ARRIVAL = "arrival"
"""The context of the dialplan where customers' channels come to the engine."""
TRUNK = "trunk-"
"""How the switch's names of trunks begin; they are no softphones."""


class SwitchLayout(msgspec.Struct, frozen=True):
    """Folders and files of one home."""

    home: Path

    @property
    def etc(self) -> Path:
        """Configuration, rewritten at each start."""
        return self.home / "switch" / "etc"

    @property
    def state(self) -> Path:
        """The switch's own database: trunks and standby rules."""
        return self.home / "switch" / "state"

    @property
    def spool(self) -> Path:
        """Recordings by REST go to ``recording`` below, which is the home's ``voicemail``."""
        return self.home / "switch" / "spool"

    @property
    def trunks(self) -> Path:
        """One file for each trunk; ``etc/trunks.conf`` is all of them."""
        return self.home / "switch" / "trunks"

    @property
    def run(self) -> Path:
        """Control socket and process id."""
        return self.home / "run"

    @property
    def console(self) -> Path:
        """Where the switch takes consoles."""
        return self.run / "asterisk.ctl"

    @property
    def log(self) -> Path:
        """Log files."""
        return self.home / "log"

    @property
    def sounds(self) -> Path:
        """Everything that ``Switch.play`` can name."""
        return self.home / "sounds"

    @property
    def music(self) -> Path:
        """The loop of music class ``default``."""
        return self.sounds / "system" / "music"

    @property
    def tone(self) -> Path:
        """The tone before a message, without its extension."""
        return self.sounds / "system" / "tone"

    @property
    def voicemail(self) -> Path:
        """Messages taken under the engine's control."""
        return self.home / "voicemail"

    @property
    def standby(self) -> Path:
        """Messages taken by the standby extension, each with a .json beside it."""
        return self.home / "standby"

    @property
    def raw(self) -> Path:
        """Recordings as the switch writes them."""
        return self.home / "recordings" / "raw"

    def folders(self) -> tuple[Path, ...]:
        """Return every folder that must exist before the switch starts."""
        return (
            self.etc,
            self.state / "keys",
            self.spool,
            self.trunks,
            self.run,
            self.log,
            self.music,
            self.voicemail,
            self.standby,
            self.raw,
        )
