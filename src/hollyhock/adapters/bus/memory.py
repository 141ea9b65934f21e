"""The bus within one process: tests, and a centre that runs in one."""

import asyncio
from itertools import count

from hollyhock.adapters.bus.dispatch import Answer, Dispatcher
from hollyhock.adapters.bus.limits import MAX_PAYLOAD
from hollyhock.contracts.errors import Invalid, Unavailable
from hollyhock.contracts.ports import Handler


class _Subscription:
    def __init__(self, subject: str, handler: Handler, group: str) -> None:
        self.words = subject.split(".")
        self.group = group
        self.dispatcher = Dispatcher(subject, handler)


class MemoryBus:
    """Implements ``Bus``; everybody in the process shares one object."""

    def __init__(self) -> None:
        """Begin without subscriptions."""
        self._subscriptions: list[_Subscription] = []
        self._turn = count()

    async def connect(self) -> None:
        """Nothing to do: it is always there."""

    async def close(self) -> None:
        """End all subscriptions."""
        subscriptions, self._subscriptions = self._subscriptions, []
        for subscription in subscriptions:
            await subscription.dispatcher.stop()

    async def publish(self, subject: str, message: bytes) -> None:
        """Send to every matching subscription."""
        await self._send(subject, message, None)

    async def request(self, subject: str, message: bytes, timeout_ms: int) -> bytes:
        """Ask and wait; the first answer counts. Raises ``Unavailable`` when nobody answers in time."""
        first: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

        async def answer(reply: bytes) -> None:
            if not first.done():
                first.set_result(reply)

        if not await self._send(subject, message, answer):
            raise Unavailable(part="bus")
        try:
            async with asyncio.timeout(timeout_ms / 1000):
                return await first
        except TimeoutError:
            raise Unavailable(part="bus") from None

    async def subscribe(self, subject: str, handler: Handler, group: str = "") -> None:
        """Call ``handler`` for each message; members of one ``group`` share them."""
        self._subscriptions.append(_Subscription(subject, handler, group))

    async def _send(self, subject: str, message: bytes, answer: Answer | None) -> bool:
        check_size(message)
        words = subject.split(".")
        matching = [one for one in self._subscriptions if matches(one.words, words)]
        groups: dict[str, list[_Subscription]] = {}
        for one in matching:
            groups.setdefault(one.group or str(id(one)), []).append(one)
        turn = next(self._turn)
        for members in groups.values():
            await members[turn % len(members)].dispatcher.take(message, answer)
        return bool(matching)


def matches(pattern: list[str], words: list[str]) -> bool:
    """Say whether a subscription's words take a subject's: ``*`` is one word, ``>`` one or more at the end."""
    for place, word in enumerate(pattern):
        if word == ">":
            return len(words) > place
        if place >= len(words) or word not in {"*", words[place]}:
            return False
    return len(pattern) == len(words)


def check_size(message: bytes) -> None:
    """Raise ``Invalid`` for a message that no bus of ours carries."""
    if len(message) > MAX_PAYLOAD:
        raise Invalid(
            field="message",
            field_name="message",
            remedy_zh=f"消息不得超过 {MAX_PAYLOAD} 字节",
            remedy_en=f"at most {MAX_PAYLOAD} bytes",
        )
