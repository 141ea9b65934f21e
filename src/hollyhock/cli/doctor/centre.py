"""Checks of this centre: programs, ports, databases, microphone."""

import platform
import socket
from pathlib import Path

from hollyhock.cli.doctor.finding import Finding, Grade
from hollyhock.cli.doctor.free import is_free
from hollyhock.cli.parts import check, is_complete
from hollyhock.cli.words import say
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.parts import PartsLayout
from hollyhock.contracts.settings import Settings

_PATIENCE_S = 5
_OLDEST = 14
"""The oldest PostgreSQL that the journal's and the records' statements are written for."""


def all_named(settings: Settings) -> bool:
    """Say whether the settings name every program, so that none need be fetched."""
    return all(
        (settings.asterisk, settings.asterisk_modules, settings.nats_server, settings.espeak_ng, settings.opusenc)
    )


def parts(home: Path, settings: Settings) -> Finding:
    """Check that Asterisk and the other programs are there and run."""
    name = say("外部程序", "Programs")
    if not all_named(settings) and not is_complete(home):
        return Finding(
            name,
            Grade.NOTE,
            say("尚未取得", "not fetched yet"),
            say("启动时自动取得，或 hollyhock parts fetch", "up fetches them; or: hollyhock parts fetch"),
        )
    try:
        found = check(PartsLayout(home=str(home), settings=settings, machine=platform.machine()))
    except HollyhockError as error:
        problem = error.problem()
        what, _, remedy = say(problem.zh, problem.en).rpartition("\n")
        return Finding(name, Grade.BAD, what, remedy)
    return Finding(name, Grade.OK, ", ".join(f"{part.name} {part.version}" for part in found))


def ports(settings: Settings, running: bool) -> Finding:
    """Check that every port is free, or taken by this very centre."""
    name = say("端口", "Ports")
    if running:
        return Finding(name, Grade.OK, say("本中心正在运行", "this centre is running"))
    taken = taken_ports(settings)
    if not taken:
        return Finding(name, Grade.OK, say("全部空闲", "all free"))
    listed = ", ".join(f"{purpose} {port}" for purpose, port in taken.items())
    return Finding(
        name,
        Grade.BAD,
        say(f"已被占用：{listed}", f"taken: {listed}"),
        say(
            "停止占用它们的程序，或在 hollyhock.toml 的 [ports] 中改用别的端口",
            "stop who uses them, or choose others under [ports] in hollyhock.toml",
        ),
    )


def taken_ports(settings: Settings) -> dict[str, int]:
    """Return the ports, by their name in the settings, on which somebody already listens."""
    chosen = settings.ports
    tcp = {
        name: getattr(chosen, name) for name in ("door", "web", "ari", "ami", "bus", "engine_health", "worker_health")
    }
    taken = {name: port for name, port in tcp.items() if not is_free(port, socket.SOCK_STREAM)}
    if not (is_free(chosen.sip, socket.SOCK_DGRAM) and is_free(chosen.sip, socket.SOCK_STREAM)):
        taken["sip"] = chosen.sip
    return taken


def databases(settings: Settings) -> Finding:
    """Check that the databases which the settings name answer and are new enough."""
    name = say("数据库", "Databases")
    named: dict[str, list[str]] = {}
    for key in ("records", "journal"):
        if url := getattr(settings, key):
            named.setdefault(url, []).append(key)
    if not named:
        return Finding(name, Grade.OK, say("主目录中的文件（SQLite）", "files in the home folder (SQLite)"))
    troubles = {", ".join(keys): trouble for url, keys in named.items() if (trouble := _trouble(url))}
    if not troubles:
        return Finding(name, Grade.OK, "PostgreSQL")
    return Finding(
        name,
        Grade.BAD,
        "\n".join(f"{keys}: {trouble}" for keys, trouble in troubles.items()),
        say(
            "启动该数据库，或更正 hollyhock.toml 中的这些项",
            "start that database, or correct these settings in hollyhock.toml",
        ),
    )


def _trouble(url: str) -> str:
    """Return why a database cannot be used; empty when it can. The password in its address is not repeated."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=_PATIENCE_S) as connection:
            release = connection.info.server_version // 10_000
    except psycopg.ProgrammingError:
        return say("不是有效的地址（postgresql://…）", "is no address of a database (postgresql://...)")
    except psycopg.Error as error:
        return str(error).partition("\n")[0]
    if release < _OLDEST:
        return say(f"PostgreSQL {release} 过旧，至少需要 {_OLDEST}", f"PostgreSQL {release} is older than {_OLDEST}")
    return ""


def microphone(settings: Settings) -> Finding:
    """Check that browsers will allow the microphone: they do so on localhost and over HTTPS only."""
    name = say("麦克风", "Microphone")
    if settings.cert:
        return Finding(name, Grade.OK, "HTTPS")
    if settings.host in {"localhost", "127.0.0.1"}:
        return Finding(
            name, Grade.OK, say("仅限本机浏览器（localhost）", "for browsers on this machine only (localhost)")
        )
    return Finding(
        name,
        Grade.NOTE,
        say("浏览器在普通 HTTP 下不开放麦克风", "browsers give no microphone over plain HTTP"),
        "hollyhock up --host NAME --cert CERT.pem --key KEY.pem",
    )
