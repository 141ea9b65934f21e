"""Whatever order things happen in, the switch ends as the engine wants it and every fact is told once."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hollyhock.contracts.commands import AnyCommand, Arrive, CustomerLeft, LegGone, LegUp, RecordingNoted, StepDone
from hollyhock.contracts.treatment import Treatment, Wanted, WantedLeg
from hollyhock.testing.clock import settle

from .conftest import Centre, agent_leg, gather, music, say, voicemail, wanted

OFFERED = ("offer", "wait")
TALKING = (*OFFERED, "picks_up", "wait", "accept", "wait")
BEGINNINGS = st.sampled_from([(), OFFERED, TALKING, (*TALKING, "hold", "wait"), ("voicemail", "wait")])
ENGINE = ("offer", "withdraw", "accept", "hold", "retrieve", "music", "say", "gather", "voicemail", "close")
PARTIES = (
    *("customer_hangs_up", "agent_hangs_up", "agent_refuses", "picks_up", "press", "play_ends", "message_ends"),
    *("cut", "restore", "fail_once", "repeat", "time", "wait", "a moment"),
)
STEPS = st.lists(st.sampled_from([*ENGINE, *PARTIES]), max_size=20)


SERVICES = (
    *("answer", "make_call", "join", "leave", "play", "stop_play", "music", "clear", "record", "stop_record"),
    *("take_message", "drop_bridge", "snapshot"),
)


class Play:
    """An engine of the simplest kind, and parties who do things at any moment."""

    def __init__(self, centre: Centre, interaction: str) -> None:
        self.centre, self.interaction = centre, interaction
        self.visit, self.number = 0, 0
        self.treatment: Treatment | None = music()
        self.legs: tuple[WantedLeg, ...] = ()
        self.closed, self.record = False, False
        self.told: list[AnyCommand] = []

    @property
    def leg(self) -> str:
        return f"leg{self.number}"

    def wish(self) -> Wanted:
        if self.closed:
            return wanted(self.interaction, closed=True)
        return wanted(self.interaction, self.treatment, *self.legs, record=self.record)

    def step(self, name: str) -> None:
        self.hear()
        if (name in ENGINE and self.decide(name)) or name == "repeat":
            self.centre.channel.want(self.wish())
        else:
            self.happen(name)

    def decide(self, name: str) -> bool:
        """Decide something if it makes sense now: a message that is being taken is only ever cut off by the end."""
        told = {command.visit for command in self.told if isinstance(command, StepDone)}
        if self.treatment is not None and self.treatment.kind == "voicemail" and self.treatment.visit not in told:
            self.closed |= name == "close"
            return name == "close"
        match name:
            case "offer" if not self.legs and self.treatment is not None:
                self.number += 1
                self.legs = (agent_leg(self.leg),)
            case "withdraw":
                self.legs, self.record = (), False
                self.treatment = self.treatment or music()
            case "accept" | "retrieve" if self._up():
                self.treatment, self.legs, self.record = None, (agent_leg(self.leg, connected=True),), True
            case "hold" if self.treatment is None:
                self.treatment, self.legs = music(), (agent_leg(self.leg),)
            case "music" if self.treatment is not None:
                self.treatment = music()
            case "say" | "gather" | "voicemail" if self.treatment is not None:
                self.visit += 1
                self.treatment = {"say": say, "gather": gather, "voicemail": voicemail}[name](self.visit, "x")
            case "close":
                self.closed = True
            case _:
                return False
        return True

    def happen(self, name: str) -> None:
        """Let a party or the network do something."""
        switch = self.centre.switch
        deeds: dict[str, Callable[[], None]] = {
            "customer_hangs_up": lambda: switch.hang_up("customer"),
            "agent_hangs_up": lambda: switch.hang_up(self.leg),
            "agent_refuses": lambda: switch.hang_up(self.leg, "refused"),
            "picks_up": lambda: switch.pick_up(self.leg),
            "press": lambda: switch.press("customer", "1"),
            "play_ends": lambda: switch.end_play("customer"),
            "message_ends": lambda: switch.end_message("customer"),
            "cut": switch.cut if switch.connected else switch.restore,
            "restore": switch.restore if not switch.connected else switch.cut,
            "fail_once": lambda: switch.failing.update(dict.fromkeys(SERVICES, 1)),
        }
        deeds.get(name, lambda: None)()

    def hear(self) -> None:
        """Take the facts as an engine would: legs that are gone are wanted no more."""
        for command in self.centre.take():
            self.told.append(command)
            if isinstance(command, LegGone) and any(one.leg == command.leg for one in self.legs):
                self.legs, self.record = (), False
                self.treatment = self.treatment or music()
                self.centre.channel.want(self.wish())
            if isinstance(command, CustomerLeft):
                self.closed = True
                self.centre.channel.want(self.wish())

    def _up(self) -> bool:
        ups = {command.leg for command in self.told if isinstance(command, LegUp)}
        return bool(self.legs) and self.leg in ups

    async def rest(self) -> None:
        """Let everything come to rest with a switch that works."""
        self.centre.switch.failing.clear()
        if not self.centre.switch.connected:
            self.centre.switch.restore()
        for _ in range(3):
            await settle()
            await self.centre.clock.advance(30_000)
            self.hear()
        await settle()


def check(play: Play) -> None:
    switch, wish = play.centre.switch, play.wish()
    customer = switch.legs.get("customer")
    if play.closed or customer is None:
        assert play.closed, "the engine was told that the customer is gone"
        assert switch.legs == {}, "everything is let go"
        assert switch.bridges == set()
        assert play.interaction in play.centre.speaker.forgotten
    else:
        assert customer.up
        assert set(switch.legs) - {"customer"} == {one.leg for one in wish.legs}
        talk = {"customer", play.leg} if wish.treatment is None else set()
        assert switch.talking(play.interaction) == talk
        assert customer.music == ("default" if wish.treatment is not None and wish.treatment.kind == "music" else "")
        assert bool(customer.recording) == wish.record
        _check_step(play)
    _check_facts(play)


def _check_step(play: Play) -> None:
    treatment, customer = play.treatment, play.centre.switch.legs["customer"]
    if treatment is None or treatment.kind == "music":
        assert not customer.play
        return
    done = [one for one in play.told if isinstance(one, StepDone) and one.visit == treatment.visit]
    step = f"{play.interaction}-{treatment.visit}"
    now = customer.play.startswith(step) or customer.message.startswith(step)
    assert done or now, "said now, recorded now, or reported"


def _check_facts(play: Play) -> None:
    visits = Counter(command.visit for command in play.told if isinstance(command, StepDone))
    assert all(times == 1 for times in visits.values()), "each visit is reported once"
    ups = Counter(command.leg for command in play.told if isinstance(command, LegUp))
    assert all(times == 1 for times in ups.values())
    made = Counter(call[1] for call in play.centre.switch.calls if call[0] == "make_call")
    assert all(times <= 5 for times in made.values())
    running: list[str] = []
    for command in play.told:
        if isinstance(command, RecordingNoted) and command.running:
            running.append(command.recording)
        elif isinstance(command, RecordingNoted):
            running.remove(command.recording)
    assert len(running) <= (0 if play.closed else 1), "every recording that began has ended"


async def run(steps: Sequence[str]) -> None:
    centre = Centre()
    centre.switch.registered.add("phone")
    await centre.start()
    centre.posted.clear()
    try:
        centre.switch.arrive("customer")
        await settle()
        assert isinstance(centre.posted[-1].command, Arrive)
        play = Play(centre, centre.posted[-1].command.interaction)
        centre.posted.clear()
        centre.channel.want(play.wish())
        for name in steps:
            if name in {"wait", "a moment"}:
                await settle(50 if name == "wait" else 2)
            elif name == "time":
                await centre.clock.advance(700)
            else:
                play.step(name)
        await play.rest()
        check(play)
        assert centre.switch.misuse == []
    finally:
        await centre.stop()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BEGINNINGS, STEPS)
def test_any_order_comes_to_what_is_wanted(beginning: tuple[str, ...], steps: list[str]) -> None:
    asyncio.run(run([*beginning, *steps]))
