"""What shift leaders and agents do to those who wait: move, reorder, widen, pull, push; and to skills."""

from __future__ import annotations

from hollyhock.contracts.commands import (
    ChangeSkills,
    MoveInteraction,
    PlaceInteraction,
    PullInteraction,
    PushInteraction,
    WidenInteraction,
)
from hollyhock.contracts.errors import Invalid, Refused, Unknown
from hollyhock.contracts.events import Dequeued, PlaceChanged, RingReached, SkillsChanged
from hollyhock.contracts.routing import HIGHEST_LEVEL, HIGHEST_PRIORITY
from hollyhock.core.data import ORDER_STEP, OWN, Interaction
from hollyhock.core.decide.decision import Decision, handles
from hollyhock.core.decide.moves import end_offer
from hollyhock.core.decide.queueing import move
from hollyhock.core.index.idle import slot
from hollyhock.core.matching import Found, offer_to
from hollyhock.core.why import CANNOT, why_not


@handles(MoveInteraction)
def move_interaction(d: Decision, command: MoveInteraction) -> None:
    """Go on waiting elsewhere, with the time waited already."""
    it = _waiting(d, command.interaction)
    if command.queue not in d.state.book.queues:
        raise Unknown(field="queue", what="queue", name=command.queue)
    if command.priority is not None and not 0 <= command.priority <= HIGHEST_PRIORITY:
        raise Refused(field="priority", why_zh="优先级须在 0 到 9 之间", why_en="priority must be between 0 and 9")
    _withdraw(d, it)
    since = it.since
    d.emit(Dequeued(interaction=it.id, queue=it.queue, outcome="flow_out"))
    move(d, it, command.queue, command.priority, since)


@handles(PlaceInteraction)
def place_interaction(d: Decision, command: PlaceInteraction) -> None:
    """Stand right before another one, or first."""
    it = _waiting(d, command.interaction)
    line = d.state.index.lines.queues[it.queue]
    other = _waiting(d, command.before) if command.before else d.state.data.interactions[line[0][3]]
    if other.queue != it.queue:
        raise Refused(field="before", why_zh="两者不在同一队列", why_en="the two do not wait in the same queue")
    if other.id != it.id:
        order = _order_before(d, it, other)
        d.emit(PlaceChanged(interaction=it.id, priority=other.priority, since=other.since, order=order))


def _order_before(d: Decision, it: Interaction, other: Interaction) -> int:
    lines = d.state.index.lines
    line, place = lines.queues[it.queue], lines.of[other.id].place
    before = [p for p in line[max(0, line.index(place) - 2) : line.index(place)] if p[3] != it.id]
    tied = before and before[-1][:2] == place[:2]
    return (before[-1][2] + other.order) // 2 if tied else other.order - ORDER_STEP


@handles(WidenInteraction)
def widen_interaction(d: Decision, command: WidenInteraction) -> None:
    """Wait in another ring from now on."""
    it = _waiting(d, command.interaction)
    queue = d.state.book.queues.get(it.queue)
    rings = [] if queue is None else [n for n, ring in enumerate(queue.rings) if ring.overflow is None]
    if command.ring not in rings:
        raise Invalid(
            field="ring",
            field_name="ring",
            remedy_zh=f"请填 0 到 {len(rings) - 1}",
            remedy_en=f"give 0 to {len(rings) - 1}",
        )
    if it.ring != command.ring:
        d.emit(RingReached(interaction=it.id, ring=command.ring))


@handles(PullInteraction)
def pull_interaction(d: Decision, command: PullInteraction) -> None:
    """Let an agent take one out of turn."""
    _hand(d, command.interaction, command.agent, "pulled")


@handles(PushInteraction)
def push_interaction(d: Decision, command: PushInteraction) -> None:
    """Offer one to the agent whom the leader names."""
    _hand(d, command.interaction, command.agent, "pushed")


@handles(ChangeSkills)
def change_skills(d: Decision, command: ChangeSkills) -> None:
    """Let an agent have other skills for this log-on, or those of the directory again."""
    agent = d.state.data.agents.get(command.agent)
    if agent is None or not agent.logged_on:
        raise Refused(why_zh="座席未登录", why_en="the agent is not logged in")
    for skill, level in (command.skills or {}).items():
        if not d.state.book.knows_skill(skill):
            raise Unknown(field="skills", what="skill", name=skill)
        if not 1 <= level <= HIGHEST_LEVEL:
            raise Invalid(
                field="skills",
                field_name=skill,
                remedy_zh="级别须为 1 到 10",
                remedy_en="give a level of 1 to 10",
            )
    skills = dict(sorted(command.skills.items())) if command.skills is not None else None
    d.emit(SkillsChanged(agent=agent.code, skills=skills))


def _hand(d: Decision, identifier: str, agent: str, source: str) -> None:
    it = _waiting(d, identifier)
    if slot(it.medium) == "voice" and not d.state.data.switch_up:
        raise Refused(why_zh="交换机不可用", why_en="the switch is away")
    if reason := why_not(d.state, agent, it.medium):
        raise Refused(field="agent", why_zh=CANNOT[reason].zh, why_en=CANNOT[reason].en)
    _withdraw(d, it)
    offer_to(d, it, Found((agent,), source, None))


def _withdraw(d: Decision, it: Interaction) -> None:
    for offer in list(it.offers):
        end_offer(d, offer, "withdrawn")
    if it.ring == OWN:
        d.emit(RingReached(interaction=it.id, ring=0))


def _waiting(d: Decision, identifier: str) -> Interaction:
    it = d.state.interaction(identifier)
    if it is None or it.phase != "waiting":
        raise Refused(why_zh="该联络不在排队", why_en="this interaction does not wait (any more)")
    return it
