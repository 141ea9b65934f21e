"""A centre on real parts for tests: switch, bus and engine as processes; its worker's answers come from the test."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from hollyhock.adapters.bus import NatsBus
from hollyhock.adapters.journal import SqliteJournal
from hollyhock.adapters.settings import as_toml
from hollyhock.contracts import subjects
from hollyhock.contracts.commands import AnyCommand, Envelope, LogIn, Reply, SetReady
from hollyhock.contracts.directory import Directory, Prompt, Trunk
from hollyhock.contracts.errors import HollyhockError, Unavailable
from hollyhock.contracts.events import AnyEvent, Event
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.journal import Entry
from hollyhock.contracts.softphone import agent_device, device_secret
from hollyhock.contracts.views import AgentCard, AnyCard, CardSnapshot, InteractionCard, SystemCard
from hollyhock.testing.asterisk import AsteriskServer
from hollyhock.testing.nats import NatsServer
from hollyhock.testing.real_engine import RealEngine
from hollyhock.testing.rtp import make_tone
from hollyhock.testing.sipp import Sipp, SippFleet

_BEAT_S = 4.0
_LOOK_S = 0.02
E = TypeVar("E", bound=Event)
_encode = msgspec.json.Encoder().encode


class Desk:
    """An agent of the test: a desk session and a SIPp telephone."""

    def __init__(self, code: str, key: str, phone: Sipp) -> None:
        """Derive the session's account as a gateway does."""
        self.code, self.session, self.phone = code, f"session-{code}", phone
        self.device = agent_device(key, self.session)
        self.secret = device_secret(key, self.device)


class RealCentre:
    """Everything under one temporary home. ``directory`` is what the worker would publish.

    ``engines`` are all that were started, the newest last.
    """

    scope = Scope("demo", "main")

    def __init__(self, folder: Path, directory: Directory) -> None:
        """Make the home; nothing runs yet."""
        self.home = folder / "home"
        self.switch = AsteriskServer(self.home)
        self.directory = msgspec.structs.replace(
            directory,
            prompts=tuple(self._spoken(prompt, directory.languages) for prompt in directory.prompts),
            trunks=(*directory.trunks, Trunk(code="test", addresses=("127.0.0.1",))),
        )
        self.nats = NatsServer(folder)
        self.switch.secrets = msgspec.structs.replace(self.switch.secrets, bus=self.nats.token)
        (self.home / "run").mkdir(exist_ok=True)
        (self.home / "secrets.toml").write_text(as_toml(self.switch.secrets))
        self.fleet = SippFleet(self.switch, folder)
        self.engines: list[RealEngine] = []
        self._entries: list[Entry] = []
        self.desks: dict[str, Desk] = {}
        self._number = 0
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start the parts and one engine; return when the engine has directory and switch."""
        await asyncio.to_thread(self.nats.start)
        ports = msgspec.structs.replace(self.switch.settings.ports, bus=int(self.nats.url.rpartition(":")[2]))
        self.switch.settings = msgspec.structs.replace(self.switch.settings, ports=ports, plain_softphones=True)
        await asyncio.to_thread(self.switch.start)
        self.bus = NatsBus(self.nats.url, self.nats.token)
        await self.bus.connect()
        self._tasks.append(asyncio.create_task(self._beat()))
        await self.start_records()
        self.start_engine()
        await self.engine_up()
        await self.takes_calls()

    async def start_records(self) -> None:
        """Answer in place of a worker."""

        async def pull(held: bytes) -> bytes:
            return _encode(self.directory) if int(held) < self.directory.version else b""

        async def secret(_ask: bytes) -> bytes:
            return _encode(subjects.TrunkSecret())

        await self.bus.subscribe(subjects.directory_pull(self.scope), pull)
        await self.bus.subscribe(subjects.trunk_secret(self.scope), secret)

    def start_engine(self) -> RealEngine:
        """Start an engine process; while another one lives it waits as a stand-by."""
        engine = RealEngine(self.home, self.switch.settings)
        self.engines.append(engine)
        return engine

    async def engine_up(self, seconds: float = 20.0) -> None:
        """Return when an engine answers that it has the directory and a usable switch."""
        found: list[SystemCard] = []

        async def look() -> bool:
            with suppress(HollyhockError):
                found[:] = [card for card in await self.cards() if isinstance(card, SystemCard)]
            return bool(found) and found[0].switch_up and found[0].directory >= self.directory.version

        await self.until(look, "engine up", seconds)

    async def takes_calls(self) -> None:
        """Return when the switch knows the trunk that SIPp calls from."""
        await self.until(self._trunk_there, "trunk on the switch")

    async def stop(self) -> None:
        """End everything that was started."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.fleet.stop()
        for engine in self.engines:
            await engine.stop()
        with suppress(HollyhockError, AttributeError):  # Not there when the bus did not even start.
            await self.bus.close()
        self.switch.kill()
        self.nats.stop()

    # --- what desks do ------------------------------------------------------------------------------------------------

    async def agent(
        self, code: str, scenario: str = "agent_answers", *, answer_ms: int = 0, ready: bool = True, rtp_port: int = 9
    ) -> Desk:
        """Log an agent in with a SIPp telephone that acts by a scenario."""
        phone = await asyncio.to_thread(self.fleet.agent, scenario, milliseconds=answer_ms, rtp_port=rtp_port)
        desk = Desk(code, self.switch.secrets.token, phone)
        self.desks[code] = desk
        wanted = subjects.ProvisionDevice(device=desk.device, secret=desk.secret, agent=code)
        answer = await self.bus.request(subjects.provision(self.scope), _encode(wanted), 2_000)
        assert msgspec.json.decode(answer, type=Reply).problem is None, answer
        await self.ask(LogIn(agent=code, session=desk.session, device=desk.device))
        await self.register(desk)
        if ready:
            await self.ask(SetReady(agent=code))
        return desk

    async def reload(self, code: str) -> None:
        """Reload a desk: its telephone goes with its page; a new page logs in and its telephone registers."""
        desk = self.desks[code]
        await asyncio.to_thread(self.fleet.register, desk.device, desk.secret, desk.phone.port, expires=0)
        await self.ask(LogIn(agent=code, session=desk.session, device=desk.device, fresh=True))
        await self.register(desk)

    async def register(self, desk: Desk) -> None:
        """Register a desk's telephone and wait until the engine knows; one that is refused tries again, as they do."""

        async def registered() -> bool:
            return (await asyncio.to_thread(self.fleet.register, desk.device, desk.secret, desk.phone.port)).succeeded()

        async def up() -> bool:
            with suppress(HollyhockError):
                return (await self.agent_card(desk.code)).device_up
            return False

        await self.until(registered, f"telephone of {desk.code} registers")
        await self.until(up, f"the engine knows that the telephone of {desk.code} is there")

    async def ask(self, command: AnyCommand, **personal: str) -> int:
        """Give a command; return the cursor or raise the refusal's code as ``LookupError``."""
        self._number += 1
        envelope = Envelope(id=f"test.{self._number}", actor="test", command=command, personal=personal)
        answer = await self.bus.request(subjects.commands(self.scope), _encode(envelope), 5_000)
        reply = msgspec.json.decode(answer, type=Reply)
        if reply.problem is not None:
            raise LookupError(reply.problem.code, reply.problem.en)
        return reply.cursor

    # --- looking ------------------------------------------------------------------------------------------------------

    async def cards(self) -> tuple[AnyCard, ...]:
        """Return all cards of now; raise ``Unavailable`` when no engine answers."""
        answer = await self.bus.request(subjects.cards_snapshot(self.scope), b"", 1_000)
        return msgspec.json.decode(answer, type=CardSnapshot).cards

    async def agent_card(self, code: str) -> AgentCard:
        """Return an agent's card."""
        return next(c for c in await self.cards() if isinstance(c, AgentCard) and c.agent == code)

    async def calls(self, *phases: str) -> list[InteractionCard]:
        """Return the open interactions in these phases (all when none is named)."""
        return [c for c in await self.cards() if isinstance(c, InteractionCard) and (not phases or c.phase in phases)]

    async def calls_are(self, seconds: float = 15.0, **phases: int) -> list[InteractionCard]:
        """Return the interactions once exactly so many are in each of these phases."""
        found: list[InteractionCard] = []

        async def look() -> bool:
            with suppress(Unavailable):
                found[:] = await self.calls()
                return all(sum(c.phase == phase for c in found) == n for phase, n in phases.items())
            return False

        try:
            await self.until(look, f"calls {phases}", seconds)
        except TimeoutError as error:
            raise TimeoutError(f"{error}; found {[(c.interaction, c.phase) for c in found]}") from None
        return found

    async def entries(self) -> list[Entry]:
        """Return the whole journal; only what is new is read."""
        journal = SqliteJournal(self.home / "journal.sqlite3")
        try:
            self._entries += await journal.read(len(self._entries), 1_000_000)
        finally:
            await journal.close()
        return self._entries

    async def events(self) -> list[AnyEvent]:
        """Return every event of the journal."""
        return [event for entry in await self.entries() for event in entry.events]

    async def event_of(self, kind: type[E], seconds: float = 10.0) -> list[E]:
        """Return the journal's events of a kind once there is one."""
        found: list[E] = []

        async def look() -> bool:
            found[:] = [event for event in await self.events() if isinstance(event, kind)]
            return bool(found)

        await self.until(look, kind.__name__, seconds)
        return found

    def engine_log(self) -> str:
        """Return what the engines wrote."""
        return (self.home / "log" / "engine.log").read_text(errors="replace")

    # --- inside -------------------------------------------------------------------------------------------------------

    async def _trunk_there(self) -> bool:
        return "trunk-test" in await asyncio.to_thread(self.switch.console, "pjsip show endpoints")

    async def until(self, condition: Callable[[], Awaitable[bool]], what: str, seconds: float = 20.0) -> None:
        """Return once an awaited condition holds."""
        deadline = time.monotonic() + seconds
        while not await condition():
            if time.monotonic() > deadline:
                shown = await self._shown()
                raise TimeoutError(f"not in {seconds:g} s: {what}; shown: {shown}; engine: {self.engine_log()[-3000:]}")
            await asyncio.sleep(_LOOK_S)

    async def _shown(self) -> str:
        with suppress(HollyhockError):
            return "\n".join(map(str, await self.cards()))
        return "nothing, no engine answers"

    def _spoken(self, prompt: Prompt, languages: tuple[str, ...]) -> Prompt:
        """Return a prompt with a tone of a second for each language that it lacks."""
        make_tone(self.home / "sounds" / "test" / prompt.code, 440, 1.0)
        return msgspec.structs.replace(prompt, audio=dict.fromkeys(languages, f"test/{prompt.code}") | prompt.audio)

    async def _beat(self) -> None:
        while True:
            sessions = {desk.code: desk.session for desk in self.desks.values()}
            beat = subjects.PresenceBeat(gateway="test", sessions=sessions)
            try:
                await self.bus.request(subjects.presence(self.scope), _encode(beat), 1_000)
            except HollyhockError:
                await asyncio.sleep(_LOOK_S)
            else:
                await asyncio.sleep(_BEAT_S)
