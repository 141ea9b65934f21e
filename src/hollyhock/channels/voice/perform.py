"""Carries out one action on the switch and notes in the mirror what the switch has then."""

from hollyhock.channels.voice.actions import (
    Action,
    Answer,
    CallBack,
    Clear,
    DropBridge,
    Join,
    Leave,
    MakeCall,
    Music,
    Play,
    Prepare,
    Record,
    RingBack,
    StopPlay,
    StopRecord,
    TakeMessage,
)
from hollyhock.channels.voice.have import Have, Side, Stage, Step
from hollyhock.channels.voice.tools import Tools
from hollyhock.contracts.errors import Forbidden
from hollyhock.contracts.ids import InteractionId

RING_MS = 300_000
"""The engine's lease ends every ring; this only keeps a leg from ringing for ever if the engine is gone."""
CUSTOMER_RING_MS = 45_000
"""How long a customer who is called back may take to answer; the engine waits a little longer for the news."""
SILENCE_MS = 5_000
"""This much silence ends a message."""


class Performer:
    """The hands of one call: knows how, not when."""

    def __init__(self, interaction: InteractionId, have: Have, tools: Tools) -> None:
        """Keep ``have`` true."""
        self._interaction, self._have, self._tools = interaction, have, tools

    async def perform(self, action: Action) -> None:
        """Do it; raises what the port raises, with the mirror as if nothing had been asked."""
        match action:
            case Answer():
                await self._tools.switch.answer(self._have.leg)
                self._have.customer = Side.UP if self._have.customer is Side.NEW else self._have.customer
            case CallBack():
                await self._call_back(action)
            case MakeCall() | Clear():
                await self._leg_action(action)
            case Join() | Leave() | DropBridge():
                await self._bridge(action)
            case Record() | StopRecord():
                await self._record(action)
            case Prepare() | Play() | TakeMessage():
                await self._speak(action)
            case Music(name=name):
                await self._music(name)
            case RingBack(leg=leg):
                await self._tools.switch.ring_back(leg)
                self._have.ring_back = leg
            case StopPlay(play=play):
                await self._tools.switch.stop_play(play)
                if self._have.play == play:
                    self._have.play = ""

    async def _call_back(self, action: CallBack) -> None:
        dial = action.dial
        if not self._tools.may_call(dial.number):
            raise Forbidden
        # Before the request, and whatever comes of it: a customer is never called a second time for one attempt.
        self._have.customer = Side.NEW
        await self._tools.switch.dial(action.leg, dial.trunk, dial.number, caller=dial.caller, ring_ms=CUSTOMER_RING_MS)

    async def _leg_action(self, action: MakeCall | Clear) -> None:
        switch, have = self._tools.switch, self._have
        if isinstance(action, MakeCall):
            wanted = action.wanted
            # Before the answer: the leg may come up or end while we wait for it.
            have.legs[wanted.leg] = Side.NEW
            try:
                await switch.make_call(
                    wanted.leg, wanted.device, caller=wanted.caller, auto_answer=wanted.auto_answer, ring_ms=RING_MS
                )
            except BaseException:
                if have.legs.get(wanted.leg) is Side.NEW:
                    del have.legs[wanted.leg]
                raise
        else:
            await switch.clear(action.leg, action.cause)
            have.bridged.discard(action.leg)
            have.legs.pop(action.leg, None)
            if action.leg == self._have.leg:
                have.customer = Side.GONE

    async def _bridge(self, action: Join | Leave | DropBridge) -> None:
        switch, have, name = self._tools.switch, self._have, self._interaction
        match action:
            case Join(legs=legs):
                await switch.join(name, legs)
                have.bridge = True
                have.bridged |= {leg for leg in legs if leg == have.leg or leg in have.legs}
            case Leave(leg=leg):
                await switch.leave(name, leg)
                have.bridged.discard(leg)
            case DropBridge():
                await switch.drop_bridge(name)
                have.bridge = False

    async def _record(self, action: Record | StopRecord) -> None:
        switch, have = self._tools.switch, self._have
        if isinstance(action, Record):
            name = self._tools.ids.new("r")
            await switch.record(self._have.leg, name)
            have.recording = name
        else:
            await switch.stop_record(self._have.leg, action.recording)
            have.recording = ""

    async def _music(self, name: str) -> None:
        have = self._have
        before, have.music = have.music, name or have.music
        try:
            await self._tools.switch.music(self._have.leg, name or None)
        except BaseException:
            have.music = before
            raise
        have.music = name

    async def _speak(self, action: Prepare | Play | TakeMessage) -> None:
        step = self._have.step
        if step is None or step.treatment.visit != action.visit:
            return
        match action:
            case Prepare():
                await self._prepare(step)
            case Play():
                await self._play(step)
            case TakeMessage():
                step.stage = Stage.MESSAGE
                try:
                    await self._tools.switch.take_message(
                        self._have.leg, step.sound, max_ms=step.treatment.max_ms, silence_ms=SILENCE_MS
                    )
                except BaseException:
                    step.stage = Stage.TONE if step.stage is Stage.MESSAGE else step.stage
                    raise

    async def _prepare(self, step: Step) -> None:
        said = step.treatment
        step.media = await self._tools.speaker.media(said.parts, said.language, said.values, self._interaction)
        if step.stage is Stage.PREPARING:
            step.stage = Stage.READY

    async def _play(self, step: Step) -> None:
        have = self._have
        # Before the answer: a short sound may end while we wait for it.
        step.stage, have.play = Stage.PLAYING, step.play
        try:
            await self._tools.switch.play(self._have.leg, step.play, step.media)
        except BaseException:
            step.stage = Stage.READY if step.stage is Stage.PLAYING else step.stage
            have.play = "" if have.play == step.play else have.play
            raise
