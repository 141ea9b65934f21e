"""Compares a call with a snapshot of the switch, by table.

| on both | the mirror takes over what the snapshot says; recordings and bridges go on |
| customer with us only | ``CustomerLeft(switch_lost)`` |
| customer to be called back with us only | ``LegGone(unknown)`` if they were asked for: never called again |
| agent's leg with us only | ``LegGone(switch_lost)``, unless it was never asked for: then it simply is missing |
| recording | a running one goes on; one that only the journal knows has ended |
| playback | stopped, in case that it runs, and begun anew: an ended one is repeated |
| with the switch only | ``VoiceChannel`` adopts customers, clears agents' legs and bridges |
"""

from collections.abc import Collection, Mapping

from hollyhock.channels.voice.call import Call
from hollyhock.channels.voice.have import UNKNOWN, Side
from hollyhock.contracts.switch import LegSeen
from hollyhock.contracts.treatment import WantedLeg


def compare(call: Call, legs: Mapping[str, LegSeen], bridges: Collection[str], *, recovered: bool) -> None:
    """Make the call's mirror true and tell what was lost.

    ``recovered``: this process has not seen the switch before, so each leg that the engine wants must have existed.
    """
    have, call.compared = call.have, True
    have.bridge = call.interaction in bridges
    have.bridged = {one.leg for one in legs.values() if one.bridge == call.interaction}
    if recovered and call.wanted is not None:
        have.recording = call.wanted.recording
    call.steps.say_again(recovered=recovered)
    _customer(call, legs.get(call.leg), recovered=recovered)
    wanted = call.wanted.legs if call.wanted is not None else ()
    for one in wanted:
        _agent(call, one, legs.get(one.leg), recovered=recovered)
    for leg in [leg for leg in have.legs if leg not in legs and all(one.leg != leg for one in wanted)]:
        del have.legs[leg]


def _customer(call: Call, seen: LegSeen | None, *, recovered: bool) -> None:
    have = call.have
    called = call.wanted is not None and call.wanted.dial is not None
    if seen is None:
        # An engine before this one may have called: whether it has, nobody knows.
        if have.customer is not Side.NONE or (called and recovered):
            call.customer_gone("unknown" if called else "switch_lost")
        return
    if called:
        have.customer = Side.NEW
        if seen.up:
            call.leg_up(call.leg)
    else:
        have.customer = Side.UP if seen.up else Side.NEW
    have.music = "" if seen.bridge else UNKNOWN
    if seen.recording != have.recording:
        if have.recording:
            call.note_recording(have.recording, running=False)
        have.recording = seen.recording
        if have.recording:
            call.note_recording(have.recording, running=True)


def _agent(call: Call, one: WantedLeg, seen: LegSeen | None, *, recovered: bool) -> None:
    have = call.have
    if seen is None:
        if recovered or one.leg in have.legs:
            call.leg_ended(one.leg, "switch_lost")
    elif seen.up and not one.connected:
        call.leg_up(one.leg)
    else:
        have.legs[one.leg] = Side.UP if seen.up else Side.NEW
