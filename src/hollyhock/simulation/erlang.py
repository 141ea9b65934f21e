"""Erlang's formulas for one queue of equal agents: loss (B), delay (C), delay with impatience (A)."""

from __future__ import annotations

from math import exp
from typing import NamedTuple


class Waiting(NamedTuple):
    """What a formula says of waiting; times in seconds."""

    delayed: float
    """Share who wait at all."""
    asa: float
    """Mean wait of all who arrive (of all who are answered, for impatience)."""
    service_level: float
    """Share answered within the target, of all who arrive."""
    abandoned: float = 0.0
    """Share who give up."""


def loss(load: float, agents: int) -> float:
    """Return the share of arrivals lost with ``agents`` and no waiting (Erlang 1917); ``load`` in erlangs."""
    share = 1.0
    for number in range(1, agents + 1):
        share = load * share / (number + load * share)
    return share


def delay(load: float, agents: int, service_s: float, target_s: float) -> Waiting:
    """Return Erlang C: exponential service, endless patience, first come first served.

    With as many erlangs as agents or more the line grows without end: everybody is delayed, for ever.
    """
    if load >= agents:
        return Waiting(1.0, float("inf"), 0.0)
    lost = loss(load, agents)
    delayed = lost / (1 - load / agents * (1 - lost))
    free_s = service_s / (agents - load)
    return Waiting(delayed, delayed * free_s, 1 - delayed * exp(-target_s / free_s))


def impatience(load: float, agents: int, service_s: float, patience_s: float, target_s: float) -> Waiting:
    """Return Erlang A (Palm 1957): as Erlang C, but customers give up after an exponential patience.

    The chance to be answered within the target is computed by conditioning on how many are found and letting those
    ahead leave as they are served or give up (Mandelbaum and Zeltyn, "Service Engineering in Action", 2007, section 3).
    """
    leave, give_up, come = 1 / service_s, 1 / patience_s, load / service_s
    weights = _weights(come, leave, give_up, agents)
    total = sum(weights)
    shares = [weight / total for weight in weights]
    waiting = sum((number - agents) * share for number, share in enumerate(shares) if number > agents)
    abandoned = give_up * waiting / come
    in_time = _in_time(shares, agents, leave, give_up, target_s)
    answered_wait = _answered_wait(shares, agents, leave, give_up)
    return Waiting(sum(shares[agents:]), answered_wait, in_time, abandoned)


_NEGLIGIBLE = 1e-14
_STEPS = 400


def _weights(come: float, leave: float, give_up: float, agents: int) -> list[float]:
    weights = [1.0]
    while len(weights) <= agents or weights[-1] > _NEGLIGIBLE * max(weights):
        number = len(weights)
        rate = min(number, agents) * leave + max(0, number - agents) * give_up
        weights.append(weights[-1] * come / rate)
        if weights[-1] > 1e200:
            weights = [weight / 1e200 for weight in weights]
    return weights


def _in_time(shares: list[float], agents: int, leave: float, give_up: float, target_s: float) -> float:
    """Return the chance of being answered within a time.

    With ``ahead`` before somebody, the time until they are gone is a sum of exponentials with rates
    service + k give_up, k = 0 .. ahead; its density is known in closed form (Renyi 1953), each from the one before.
    The integral with the customer's own patience is done by Simpson's rule.
    """
    service, width, total = agents * leave, target_s / _STEPS, 0.0
    for step in range(_STEPS + 1):
        at = step * width
        gone, density, here = 1 - exp(-give_up * at), service * exp(-service * at), 0.0
        for ahead, share in enumerate(shares[agents:]):
            if ahead:
                density *= (service + ahead * give_up) * gone / (ahead * give_up)
            here += share * density
        weight = 1 if step in (0, _STEPS) else 4 if step % 2 else 2
        total += weight * here * exp(-give_up * at)
    return sum(shares[:agents]) + total * width / 3


def _answered_wait(shares: list[float], agents: int, leave: float, give_up: float) -> float:
    """Return the mean wait of those who are answered."""
    answered, waited = sum(shares[:agents]), 0.0
    chance, mean = 1.0, 0.0
    for ahead, share in enumerate(shares[agents:]):
        # Racing each step against the customer's own patience: all ahead + 1 steps must come first.
        rate = agents * leave + ahead * give_up
        chance *= rate / (rate + give_up)
        mean += 1 / (rate + give_up)
        answered += share * chance
        waited += share * chance * mean
    return waited / answered
