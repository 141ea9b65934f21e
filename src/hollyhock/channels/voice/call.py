"""One customer's call: the owner of everything that the switch has for one interaction."""

import asyncio
from collections.abc import Callable

import structlog
from msgspec.structs import replace

from hollyhock.channels.base import Outbox
from hollyhock.channels.voice.actions import (
    Action,
    Answer,
    CallBack,
    Join,
    MakeCall,
    Play,
    Prepare,
    Record,
    StopRecord,
    TakeMessage,
    subject,
)
from hollyhock.channels.voice.have import Have, Side, Stage
from hollyhock.channels.voice.patience import Patience
from hollyhock.channels.voice.perform import Performer
from hollyhock.channels.voice.plan import missing
from hollyhock.channels.voice.steps import Steps
from hollyhock.channels.voice.timers import Timers
from hollyhock.channels.voice.tools import Tools
from hollyhock.contracts.commands import AnyCommand, Arrive, CustomerLeft, LegGone, LegUp, RecordingNoted
from hollyhock.contracts.errors import Forbidden, HollyhockError, JournalConflict
from hollyhock.contracts.ids import InteractionId, LegId
from hollyhock.contracts.treatment import Wanted

_log = structlog.get_logger(__name__)


class Call:
    """Compares the newest ``Wanted`` with the mirror after every change and asks the switch for what is missing.

    All methods run in the event loop and none waits, so the mirror is never seen half changed; each service asked for
    is a task of its own, and of two about the same thing the second waits.
    """

    def __init__(self, interaction: InteractionId, leg: LegId, tools: Tools, ended: Callable[["Call"], None]) -> None:
        """Own ``interaction`` with the customer's ``leg``; ``ended`` is called once nothing of it is left."""
        self.interaction = interaction
        self.names = {leg} - {""}
        """Every leg that belonged to it."""
        self.compared = False
        """The mirror says what the switch has; until then nothing is asked for."""
        self.wanted: Wanted | None = None
        self.have = Have(leg=leg, customer=Side.NEW if leg else Side.NONE)
        self.outbox = Outbox(tools.post, tools.ids, "switch", self._refused)
        self._tools, self._ended = tools, ended
        self._timers = Timers(tools.clock, self.look)
        self.steps = Steps(interaction, self.have, self.outbox, self._timers, tools)
        self._performer = Performer(interaction, self.have, tools)
        self._patience = Patience()
        self._busy: dict[str, asyncio.Task[None]] = {}

    @property
    def leg(self) -> LegId:
        """The customer's leg; empty while there is none."""
        return self.have.leg

    # --- what shall be ---

    def want(self, wanted: Wanted) -> None:
        """Take the newest wish."""
        if not wanted.open and not wanted.leg:
            # An interaction that has left the state does not name its leg any more.
            wanted = replace(wanted, leg=self.leg)
        if wanted.leg != self.leg:
            self._change_leg(wanted)
        self.wanted = wanted
        names = {one.leg for one in wanted.legs}
        for leg in [leg for leg, side in self.have.legs.items() if side is Side.GONE and leg not in names]:
            del self.have.legs[leg]
        self.steps.turn(wanted.treatment if wanted.open else None)
        self.look()

    def close(self) -> None:
        """Stop working; what the switch has stays."""
        self._timers.close()
        self.outbox.close()
        for task in self._busy.values():
            task.cancel()

    # --- what happens ---

    def leg_up(self, leg: LegId) -> None:
        """A leg that we made is up."""
        if leg == self.leg:
            self._customer_up()
            return
        if self.have.legs.get(leg) is Side.UP:
            return
        self.have.legs[leg] = Side.UP
        if self._wants(leg):
            self.outbox.put(LegUp(interaction=self.interaction, leg=leg))
        self.look()

    def leg_ended(self, leg: LegId, cause: str) -> None:
        """A leg is gone."""
        if leg == self.leg:
            self.customer_gone(cause)
        elif self._wants(leg):
            self._agent_gone(leg, cause)
        else:
            self.have.legs.pop(leg, None)
            self.have.bridged.discard(leg)
        self.look()

    def press(self, digit: str) -> None:
        """The customer pressed a key."""
        self.steps.press(digit)
        self.look()

    def play_ended(self, play: str, *, ok: bool) -> None:
        """A playback is over."""
        self.steps.play_ended(play, ok=ok)
        self.look()

    def message_ended(self, sound: str, duration_ms: int, *, ok: bool) -> None:
        """A message is complete; a hang-up that ended it is told after it."""
        self.steps.message_ended(sound, duration_ms, ok=ok)
        if self.have.customer is Side.GONE:
            self._tell_left("hang_up")
        self.look()

    def customer_gone(self, cause: str) -> None:
        """The customer's leg is gone, or one who was called back was not reached."""
        have = self.have
        if have.customer is Side.GONE:
            return
        if self.wanted is not None and self.wanted.dial is not None and have.customer is not Side.UP:
            have.customer = Side.GONE
            self._tell_gone(self.leg, cause)
            return
        cause = cause if cause == "switch_lost" else "hang_up"
        have.customer, have.music, have.play = Side.GONE, "", ""
        have.bridged.discard(self.leg)
        if cause != "hang_up" or not self.steps.recording_since_hang_up(lambda: self._tell_left(cause)):
            self._tell_left(cause)

    def note_recording(self, recording: str, *, running: bool) -> None:
        """Tell that a recording has started or is complete."""
        self.outbox.put(RecordingNoted(interaction=self.interaction, recording=recording, running=running))

    # --- what is missing ---

    def look(self) -> None:
        """Ask the switch for what is missing and not being asked for already."""
        if self.wanted is None or not self._allowed():
            return
        now = self._tools.clock.now()
        for action in missing(self.wanted, self.have):
            about = subject(action)
            if about not in self._busy and not self._patience.rests(action, now):
                self._busy[about] = asyncio.create_task(self._do(action, about))
        if not self.wanted.open and not self._busy and self._empty():
            self._timers.close()
            self._ended(self)

    async def _do(self, action: Action, about: str) -> None:
        try:
            # Between the decision and now the wish may have changed: nobody is rung for nothing.
            if self.wanted is not None and self._allowed() and action in missing(self.wanted, self.have):
                await self._performer.perform(action)
                self._patience.succeeded(action)
                self._done(action)
        except Exception as error:  # noqa: BLE001 - whatever fails must neither hang nor end the call
            self._failed(action, error)
        finally:
            del self._busy[about]
        self.look()

    def _done(self, action: Action) -> None:
        step = self.have.step
        match action:
            case Record():
                self.note_recording(self.have.recording, running=True)
            case StopRecord(recording=recording):
                self.note_recording(recording, running=False)
            case Prepare() if step is not None and step.stage is Stage.READY and not step.media:
                self.steps.words_over(step)
            case TakeMessage() if step is not None and step.stage is Stage.MESSAGE and self.have.customer is Side.UP:
                self.steps.recording_began(step)
            case _:
                pass

    def _failed(self, action: Action, error: Exception) -> None:
        if not self._tools.usable() or isinstance(error, JournalConflict):
            return  # The switch is away, and all is compared when it is back; or we are no longer the owner.
        _log.warning(
            "switch_call_failed",
            interaction=self.interaction,
            action=type(action).__name__,
            error=type(error).__name__,
        )
        # Nobody is called twice: what has failed may have been done.
        lasting = isinstance(action, CallBack) or (isinstance(error, HollyhockError) and not error.retryable)
        again = self._patience.failed(action, self._tools.clock.now(), lasting=lasting)
        if again is None:
            self._give_up(action, error)
        else:
            self._timers.set(f"again {subject(action)}", again, lambda: None)

    def _give_up(self, action: Action, error: Exception) -> None:
        step = self.have.step
        match action:
            case Answer():
                self._tell_left("lost")
            case CallBack(leg=leg):
                # Perhaps it rings: it is cleared in any case.
                self.have.legs[leg] = Side.NEW
                self.customer_gone("barred" if isinstance(error, Forbidden) else "unknown")
            case MakeCall(wanted=wanted):
                # The switch may have done it without our seeing the answer: the leg is to be cleared in any case.
                self.have.legs[wanted.leg] = Side.NEW
                self._tell_gone(wanted.leg, "unreachable")
            case Join(legs=legs):
                for leg in legs:
                    if leg != self.leg:
                        self._tell_gone(leg, "unreachable")
            case Prepare() | Play() | TakeMessage() if step is not None:
                self.steps.fail(step)
            case _:
                pass

    # --- small things ---

    def _change_leg(self, wanted: Wanted) -> None:
        """Take the customer's leg of a new attempt to call back; what is left of the one before is not wanted."""
        have = self.have
        if have.leg and have.customer in {Side.NEW, Side.UP}:
            have.legs[have.leg] = have.customer
        have.leg, have.music, have.play, have.ring_back = wanted.leg, "", "", ""
        have.customer = Side.NONE if wanted.dial is not None or not wanted.leg else Side.NEW

    def _allowed(self) -> bool:
        return self.compared and self._tools.usable()

    def _customer_up(self) -> None:
        if self.have.customer is Side.NEW:
            self.have.customer = Side.UP
            self.outbox.put(LegUp(interaction=self.interaction, leg=self.leg))
        self.look()

    def _empty(self) -> bool:
        have = self.have
        return have.customer in {Side.GONE, Side.NONE} and not have.legs and not have.bridge and not have.recording

    def _wants(self, leg: LegId) -> bool:
        return self.wanted is not None and self.wanted.open and any(one.leg == leg for one in self.wanted.legs)

    def _agent_gone(self, leg: LegId, cause: str) -> None:
        if self.have.legs.get(leg) is not Side.GONE:
            self.have.legs[leg] = Side.GONE
            self.have.bridged.discard(leg)
            self._tell_gone(leg, cause)

    def _tell_gone(self, leg: LegId, cause: str) -> None:
        self.outbox.put(LegGone(interaction=self.interaction, leg=leg, cause=cause))

    def _tell_left(self, cause: str) -> None:
        if self.wanted is None or self.wanted.open:
            self.outbox.put(CustomerLeft(interaction=self.interaction, cause=cause))

    def _refused(self, command: AnyCommand) -> None:
        # A caller whom the engine did not take must not sit in silence.
        if isinstance(command, Arrive):
            self.want(Wanted(interaction=self.interaction, open=False, leg=self.leg, cause="failed"))
