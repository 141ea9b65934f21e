import shutil
import socket
import time
from pathlib import Path

import msgspec
import pytest

from hollyhock.cli.doctor import centre, machine
from hollyhock.cli.doctor.commands import examine
from hollyhock.cli.doctor.finding import Grade
from hollyhock.cli.up.commands import refuse_if_hopeless
from hollyhock.cli.up.errors import NotReady
from hollyhock.contracts.settings import Ports, Settings


def settings_with(port: int, **more: str) -> Settings:
    free = Ports(**dict.fromkeys(("web", "sip", "ari", "ami", "bus", "engine_health", "worker_health"), 0))
    return Settings(ports=msgspec.structs.replace(free, door=port), **more)  # type: ignore[arg-type]


def test_taken_port_is_named_with_its_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        finding = centre.ports(settings_with(port), running=False)
    assert finding.grade is Grade.BAD
    assert f"door {port}" in finding.what
    assert "hollyhock.toml" in finding.remedy


def test_taken_udp_port_counts_too() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        settings = settings_with(0)
        ports = msgspec.structs.replace(settings.ports, sip=taken.getsockname()[1])
        assert list(centre.taken_ports(msgspec.structs.replace(settings, ports=ports))) == ["sip"]


def test_ports_of_the_running_centre_are_no_trouble() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert centre.ports(settings_with(taken.getsockname()[1]), running=True).grade is Grade.OK


@pytest.mark.parametrize(
    ("host", "cert", "grade"),
    [("localhost", "", Grade.OK), ("centre.example", "", Grade.NOTE), ("centre.example", "/a.pem", Grade.OK)],
)
def test_microphone_needs_localhost_or_https(host: str, cert: str, grade: Grade) -> None:
    assert centre.microphone(settings_with(0, host=host, cert=cert)).grade is grade


def test_a_database_that_does_not_answer_is_named_with_its_settings() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        closed = taken.getsockname()[1]
    url = f"postgresql://hollyhock:secret@127.0.0.1:{closed}/hollyhock"
    finding = centre.databases(Settings(records=url, journal=url))
    assert finding.grade is Grade.BAD
    assert finding.what.startswith("records, journal: ")
    assert str(closed) in finding.what
    assert "secret" not in finding.what
    assert "hollyhock.toml" in finding.remedy


def test_doctor_and_up_both_look_at_the_databases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = settings_with(0, journal="postgresql:/nowhere")
    (bad,) = (finding for finding in examine(tmp_path, settings) if finding == centre.databases(settings))
    with pytest.raises(NotReady):
        refuse_if_hopeless(tmp_path, settings)
    assert bad.what in " ".join(capsys.readouterr().out.split())


def test_an_unreadable_address_of_a_database_does_not_show_its_password() -> None:
    finding = centre.databases(Settings(journal="postgresql:/hollyhock:secret@host"))
    assert finding.grade is Grade.BAD
    assert finding.what.startswith("journal: ")
    assert "secret" not in finding.what


def test_files_need_no_database() -> None:
    assert centre.databases(Settings()).grade is Grade.OK


def test_missing_programs_are_only_a_note_before_the_first_start(tmp_path: Path) -> None:
    assert centre.parts(tmp_path, Settings()).grade is Grade.NOTE


def test_named_program_that_is_not_there_is_bad(tmp_path: Path) -> None:
    nowhere = dict.fromkeys(("asterisk", "asterisk_modules", "nats_server", "espeak_ng", "opusenc"), "/nowhere")
    finding = centre.parts(tmp_path, Settings(**nowhere))  # type: ignore[arg-type]
    assert finding.grade is Grade.BAD
    assert "asterisk" in finding.what
    assert finding.remedy


def test_name_that_does_not_resolve_says_what_to_add(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "no-such-host.invalid")

    def refuse(*_: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    finding = machine.own_name()
    assert finding.grade is Grade.BAD
    assert "127.0.1.1 no-such-host.invalid" in finding.remedy


def test_home_below_a_file_is_not_writable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert machine.writable(tmp_path / "file" / "home").grade is Grade.BAD
    assert machine.writable(tmp_path / "new" / "home").grade is Grade.OK


def test_clock_before_the_program_was_written_is_wrong() -> None:
    assert machine.clock(newest_source=time.time() + 7 * 86_400).grade is Grade.BAD
    assert machine.clock(newest_source=time.time() - 60).grade is not Grade.BAD


def test_package_tools_matter_only_while_something_must_be_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _tool: None)
    assert machine.package_tools(needed=True).grade is Grade.BAD
    assert machine.package_tools(needed=False).grade is Grade.NOTE
