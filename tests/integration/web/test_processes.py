"""Web and worker as processes of their own, over real sockets."""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from hollyhock.bootstrap.log_ins import kept
from hollyhock.testing.ports import free_port
from hollyhock.testing.processes import environment
from hollyhock.testing.wait import wait_for

_INITIALISE = """
import sys
from pathlib import Path
from hollyhock.bootstrap import web
web.initialise(Path(sys.argv[1]), demo=False)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    ports = f"[ports]\nweb = {free_port()}\nworker_health = {free_port()}\n"
    (folder / "hollyhock.toml").write_text(f'bus = "memory"\n{ports}')
    names = ("django", "token", "ari", "ami", "bus")
    (folder / "secrets.toml").write_text("".join(f'{name} = "{secrets.token_hex(24)}"\n' for name in names))
    return folder


@pytest.fixture(scope="module")
def log_in(home: Path) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", _INITIALISE, str(home)], env=environment(home), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    (made,) = kept(home)
    return {"username": made.username, "password": made.password}


@contextmanager
def running(module: str, home: Path, port: int) -> Iterator[str]:
    with (home / f"{module}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"hollyhock.bootstrap.{module}"], env=environment(home), stdout=log, stderr=log
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: healthy(process, url), f"{module} answers", 60)
        yield url
        process.terminate()
        process.wait(20)
    finally:
        process.kill()
        process.wait()


def healthy(process: subprocess.Popen[bytes], url: str) -> bool:
    assert process.poll() is None, "it has ended"
    try:
        return httpx.get(f"{url}/health", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def port_of(home: Path, name: str) -> int:
    settings = msgspec.toml.decode((home / "hollyhock.toml").read_bytes())
    return int(settings["ports"][name])


def test_web_serves_pages_files_and_the_api(home: Path, log_in: dict[str, str]) -> None:
    with running("web", home, port_of(home, "web")) as url, httpx.Client(base_url=url) as client:
        assert client.get("/office/").status_code == 302
        assert "登录" in client.get("/accounts/login/").text
        assert "Log in" in client.get("/accounts/login/", headers={"Accept-Language": "en"}).text
        style = client.get("/static/hollyhock/account.css")
        assert style.status_code == 200
        assert "etag" in style.headers
        assert "hollyhock" not in client.get("/metrics").text.splitlines()[0]
        assert client.post("/api/session", json={**log_in, "password": "no"}).status_code == 401
        assert client.post("/api/session", json=log_in).json()["roles"] == ["administrator"]
        assert client.get("/api/session").json()["all_teams"] is True
        office = client.get("/office/")
        assert office.status_code == 200
        assert "概览" in office.text
        foreign = client.post(
            "/api/session", json=log_in, headers={"Host": "evil.example", "Origin": "https://evil.example"}
        )
        assert foreign.status_code in {400, 403}
    logged = (home / "web.log").read_text()
    assert log_in["password"] not in logged
    assert log_in["username"] not in logged


def test_the_worker_says_that_it_is_well(home: Path, log_in: dict[str, str]) -> None:
    with running("worker", home, port_of(home, "worker_health")) as url:
        assert httpx.get(f"{url}/health").json() == {"part": "worker", "role": "working", "ok": True, "failing": []}
        assert "hollyhock_worker_job_failures" in httpx.get(f"{url}/metrics").text
