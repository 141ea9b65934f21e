"""Carries spoken treatments from their first sound to the fact that reports their end."""

from collections.abc import Callable

from hollyhock.channels.base import Outbox
from hollyhock.channels.voice.have import SPOKEN, Have, Stage, Step
from hollyhock.channels.voice.keys import Keys
from hollyhock.channels.voice.timers import Timers
from hollyhock.channels.voice.tools import Tools
from hollyhock.contracts.commands import StepDone
from hollyhock.contracts.ids import InteractionId
from hollyhock.contracts.treatment import Treatment

_KEYS, _MESSAGE = "keys", "message"
_LATE_MS = 10_000
"""A message whose end nobody told this long after its longest time has ended all the same."""
_CLOSING_MS = 3_000
"""After the customer's hang-up the switch tells the message's length within this time."""


class Steps:
    """What the customer is told or asked: one visit at a time, each reported once."""

    def __init__(self, interaction: InteractionId, have: Have, outbox: Outbox, timers: Timers, tools: Tools) -> None:
        """Move ``have.step`` along; the switch itself is asked by the plan."""
        self._interaction, self._have, self._outbox = interaction, have, outbox
        self._timers, self._clock, self._ids = timers, tools.clock, tools.ids
        self._said: Treatment | None = None

    def turn(self, treatment: Treatment | None) -> None:
        """Take the newest treatment: begin a new visit, go on with the same one, or stop."""
        self._said, step = treatment, self._have.step
        if treatment is None or treatment.kind not in SPOKEN:
            self._leave()
        elif step is None or step.treatment.visit != treatment.visit:
            self._leave()
            keys = Keys(treatment.gather) if treatment.gather is not None else None
            self._have.step = Step(treatment, f"{self._interaction}-{treatment.visit}", keys=keys)

    def press(self, digit: str) -> None:
        """Take a key: it interrupts the prompt of a gather; anything else does not ask for keys."""
        step = self._have.step
        if self._said is not None and self._said.key == digit:
            self._chosen(self._said, digit)
            return
        if step is None or step.keys is None or step.stage is Stage.DONE:
            return
        step.stage = Stage.KEYING
        if outcome := step.keys.press(digit):
            self._keyed(step, outcome)
        else:
            self._await_key(step)

    def _chosen(self, said: Treatment, digit: str) -> None:
        """Report the key that may be pressed at any time."""
        if self._have.step is not None:
            self._report(self._have.step, "digits", digits=digit)
        else:
            done = StepDone(interaction=self._interaction, visit=said.visit, outcome="digits", digits=digit)
            self._outbox.put(done)

    def play_ended(self, play: str, *, ok: bool) -> None:
        """A playback is over; one that we stopped or do not know says nothing."""
        step = self._have.step
        if self._have.play == play:
            self._have.play = ""
        if step is not None and step.play == play and step.stage is Stage.PLAYING:
            if ok:
                self.words_over(step)
            else:
                self.fail(step)

    def words_over(self, step: Step) -> None:
        """Everything has been said: report it, await keys, or record."""
        if step.keys is not None:
            step.stage = Stage.KEYING
            self._await_key(step)
        elif step.treatment.kind == "voicemail":
            step.stage = Stage.TONE
        else:
            self._report(step, "played")

    def recording_began(self, step: Step) -> None:
        """A message is being recorded: its end must not depend on an event that may get lost."""
        longest = step.treatment.max_ms
        end = self._clock.now() + longest + _LATE_MS
        self._timers.set(_MESSAGE, end, lambda: self._recorded(step, step.sound, longest))

    def message_ended(self, sound: str, duration_ms: int, *, ok: bool) -> None:
        """The switch has told a message's end; it may be one that an earlier engine began."""
        step = self._have.step
        if step is None or sound not in {step.sound, f"{step.name}.wav"}:
            return
        if ok:
            self._recorded(step, sound, duration_ms)
        elif step.stage is Stage.MESSAGE:
            self.fail(step)

    def say_again(self, *, recovered: bool) -> None:
        """Begin anew what the switch may have ended without our hearing of it, or an earlier engine began."""
        step = self._have.step
        if step is not None and (recovered or step.stage is Stage.PLAYING):
            self._have.play, step.again = step.play, f"-{self._ids.new('p')}"
            step.stage = Stage.READY if step.stage is Stage.PLAYING else step.stage

    def recording_since_hang_up(self, then: Callable[[], None]) -> bool:
        """Say whether a message is to be reported before the hang-up is; ``then`` is called if that takes long."""
        step = self._have.step
        if step is None or step.stage is not Stage.MESSAGE:
            return False
        self._timers.set(_MESSAGE, self._clock.now() + _CLOSING_MS, then)
        return True

    def fail(self, step: Step) -> None:
        """Report that the visit could not be carried out."""
        self._report(step, "failed")

    def _leave(self) -> None:
        self._timers.cancel(_KEYS)
        self._timers.cancel(_MESSAGE)
        self._have.step = None

    def _await_key(self, step: Step) -> None:
        if step.keys is not None:
            keys, until = step.keys, self._clock.now() + step.keys.gather.timeout_ms
            self._timers.set(_KEYS, until, lambda: self._keyed(step, keys.silence()))

    def _keyed(self, step: Step, outcome: str) -> None:
        if step.keys is None:
            return
        secret = step.keys.gather.into
        if outcome != "digits":
            self._report(step, outcome)
        elif secret:
            self._report(step, outcome, personal={secret: step.keys.digits})
        else:
            self._report(step, outcome, digits=step.keys.digits)

    def _recorded(self, step: Step, sound: str, duration_ms: int) -> None:
        self._report(step, "recorded", sound=sound, duration_ms=duration_ms)

    def _report(
        self,
        step: Step,
        outcome: str,
        *,
        digits: str = "",
        sound: str = "",
        duration_ms: int = 0,
        personal: dict[str, str] | None = None,
    ) -> None:
        self._timers.cancel(_KEYS)
        self._timers.cancel(_MESSAGE)
        if step.stage is Stage.DONE:
            return
        step.stage = Stage.DONE
        done = StepDone(
            interaction=self._interaction,
            visit=step.treatment.visit,
            outcome=outcome,
            digits=digits,
            task=self._ids.new("i") if sound else "",
            sound=sound,
            duration_ms=duration_ms,
        )
        self._outbox.put(done, personal)
