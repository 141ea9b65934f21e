"""What is missing: the newest ``Wanted`` compared with what the switch has. A function of both and nothing else."""

from collections.abc import Iterator

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
from hollyhock.channels.voice.have import Have, Side, Stage
from hollyhock.contracts.ids import LegId
from hollyhock.contracts.treatment import Wanted


def missing(wanted: Wanted, have: Have) -> list[Action]:
    """Return what shall be asked of the switch now; what has to wait for one of these comes with a later look."""
    return list(_open(wanted, have) if wanted.open else _closed(wanted, have))


def _open(wanted: Wanted, have: Have) -> Iterator[Action]:
    if have.customer is Side.NONE and wanted.dial is not None:
        yield CallBack(wanted.leg, wanted.dial)
    elif have.customer is Side.NEW and wanted.dial is None:
        yield Answer(wanted.leg)
    yield from _legs(wanted, have)
    yield from _ring_back(wanted, have)
    if have.step is not None and have.step.stage is Stage.PREPARING:
        yield Prepare(have.step.treatment.visit)
    if have.customer is Side.UP:
        yield from _ear(wanted, have)
        yield from _bridge(wanted, have)
    yield from _recording(wanted, have)


def _closed(wanted: Wanted, have: Have) -> Iterator[Action]:
    for leg in have.legs:
        yield Clear(leg)
    if have.recording:
        # Complete on disk before the leg that it hangs on goes.
        yield StopRecord(have.recording)
    elif have.customer in {Side.NEW, Side.UP}:
        yield Clear(wanted.leg, "busy" if wanted.cause == "busy" else "normal")
    elif have.bridge and not have.legs:
        yield DropBridge()


def _legs(wanted: Wanted, have: Have) -> Iterator[Action]:
    names = {one.leg for one in wanted.legs}
    for leg in have.legs:
        if leg not in names:
            yield Clear(leg)
    for one in wanted.legs:
        if one.leg not in have.legs:
            yield MakeCall(one)


def _ring_back(wanted: Wanted, have: Have) -> Iterator[Action]:
    """Yield one action at most: who has taken a call back is alone on the line until the customer answers."""
    if wanted.dial is None or have.customer is not Side.NEW:
        return
    for one in wanted.legs:
        if have.legs.get(one.leg) is Side.UP and have.ring_back != one.leg:
            yield RingBack(one.leg)
            return


def _ear(wanted: Wanted, have: Have) -> Iterator[Action]:
    """Yield one action at most: a customer's ear takes one thing after another."""
    treatment, step = wanted.treatment, have.step
    if step is not None and step.stage is Stage.PREPARING:
        return  # What played before goes on until the sounds are there.
    playing = step.play if step is not None and step.stage in {Stage.READY, Stage.PLAYING} else ""
    music = treatment.music if treatment is not None and treatment.kind == "music" else ""
    if have.play and have.play != playing:
        yield StopPlay(have.play)
    elif treatment is not None and wanted.leg in have.bridged:
        return  # First out of the talk.
    elif have.music != music:
        yield Music(music)
    elif step is not None and step.stage is Stage.READY:
        yield Play(step.treatment.visit)
    elif step is not None and step.stage is Stage.TONE:
        yield TakeMessage(step.treatment.visit)


def _bridge(wanted: Wanted, have: Have) -> Iterator[Action]:
    talk = _talk(wanted, have)
    cleared = have.legs.keys() - {one.leg for one in wanted.legs}
    for leg in sorted(have.bridged - talk - cleared):
        yield Leave(leg)
    quiet = not have.music and not have.play
    if len(talk) > 1 and not talk <= have.bridged and quiet:
        yield Join((wanted.leg, *sorted(talk - {wanted.leg})))


def _talk(wanted: Wanted, have: Have) -> set[LegId]:
    if wanted.treatment is not None:
        return set()
    agents = {one.leg for one in wanted.legs if one.connected and have.legs.get(one.leg) is Side.UP}
    # A customer whose agent has just gone stays until the engine says what follows.
    return agents | {wanted.leg} if agents else {wanted.leg} & have.bridged


def _recording(wanted: Wanted, have: Have) -> Iterator[Action]:
    if have.recording and (not wanted.record or have.customer is Side.GONE):
        yield StopRecord(have.recording)
    elif wanted.record and not have.recording and have.customer is Side.UP:
        yield Record()
