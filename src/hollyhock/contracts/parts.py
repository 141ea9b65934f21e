"""Where the programs that are not Python stand, and how each is run from the private folder."""

from collections.abc import Mapping

import msgspec

from hollyhock.contracts.settings import Settings

_TRIPLETS = {
    "x86_64": ("x86_64-linux-gnu", "ld-linux-x86-64.so.2"),
    "aarch64": ("aarch64-linux-gnu", "ld-linux-aarch64.so.1"),
}


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """How to run one program: put your own arguments after ``argv`` and ``env`` over the environment."""

    argv: tuple[str, ...]
    env: Mapping[str, str] = {}


class PartsLayout(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of one home folder; a program that the settings name goes before the fetched one.

    The packages are unpacked, not installed: they bring every library including the C library, so each program is
    started through the folder's own loader. Nothing here looks at the disk.
    """

    home: str
    """The home folder, absolute."""
    settings: Settings
    machine: str
    """What ``platform.machine()`` says: ``x86_64`` or ``aarch64``."""

    @property
    def root(self) -> str:
        """The folder into which the packages are unpacked."""
        return f"{self.home}/parts/root"

    @property
    def libraries(self) -> str:
        """The folder of the shared libraries; ``KeyError`` for a machine that has no parts."""
        return f"{self.root}/usr/lib/{_TRIPLETS[self.machine][0]}"

    @property
    def asterisk(self) -> Program:
        """The switch; it also needs ``-C`` with a configuration that names the folders below."""
        return self._program(self.settings.asterisk, "usr/sbin/asterisk")

    @property
    def asterisk_modules(self) -> str:
        """What ``astmoddir`` must say."""
        return self.settings.asterisk_modules or f"{self.libraries}/asterisk/modules"

    @property
    def asterisk_data(self) -> str:
        """What ``astdatadir`` must say: documentation, sounds, REST description."""
        return "/usr/share/asterisk" if self.settings.asterisk else f"{self.root}/usr/share/asterisk"

    @property
    def asterisk_sounds(self) -> str:
        """English core sounds of the fetched parts, a folder of .gsm files."""
        return f"{self.root}/usr/share/asterisk/sounds/en_US_f_Allison"

    @property
    def music(self) -> str:
        """Music on hold of the fetched parts, a folder of 8 kHz .wav files."""
        return f"{self.root}/usr/share/asterisk/moh"

    @property
    def nats_server(self) -> Program:
        """The bus."""
        return self._program(self.settings.nats_server, "usr/sbin/nats-server")

    @property
    def espeak_ng(self) -> Program:
        """The speech synthesiser; ``--stdout`` writes a .wav. Chinese is voice ``cmn``."""
        env = {} if self.settings.espeak_ng else {"ESPEAK_DATA_PATH": f"{self.libraries}/espeak-ng-data"}
        return self._program(self.settings.espeak_ng, "usr/bin/espeak-ng", env)

    @property
    def opusenc(self) -> Program:
        """The encoder of recordings; ``--raw`` takes headerless sound."""
        return self._program(self.settings.opusenc, "usr/bin/opusenc")

    @property
    def sipp(self) -> Program:
        """The SIP caller of tests and benchmarks."""
        return self._program("", "usr/bin/sipp")

    def _program(self, own: str, path: str, env: Mapping[str, str] | None = None) -> Program:
        if own:
            return Program(argv=(own,))
        loader = f"{self.libraries}/{_TRIPLETS[self.machine][1]}"
        # pulseaudio: a library of espeak-ng's sound output that stands apart.
        search = f"{self.libraries}:{self.libraries}/pulseaudio"
        return Program(argv=(loader, "--library-path", search, f"{self.root}/{path}"), env=env or {})
