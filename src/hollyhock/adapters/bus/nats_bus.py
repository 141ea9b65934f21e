"""The bus by NATS core: it only carries, nothing is kept."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import nats.errors
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from hollyhock.adapters.bus.dispatch import Answer, Dispatcher
from hollyhock.adapters.bus.memory import check_size
from hollyhock.contracts.errors import Unavailable
from hollyhock.contracts.ports import Handler

_log = structlog.get_logger(__name__)

_FIRST_S = 2.0
"""``connect`` returns after this long even without a server; the centre runs on and the bus joins later."""
_AGAIN_S = 0.2
_PING_S = 5
_PENDING_MESSAGES = 100_000


class _Subscription:
    def __init__(self, subject: str, handler: Handler, group: str) -> None:
        self.subject, self.group = subject, group
        self.dispatcher = Dispatcher(subject, handler)

    async def take(self, message: Msg) -> None:
        answer: Answer | None = message.respond if message.reply else None
        await self.dispatcher.take(message.data, answer)


class NatsBus:
    """Implements ``Bus``. While the server is away messages are lost and requests raise ``Unavailable`` at once.

    Nothing is buffered for later: an answer that nobody waits for any more, or a command carried out long after its
    sender was told that it failed, would do harm.
    """

    def __init__(self, url: str, token: str, name: str = "hollyhock") -> None:
        """Use the server at ``url`` (``nats://127.0.0.1:4222``); ``name`` is shown in its monitoring."""
        self._url, self._token, self._name = url, token, name
        self._client: Client | None = None
        self._subscriptions: list[_Subscription] = []
        self._staying: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    async def connect(self) -> None:
        """Connect, and keep reconnecting for ever in the background."""
        if self._staying is None:
            self._staying = asyncio.create_task(self._stay())
        with suppress(TimeoutError):
            async with asyncio.timeout(_FIRST_S):
                await self._ready.wait()

    async def close(self) -> None:
        """Send what is still to be sent and leave."""
        staying, self._staying = self._staying, None
        while staying is not None and not staying.done():
            # The client waits by ``asyncio.wait_for``, which may lose a cancellation before Python 3.12.
            staying.cancel()
            await asyncio.wait({staying}, timeout=_AGAIN_S)
        client, self._client = self._client, None
        if client is not None:
            with suppress(nats.errors.Error, TimeoutError, OSError):
                await client.flush(1)
            await client.close()
        for subscription in self._subscriptions:
            await subscription.dispatcher.stop()
        self._ready.clear()

    async def publish(self, subject: str, message: bytes) -> None:
        """Send; when the bus is away the message is lost."""
        check_size(message)
        client = self._client
        if client is not None and client.is_connected:
            with suppress(nats.errors.Error):
                await client.publish(subject, message)

    async def request(self, subject: str, message: bytes, timeout_ms: int) -> bytes:
        """Ask and wait; raise ``Unavailable`` when nobody answers in time."""
        check_size(message)
        client = self._client
        if client is None or not client.is_connected:
            raise Unavailable(part="bus")
        try:
            # Our own time limit, because the client's may lose the cancellation of whoever asks (before Python 3.12).
            async with asyncio.timeout(timeout_ms / 1000):
                answer = await client.request(subject, message, timeout=None)  # type: ignore[arg-type]  # no limit
        except (nats.errors.Error, TimeoutError):
            raise Unavailable(part="bus") from None
        return bytes(answer.data)

    async def subscribe(self, subject: str, handler: Handler, group: str = "") -> None:
        """Call ``handler`` for each message, also after the server has come back."""
        subscription = _Subscription(subject, handler, group)
        self._subscriptions.append(subscription)
        if self._client is not None:
            await self._announce(self._client, subscription)

    async def _stay(self) -> None:
        while True:
            ended, client = asyncio.Event(), Client()
            try:
                await self._join(client, ended)
                await ended.wait()
                self._client = None
            except (nats.errors.Error, OSError, TimeoutError) as error:
                _log.warning("bus_away", error=type(error).__name__)
                await asyncio.sleep(_AGAIN_S)
            finally:
                # One that has joined is closed by ``close``, which first sends what is still to be sent.
                if self._client is not client:
                    await client.close()

    async def _join(self, client: Client, ended: asyncio.Event) -> None:
        await client.connect(
            self._url,
            token=self._token,
            name=self._name,
            connect_timeout=2,
            max_reconnect_attempts=-1,
            reconnect_time_wait=_AGAIN_S,  # type: ignore[arg-type]  # seconds, fractions work
            ping_interval=_PING_S,
            max_outstanding_pings=2,
            error_cb=_failed,
            disconnected_cb=_note("bus_away"),
            reconnected_cb=_note("bus_back"),
            closed_cb=_setter(ended),
        )
        for subscription in self._subscriptions:
            await self._announce(client, subscription)
        self._client = client
        self._ready.set()

    async def _announce(self, client: Client, subscription: _Subscription) -> None:
        await client.subscribe(
            subscription.subject,
            queue=subscription.group,
            cb=subscription.take,
            pending_msgs_limit=_PENDING_MESSAGES,
        )
        if client.is_connected:
            # The server knows it when this returns: a request that follows finds somebody. The client writes the PING
            # of a flush at once, past what its own task has still to write; only the second one follows it for certain.
            await client.flush()
            await client.flush()


async def _failed(error: Exception) -> None:
    _log.warning("bus_error", error=type(error).__name__)


def _note(event: str) -> Callable[[], Awaitable[None]]:
    async def note() -> None:
        _log.info(event)

    return note


def _setter(event: asyncio.Event) -> Callable[[], Awaitable[None]]:
    async def set_event() -> None:
        event.set()

    return set_event
