"""A customer's record is asked for again and again while the worker is away, on a clock of the test."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hollyhock.contracts import subjects
from hollyhock.contracts.errors import Unavailable
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.views import InteractionCard
from hollyhock.gateway.cards.replica import Replica
from hollyhock.gateway.config import GatewayConfig
from hollyhock.gateway.desk.asking import Asking
from hollyhock.gateway.metrics import Metrics

SCOPE = Scope("demo")
RECORD = subjects.PopAnswer(found=True, name="王")
CARD = InteractionCard(
    key="interaction:i1",
    interaction="i1",
    medium="voice",
    phase="offered",
    phase_since=0,
    arrived=0,
    entry_point="e",
    language="en",
    agent="1001",
    personal={"ani": "+8613800000000", "customer_number": "C1"},
)


@dataclass
class Worker:
    """The bus with a worker that is away until ``back_s``, and the time: a question to nobody lasts ``silence_s``."""

    back_s: float
    answer: bytes = msgspec.json.encode(RECORD)
    silence_s: float = 0.0
    now: float = 100.0
    began: float = 100.0
    asked: list[tuple[float, int]] = field(default_factory=list)
    """When, and how long the answer was awaited at most, in milliseconds."""

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds

    async def request(self, subject: str, message: bytes, timeout_ms: int) -> bytes:
        assert subject == subjects.pop(SCOPE)
        asked = subjects.PopAsk(interaction="i1", ani="+8613800000000", customer="C1")
        assert msgspec.json.decode(message, type=subjects.PopAsk) == asked
        self.asked.append((self.now - self.began, timeout_ms))
        if self.now - self.began >= self.back_s:
            return self.answer
        self.now += min(self.silence_s, timeout_ms / 1000)
        raise Unavailable(part="bus")


async def pop(monkeypatch: pytest.MonkeyPatch, worker: Worker) -> subjects.PopAnswer | None:
    for name in ("time", "asyncio"):
        monkeypatch.setattr(f"hollyhock.gateway.desk.asking.{name}", worker)
    config = GatewayConfig(name="g", scope=SCOPE, token="", switch="", web="", frontend=Path())
    bus: Any = worker
    ids: Any = None
    return await Asking(config, bus, ids, Replica(), Metrics()).pop(CARD)


async def test_a_worker_that_answers_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(back_s=0)
    assert await pop(monkeypatch, worker) == RECORD
    assert worker.asked == [(0, 3_000)]


async def test_the_record_comes_when_the_worker_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(back_s=1.2)
    assert await pop(monkeypatch, worker) == RECORD
    assert [at for at, _ in worker.asked] == [0, 0.5, 1.0, 1.5]


async def test_a_question_that_died_with_the_worker_does_not_take_all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(back_s=4, silence_s=100)
    assert await pop(monkeypatch, worker) == RECORD
    assert [at for at, _ in worker.asked] == [0, 3.5, 7.0]


async def test_after_a_minute_nobody_waits_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(back_s=1_000, silence_s=100)
    assert await pop(monkeypatch, worker) is None
    assert 60 <= worker.now - worker.began < 61
    last, patience_ms = worker.asked[-1]
    assert last + patience_ms / 1000 == pytest.approx(60, abs=0.01)


async def test_an_answer_that_cannot_be_read_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(back_s=0, answer=b"nonsense")
    assert await pop(monkeypatch, worker) is None
    assert len(worker.asked) == 1
