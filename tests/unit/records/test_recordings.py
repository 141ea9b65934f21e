"""The manifest, the encoder's steps, listening and its audit; the archive is real, the encoder a stand-in."""

from __future__ import annotations

import asyncio
import os
import shutil
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.cache import cache
from django.test import Client

from hollyhock.adapters.audio.archive import FileArchive
from hollyhock.apps.audit.models import Entry as AuditEntry
from hollyhock.apps.base.jobs import Context
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.recordings import api, jobs, services
from hollyhock.apps.recordings.models import Recording
from hollyhock.apps.tenancy.models import RoutingDomain
from hollyhock.contracts import events as ev
from hollyhock.contracts import subjects
from hollyhock.contracts.archive import RawFile
from hollyhock.contracts.journal import Entry
from hollyhock.contracts.parts import Program
from hollyhock.contracts.settings import Settings
from hollyhock.contracts.subjects import Alarm

from .conftest import Maker
from .helpers import SCOPE, ListJournal, catch_up, drive, here
from .test_projecting import CALL, START, arrived, entry

NAME = "demo.main.r1"
SECOND = struct.pack("<hh", 8_000, -4_000) * 8_000
_ENCODER = """
import os, struct, sys
source = sys.argv[-2]
frames = os.path.getsize(source) // 4
def page(granule, body, flags):
    return b"OggS\\0" + bytes([flags]) + struct.pack("<qIII", granule, 1, 1, 0) + bytes([1, len(body)]) + body
head = page(0, b"OpusHead\\x01\\x02" + struct.pack("<H", 0), 0)
sys.stdout.buffer.write(head + page(frames * 6, b"end", 4))
"""


class StillClock:
    def __init__(self) -> None:
        self.at = START + 3_600_000

    def now(self) -> int:
        return self.at

    async def wait_until(self, moment: int) -> None:
        raise NotImplementedError


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("recordings/raw", "recordings/done", "voicemail"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "encoder.py").write_text(_ENCODER)
    made = FileArchive(tmp_path, Program(argv=(sys.executable, str(tmp_path / "encoder.py"))))
    monkeypatch.setattr(jobs, "archive", lambda: made)
    monkeypatch.setattr(api, "archive", lambda: made)
    monkeypatch.setattr(asyncio, "to_thread", here)
    cache.clear()
    return tmp_path


class HeardBus:
    """Keeps what is published."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes]] = []

    async def publish(self, subject: str, message: bytes) -> None:
        self.heard.append((subject, message))


class Bench:
    """A worker's context; its steps are driven on this thread, in the test's transaction."""

    def __init__(self, home: Path, **settings: Any) -> None:
        self.clock, self.bus, self.over = StillClock(), HeardBus(), False
        journal: Any = ListJournal()
        bus: Any = self.bus
        self.context = Context(SCOPE, home, Settings(**settings), bus, journal, self.clock, here)

    def encode(self) -> bool:
        return bool(drive(jobs.encode_next(self.context)))

    def sweep(self) -> list[Alarm]:
        self.bus.heard.clear()
        self.over = drive(jobs.sweep(self.context, over=self.over))
        assert {subject for subject, _ in self.bus.heard} <= {subjects.alarm(SCOPE)}
        return [msgspec.json.decode(message, type=Alarm) for _, message in self.bus.heard]


def recorded(home: Path, *, ended: bool = True, closed: bool = True) -> None:
    events: list[ev.AnyEvent] = [arrived(), ev.RecordingStarted(interaction=CALL, recording=NAME)]
    if ended:
        events.append(ev.RecordingEnded(interaction=CALL, recording=NAME))
    if closed:
        events.append(ev.InteractionClosed(interaction=CALL, cause="customer"))
    catch_up(ListJournal([entry(seq, event) for seq, event in enumerate(events, 1)]))
    raw_file(home, NAME)


def raw_file(home: Path, name: str, *, at: int = START, body: bytes = SECOND) -> Path:
    path = home / "recordings/raw" / f"{name}.raw"
    path.write_bytes(body)
    os.utime(path, ns=(at * 1_000_000, at * 1_000_000))
    return path


def test_a_recording_is_encoded_noted_and_its_raw_file_removed(domain: RoutingDomain, home: Path) -> None:
    recorded(home)
    bench = Bench(home)
    assert bench.encode()
    row = Recording.objects.get()
    assert (row.state, row.duration_ms, len(bytes(row.peaks))) == ("done", 1_000, 1_600)
    assert not (home / "recordings/raw" / f"{NAME}.raw").exists()
    assert (home / "recordings/done" / f"{NAME}.opus").exists()
    assert not bench.encode()


def test_a_recording_that_fails_lets_the_others_pass_and_is_given_up_in_the_end(
    domain: RoutingDomain, home: Path
) -> None:
    recorded(home)
    raw_file(home, NAME, body=b"")
    services.take_in(SCOPE, [RawFile("other", 1_000, START)], START + services.ORPHAN_MS)
    raw_file(home, "other")
    bench = Bench(home)
    assert [bench.encode() for _ in range(7)] == [True] * 6 + [False]
    rows = {row.pk: row for row in Recording.objects.all()}
    assert (rows["other"].state, rows[NAME].state, rows[NAME].attempts) == ("done", "failed", 5)
    assert rows[NAME].trouble
    assert (home / "recordings/raw" / f"{NAME}.raw").exists()


def test_the_sweep_mends_what_a_kill_left(domain: RoutingDomain, home: Path) -> None:
    recorded(home, ended=False)
    raw_file(home, "orphan", at=START)
    raw_file(home, "young", at=START + 3_600_000 - services.ORPHAN_MS + 1)
    bench = Bench(home)
    bench.sweep()
    states = dict(Recording.objects.values_list("pk", "state"))
    assert states == {NAME: "waiting", "orphan": "waiting"}
    assert Recording.objects.get(pk="orphan").began == START - 1_000
    while bench.encode():
        pass
    left = raw_file(home, NAME)
    bench.sweep()
    assert not left.exists()


def test_a_recording_that_still_runs_is_left_alone(domain: RoutingDomain, home: Path) -> None:
    recorded(home, ended=False, closed=False)
    bench = Bench(home)
    bench.sweep()
    assert Recording.objects.get().state == "running"
    raw_file(home, NAME, at=bench.clock.at - services.QUIET_MS + 1)
    catch_up(
        ListJournal(
            [
                *[entry(seq, arrived("x")) for seq in (1, 2)],
                entry(3, ev.InteractionClosed(interaction=CALL, cause="lost")),
            ]
        )
    )
    bench.sweep()
    assert Recording.objects.get(pk=NAME).state == "running"


def test_what_has_had_its_time_goes_and_the_row_says_so(domain: RoutingDomain, home: Path) -> None:
    recorded(home)
    bench = Bench(home, recording_days=1)
    bench.encode()
    bench.clock.at = START + 86_400_000
    bench.sweep()
    assert Recording.objects.get().state == "done"
    bench.clock.at = START + 86_400_000 + 60_000
    bench.sweep()
    row = Recording.objects.get()
    assert (row.state, row.size, bytes(row.peaks)) == ("removed", 0, b"")
    assert list((home / "recordings/done").iterdir()) == []


def test_messages_go_after_their_days_but_not_before_somebody_has_dealt_with_them(
    domain: RoutingDomain, home: Path
) -> None:
    bench = Bench(home, voicemail_days=1)
    for name in ("done.wav", "open.wav", "young.wav", "nobodys.wav"):
        path = home / "voicemail" / name
        path.write_bytes(b"RIFF")
        seconds = (bench.clock.at - 86_400_000) / 1000 + (1 if name == "young.wav" else -1)
        os.utime(path, (seconds, seconds))
    catch_up(ListJournal([*told(1, "demo.main.i1", "done.wav", over=True), *told(4, "demo.main.i2", "open.wav")]))
    bench.sweep()
    assert {path.name for path in (home / "voicemail").iterdir()} == {"open.wav", "young.wav"}


def told(seq: int, call: str, sound: str, *, over: bool = False) -> list[Entry]:
    taken = ev.VoicemailTaken(interaction=call, task=call, sound=sound, duration_ms=2_000, taken_at=START)
    last = ev.InteractionClosed(interaction=call, cause="completed") if over else ev.DataAttached(interaction=call)
    return [entry(seq, arrived(call)), entry(seq + 1, taken), entry(seq + 2, last)]


def test_more_than_the_quota_raises_an_alarm_and_less_ends_it(domain: RoutingDomain, home: Path) -> None:
    recorded(home)
    bench = Bench(home, recording_quota_gb=0)
    assert [alarm.raised for _ in range(2) for alarm in bench.sweep()] == [True, True]
    for file in (home / "recordings/raw").iterdir():
        file.unlink()
    assert [alarm.raised for _ in range(2) for alarm in bench.sweep()] == [False]


@pytest.fixture
def answered(domain: RoutingDomain, teams: dict[str, Team], make_person: Maker, home: Path) -> Iterator[User]:
    agent = make_person("li", "agent", agent_code="1001", team=teams["north"])
    recorded(home)
    events: list[ev.AnyEvent] = [
        ev.Queued(interaction=CALL, queue="q", priority=5, visit=1, since=START, cause="flow"),
        ev.OfferMade(offer="o", interaction=CALL, agent="1001", queue="q", deadline=START, trace=ev.Trace()),
        ev.OfferAccepted(offer="o", interaction=CALL, agent="1001"),
    ]
    catch_up(ListJournal([entry(4 + seq, event) for seq, event in enumerate([arrived(CALL), *events], 1)]))
    yield agent
    shutil.rmtree(home / "recordings")


def test_listening_is_for_those_who_may_and_each_is_audited(
    answered: User, make_person: Maker, as_person: Callable[[User], Client], home: Path
) -> None:
    Bench(home).encode()
    client = as_person(answered)
    path = f"/api/recordings/{NAME}/audio"
    whole = client.get(path)
    assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (200, "audio/ogg", "bytes")
    part = client.get(path, headers={"Range": "bytes=4-9"})
    assert (part.status_code, part.content) == (206, whole.content[4:10])
    assert part["Content-Range"] == f"bytes 4-9/{len(whole.content)}"
    assert client.get(path, headers={"Range": "bytes=-3"}).content == whole.content[-3:]
    assert client.get(path, headers={"Range": "bytes=5-"}).content == whole.content[5:]
    for bad in ("bytes=9999-", "bytes=9-4"):
        answer = client.get(path, headers={"Range": bad})
        assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(whole.content)}")
    assert AuditEntry.objects.filter(action="listened", person=answered).count() == 1
    client.get(path, headers={"Range": "bytes=0-"})
    assert AuditEntry.objects.filter(action="listened").count() == 2
    stranger = as_person(make_person("wu", "agent", agent_code="1002"))
    assert stranger.get(path).status_code == 404
    assert Client().get(path).status_code == 401
    other = as_person(make_person("sun", "shift_leader"))
    assert other.get(path).status_code == 404


def test_the_waveform_is_there_before_and_after_encoding(
    answered: User, administrator: User, as_person: Callable[[User], Client], home: Path
) -> None:
    client = as_person(answered)
    path = f"/api/recordings/{NAME}/peaks"
    before = client.get(path).json()
    assert client.get(f"/api/recordings/{NAME}/audio")["Content-Type"] == "audio/wav"
    Bench(home).encode()
    assert client.get(path).json() == before
    assert before["duration_ms"] == 1_000
    assert [(side["name"], len(side["peaks"]), side["peaks"][0]) for side in before["channels"]] == [
        ("customer", 800, 0.243),
        ("agent", 800, 0.122),
    ]
    row = client.get(f"/api/interactions/{CALL}").json()
    assert row["recordings"] == [{"id": NAME, "start": START + 2, "duration_ms": 1_000, "state": "ready"}]
    assert client.get("/api/recordings/backlog").status_code == 403
    found = as_person(administrator).get("/api/recordings/backlog").json()
    assert (found["waiting"], found["failed"], found["oldest"]) == (0, 0, None)


def test_a_voicemail_plays_by_its_call_and_by_its_work_item(
    domain: RoutingDomain, home: Path, administrator: User, as_person: Callable[[User], Client]
) -> None:
    task = "demo.main.i2"
    taken = ev.VoicemailTaken(interaction=CALL, task=task, sound="v1.wav", duration_ms=7_000, taken_at=START)
    catch_up(ListJournal([entry(1, arrived()), entry(2, arrived(task), taken)]))
    (home / "voicemail/v1.wav").write_bytes(b"RIFF and so on")
    client = as_person(administrator)
    for name in (CALL, task):
        answer = client.get(f"/api/voicemails/{name}/audio")
        assert (answer.status_code, answer.content) == (200, b"RIFF and so on")
        assert client.get(f"/api/interactions/{name}").json()["voicemail_ms"] == 7_000
    assert AuditEntry.objects.filter(action="listened").count() == 2
    assert client.get("/api/voicemails/demo.main.i9/audio").status_code == 404


def test_the_office_shows_the_manifest_and_the_backlog(
    domain: RoutingDomain, home: Path, administrator: User, as_person: Callable[[User], Client]
) -> None:
    recorded(home)
    administrator.language = "en"
    administrator.save()
    answer = as_person(administrator).get("/office/recordings/recording/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert NAME in text
    assert "1 wait for the encoder" in text
