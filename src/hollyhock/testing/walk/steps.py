"""Random steps: what could happen next to a centre, drawn from a seed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hollyhock.contracts import commands as c
from hollyhock.core.data import Agent, Interaction
from hollyhock.core.state import State
from hollyhock.testing.walk import rules

_PAUSES = (0, 0, 1, 300, 2_000, 8_000, 20_000)
_LULL_MS = 700_000
"""Now and then nothing happens for so long that what is counted every few minutes is counted."""


class Steps:
    """Draws the next command, most often one that can be done now."""

    def __init__(self, seed: str) -> None:
        """Begin a walk."""
        self.chance = Random(seed)  # noqa: S311 - walks repeat by their seed
        self._count = 0
        self._drawers: list[Callable[[State], c.AnyCommand | None]] = [
            *[self._arrive] * 6,
            *[self._answer] * 6,
            *[self._end] * 4,
            *[self._ready] * 4,
            *[self._wrap] * 3,
            *[self._leave] * 2,
            *[self._spoken] * 2,
            self._press,
            self._drop,
            self._fail,
            self._not_ready,
            self._log_in,
            self._device,
            self._presence,
            self._steer,
            self._skills,
            self._force,
            self._centre,
        ]

    def begin(self) -> list[c.AnyCommand]:
        """Return what every walk begins with."""
        first = rules.directory(self.chance, 1)
        started: list[c.AnyCommand] = [c.PublishDirectory(directory=first), c.MediaPresence(up=True)]
        for agent in first.agents:
            started.append(c.LogIn(agent=agent.code, session=agent.code, device=f"d{agent.code}"))
            started.append(c.DevicePresence(device=f"d{agent.code}", up=True))
            started.append(c.SetReady(agent=agent.code))
        return started

    def next(self, state: State) -> tuple[int, c.AnyCommand]:
        """Return how long nothing happens (ms), and what happens then."""
        self._count += 1
        pause = self.chance.choice(_PAUSES) if self.chance.random() < 0.99 else _LULL_MS
        # Calling back is over soon, and rare: otherwise it would be seen seldom.
        dialling = self._dial(state) if self.chance.random() < 0.4 else None
        command = dialling or self.chance.choice(self._drawers)(state)
        return pause, command if command is not None else c.Tick()

    def _an(self, state: State, *phases: str) -> Interaction | None:
        fitting = [it for it in state.data.interactions.values() if it.phase in phases]
        return self.chance.choice(fitting) if fitting else None

    def _agent(self, state: State, *, ready: bool | None = None) -> Agent | None:
        fitting = [a for a in state.data.agents.values() if a.logged_on and (ready is None or a.ready == ready)]
        return self.chance.choice(fitting) if fitting else None

    def _arrive(self, _state: State) -> c.AnyCommand:
        name, chance = f"w.main.i{self._count}", self.chance
        data = {"language": chance.choice(["en", "zh"])}
        if chance.random() < 0.2:
            data["vip"] = "gold"
        if chance.random() < 0.1:
            data["agent"] = chance.choice(rules.AGENTS)
        customer = chance.choice(["", "", "x", "y", "z"])
        medium, queue = chance.choice(rules.MEDIA), chance.choice(rules.QUEUES)
        return c.Arrive(interaction=name, medium=medium, entry_point=queue, leg=name, data=data, customer=customer)

    def _offer(self, state: State) -> tuple[str, str, bool] | None:
        if not state.data.offers:
            return None
        offer = self.chance.choice(list(state.data.offers.values()))
        return offer.id, offer.interaction, state.data.interactions[offer.interaction].is_call

    def _answer(self, state: State) -> c.AnyCommand | None:
        if (found := self._offer(state)) is None:
            return None
        offer, interaction, call = found
        if call:
            return c.LegUp(interaction=interaction, leg=offer)
        return c.AcceptOffer(agent=state.data.offers[offer].agent, offer=offer)

    def _fail(self, state: State) -> c.AnyCommand | None:
        if (found := self._offer(state)) is None:
            return None
        offer, interaction, call = found
        if call:
            cause = self.chance.choice(["refused", "no_answer", "unreachable", "hang_up"])
            return c.LegGone(interaction=interaction, leg=offer, cause=cause)
        return c.RefuseOffer(agent=state.data.offers[offer].agent, offer=offer)

    def _spoken(self, state: State) -> c.AnyCommand | None:
        told = [it for it in state.data.interactions.values() if it.phase == "waiting" and it.announcement is not None]
        if not told:
            return None
        it = self.chance.choice(told)
        return c.StepDone(interaction=it.id, visit=it.visit, outcome="played")

    def _end(self, state: State) -> c.AnyCommand | None:
        if (it := self._an(state, "connected", "held", "dialling")) is None:
            return None
        kind = self.chance.randrange(6)
        if kind == 0:
            return c.TransferCall(agent=it.agent, interaction=it.id, queue=self.chance.choice(rules.QUEUES))
        if kind == 1 and it.agent_leg:
            return c.LegGone(interaction=it.id, leg=it.agent_leg, cause="device_gone")
        return c.ClearConnection(agent=it.agent, interaction=it.id)

    def _dial(self, state: State) -> c.AnyCommand | None:
        """Let the legs of somebody who calls a customer back come up or fail."""
        it = self._an(state, "dialling")
        if it is None:
            return None
        leg = it.leg or it.agent_leg
        if self.chance.random() < 0.7:
            return c.LegUp(interaction=it.id, leg=leg)
        cause = self.chance.choice(["busy", "no_answer", "hang_up", "unknown", "switch_lost", "device_gone"])
        return c.LegGone(interaction=it.id, leg=self.chance.choice([leg, it.agent_leg]), cause=cause)

    def _press(self, state: State) -> c.AnyCommand | None:
        """Let a caller choose to be called back, or hear the last words."""
        it = self._an(state, "waiting", "flow")
        if it is None:
            return None
        outcome, digits = ("played", "") if it.farewell else ("digits", self.chance.choice(["1", "2"]))
        return c.StepDone(interaction=it.id, visit=it.visit, outcome=outcome, digits=digits)

    def _drop(self, state: State) -> c.AnyCommand | None:
        wraps = [(a.code, name) for a in state.data.agents.values() for name in a.wraps]
        tried = [(agent, name) for agent, name in wraps if state.data.interactions[name].medium == "callback"]
        if not tried:
            return None
        agent, interaction = self.chance.choice(tried)
        return c.DropCallback(agent=agent, interaction=interaction)

    def _leave(self, state: State) -> c.AnyCommand | None:
        it = self._an(state, "waiting", "connected", "held", "reattaching", "flow", "dialling")
        return c.CustomerLeft(interaction=it.id) if it else None

    def _ready(self, state: State) -> c.AnyCommand | None:
        agent = self._agent(state, ready=False)
        return c.SetReady(agent=agent.code) if agent else None

    def _not_ready(self, state: State) -> c.AnyCommand | None:
        agent = self._agent(state, ready=True)
        return c.SetNotReady(agent=agent.code, reason="break") if agent else None

    def _wrap(self, state: State) -> c.AnyCommand | None:
        wraps = [(a.code, name) for a in state.data.agents.values() for name in a.wraps]
        if not wraps:
            return None
        agent, interaction = self.chance.choice(wraps)
        return c.FinishWrapUp(agent=agent, interaction=interaction)

    def _log_in(self, _state: State) -> c.AnyCommand:
        code = self.chance.choice(rules.AGENTS)
        if self.chance.random() < 0.3:
            return c.LogOut(agent=code)
        return c.LogIn(agent=code, session=f"{code} {self._count % 3}", device=f"d{code}")

    def _device(self, _state: State) -> c.AnyCommand:
        return c.DevicePresence(device=f"d{self.chance.choice(rules.AGENTS)}", up=self.chance.random() < 0.8)

    def _presence(self, state: State) -> c.AnyCommand | None:
        agent = self._agent(state)
        if agent is None:
            return None
        return c.AgentPresence(agent=agent.code, session=agent.session, present=self.chance.random() < 0.7)

    def _steer(self, state: State) -> c.AnyCommand | None:
        it, other = self._an(state, "waiting"), self._an(state, "waiting")
        if it is None or other is None:
            return None
        match self.chance.randrange(5):
            case 0:
                return c.MoveInteraction(interaction=it.id, queue=self.chance.choice(rules.QUEUES))
            case 1:
                return c.PlaceInteraction(interaction=it.id, before=other.id if other.id != it.id else "")
            case 2:
                return c.WidenInteraction(interaction=it.id, ring=self.chance.randint(0, 2))
            case 3:
                return c.PullInteraction(agent=self.chance.choice(rules.AGENTS), interaction=it.id)
            case _:
                return c.PushInteraction(agent=self.chance.choice(rules.AGENTS), interaction=it.id)

    def _skills(self, state: State) -> c.AnyCommand | None:
        agent = self._agent(state)
        return c.ChangeSkills(agent=agent.code, skills=rules.skills(self.chance)) if agent else None

    def _force(self, _state: State) -> c.AnyCommand:
        agent = self.chance.choice(rules.AGENTS)
        kinds: tuple[type[c.ForceNotReady | c.ForceLogOut | c.Unlock], ...] = (c.ForceNotReady, c.ForceLogOut, c.Unlock)
        return self.chance.choice(kinds)(agent=agent)

    def _centre(self, state: State) -> c.AnyCommand:
        match self.chance.randrange(8):
            case 0:
                version = self._count + 10
                if self.chance.random() < 0.5:
                    return c.PublishDirectory(directory=rules.directory(self.chance, version))
                return c.PublishDirectory(directory=rules.changed(self.chance, state.data.directory, version))
            case 1 | 2:
                return c.JournalPresence(full=not state.data.journal_full)
            case 3:
                return c.MediaPresence(up=not state.data.switch_up, devices=tuple(f"d{code}" for code in rules.AGENTS))
            case _:
                return c.MediaPresence(up=True, devices=tuple(f"d{code}" for code in rules.AGENTS))
