"""Where the programs that are not Python stand, and how each is run from the private folder."""

from collections.abc import Mapping

import msgspec

_TRIPLETS = {
    "x86_64": ("x86_64-linux-gnu", "ld-linux-x86-64.so.2"),
    "aarch64": ("aarch64-linux-gnu", "ld-linux-aarch64.so.1"),
}


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """How to run one program: put your own arguments after `argv` and `env` over the environment."""

    argv: tuple[str, ...]
    env: Mapping[str, str] = {}


class PartsLayout(msgspec.Struct, frozen=True, kw_only=True):
    """The unpacked parts as seen from a folder, on one machine type; programs of the user's own go before ours.

    The packages are unpacked, not installed: they bring every library including the C library, so each program is started
    through the folder's own loader. Nothing here looks at the disk.
    """

    root: str
    """The folder into which the packages were unpacked, absolute."""
    machine: str = "x86_64"
    """What `uname -m` says: `x86_64` or `aarch64`."""
    own_asterisk: str = ""
    """Path of an Asterisk that the user installed; empty: ours."""
    own_asterisk_modules: str = ""
    """Folder of the modules of `own_asterisk`."""
    own_nats_server: str = ""
    """Path of a nats-server that the user installed; empty: ours."""

    @property
    def triplet(self) -> str:
        """The name of the machine type in library paths; `KeyError` for a machine that has no parts."""
        return _TRIPLETS[self.machine][0]

    @property
    def libraries(self) -> str:
        """The folder of the shared libraries."""
        return f"{self.root}/usr/lib/{self.triplet}"

    @property
    def asterisk(self) -> Program:
        """The switch; it also needs `-C` with a configuration that names the folders below."""
        return Program(argv=(self.own_asterisk,)) if self.own_asterisk else self._ours("usr/sbin/asterisk")

    @property
    def asterisk_modules(self) -> str:
        """What `astmoddir` must say."""
        return self.own_asterisk_modules or f"{self.libraries}/asterisk/modules"

    @property
    def asterisk_data(self) -> str:
        """What `astdatadir` must say: documentation, sounds, REST description."""
        return "/usr/share/asterisk" if self.own_asterisk else f"{self.root}/usr/share/asterisk"

    @property
    def asterisk_sounds(self) -> str:
        """The English core sounds, a folder of .gsm files."""
        return f"{self.root}/usr/share/asterisk/sounds/en_US_f_Allison"

    @property
    def music(self) -> str:
        """Music on hold, a folder of 8 kHz .wav files."""
        return f"{self.root}/usr/share/asterisk/moh"

    @property
    def nats_server(self) -> Program:
        """The bus."""
        return Program(argv=(self.own_nats_server,)) if self.own_nats_server else self._ours("usr/sbin/nats-server")

    @property
    def espeak_ng(self) -> Program:
        """The speech synthesiser; `--stdout` writes a .wav. Chinese is voice `cmn`."""
        return self._ours("usr/bin/espeak-ng", {"ESPEAK_DATA_PATH": f"{self.libraries}/espeak-ng-data"})

    @property
    def opusenc(self) -> Program:
        """The encoder of recordings; `--raw` takes headerless sound."""
        return self._ours("usr/bin/opusenc")

    @property
    def sipp(self) -> Program:
        """The SIP caller of tests and benchmarks."""
        return self._ours("usr/bin/sipp")

    def _ours(self, path: str, env: Mapping[str, str] | None = None) -> Program:
        loader = f"{self.libraries}/{_TRIPLETS[self.machine][1]}"
        # pulseaudio: a library of espeak-ng's sound output, which stands apart and would else be found by its run path.
        search = f"{self.libraries}:{self.libraries}/pulseaudio"
        return Program(argv=(loader, "--library-path", search, f"{self.root}/{path}"), env=env or {})
