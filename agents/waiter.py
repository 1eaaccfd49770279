"""A waiter was told of the list and took a number: holds it, hears of it, loses faith in it.

A waiter leaves the order at a rate, not by a switch, once the disorder they perceive, D = sqrt(V G)
(people who press are seen, and there is a case for pressing), exceeds a threshold of their own that
wears down with waiting, theta_eff = theta (1 - fatigue * waited), and comes back when it has fallen
well below. The case for pressing G is the mean of two beliefs: that pressing pays, and that those
who hold a number are passed over.
"""

from __future__ import annotations

import math

from .compiled import inlined
from .quantity import Parameters, quantity


class WaiterParameters(Parameters):
    """What holds people to the order, and what wears it down."""

    telling: float = quantity(
        0.015,
        "1/s",
        "Hazard of being told of the list for each holder within reach who still tells",
        "calibrated, 0.004-0.04",
        low=0,
        high=1,
        changeable=True,
    )
    telling_reach: float = quantity(
        2.0, "m", "Distance within which one is told of the list", "assumed", low=0.4, high=10
    )
    patience: float = quantity(
        10.0,
        "min",
        "Mean (exponential) time after the first minute for which one waits for the marker",
        "assumed, 3-30",
        low=0.1,
        high=100_000,
    )
    patience_floor: float = quantity(
        1.0, "min", "Time for which everybody waits for the marker", "assumed", low=0, high=60
    )
    threshold_mean: float = quantity(
        0.42,
        "-",
        "Mean of the perceived disorder above which a person leaves the order",
        "calibrated, 0.3-0.6; Granovetter 1978",
        low=0,
        high=10,
    )
    threshold_spread: float = quantity(
        0.1,
        "-",
        "Standard deviation of the threshold between people (cut at 0)",
        "calibrated, 0.04-0.16; Granovetter 1978",
        low=0,
        high=2,
    )
    never_push: float = quantity(
        0.1, "-", "Share of people who never leave the order", "calibrated, 0-0.2", low=0, high=1
    )
    fatigue: float = quantity(
        1 / 16,
        "1/h",
        "Rate at which waiting wears the threshold down (0: nobody tires)",
        "calibrated, 0-1/12: the order breaks under even arrivals, too",
        low=0,
        high=1,
        changeable=True,
    )
    give_up_time: float = quantity(
        15.0,
        "min",
        "Mean time to leave the order once the threshold is passed",
        "assumed",
        low=0.1,
        high=10_000,
        changeable=True,
    )
    return_time: float = quantity(
        30.0,
        "min",
        "Mean time to come back to the order once it is calm again",
        "assumed",
        low=0.1,
        high=1e9,
        changeable=True,
    )
    return_margin: float = quantity(
        0.15,
        "-",
        "How far the perceived disorder must be below the threshold to come back",
        "assumed",
        low=0,
        high=1,
        changeable=True,
    )
    sight: float = quantity(
        40.0,
        "m",
        "Distance within which pressing people are seen",
        "assumed, 20-60: a rush at the gate is seen from the column",
        low=0,
        high=100,
    )
    sight_behind: float = quantity(
        2.0,
        "m",
        "How much farther from the gate than oneself people are still noticed",
        "assumed",
        low=0,
        high=100,
    )
    memory: float = quantity(
        4.0, "min", "Time over which what is seen is averaged", "calibrated, 2-8", low=1, high=1000
    )
    press_perception: float = quantity(
        1.0,
        "-",
        "Weight of pressing people seen (0: not perceived)",
        "assumed",
        low=0,
        high=2,
        changeable=True,
    )
    skip_perception: float = quantity(
        1.0,
        "-",
        "Factor on both gains by which people learn of skips (0: not perceived)",
        "calibrated, 0.5-2",
        low=0,
        high=4,
        changeable=True,
    )
    witness_reach: float = quantity(
        15.0, "m", "Distance within which an admission is witnessed", "assumed", low=0, high=100
    )
    witness_gain: float = quantity(
        0.05,
        "-",
        "Step of the belief that pressing pays at a witnessed admission",
        "calibrated",
        low=0,
        high=1,
    )
    closing_gain: float = quantity(
        0.3,
        "-",
        "Step of the belief that holders are passed over when the gate closes",
        "calibrated",
        low=0,
        high=1,
    )
    closing_reach: float = quantity(
        30.0, "m", "Distance over which news of a closing decay", "assumed", low=0.1, high=1000
    )
    word_of_mouth: float = quantity(
        0.03,
        "1/min",
        "Rate at which neighbors' mean beliefs are taken over",
        "assumed, 0-0.1; Uesten 2022: pushing is only a little contagious",
        low=0,
        high=1,
        changeable=True,
    )
    challenge: float = quantity(
        0.02,
        "1/min",
        "Rate at which one person behind a lone fresh intruder objects (0: nobody does)",
        "calibrated, 0-0.03, to Milgram 1986",
        low=0,
        high=1,
        changeable=True,
    )
    challenge_reach: float = quantity(
        4.0,
        "m",
        "Distance within which one objects to an intruder",
        "calibrated, 1-5",
        low=0,
        high=10,
    )
    challenge_ahead: float = quantity(
        0.37,
        "-",
        "Objections from a person ahead of the intruder relative to one behind",
        "Milgram 1986: 73 % from behind",
        low=0,
        high=1,
    )
    challenge_provocation: float = quantity(
        0.9,
        "-",
        "Exponent with which several fresh intruders provoke more",
        "calibrated to Milgram 1986: two intruders 91 %",
        low=0,
        high=3,
    )
    challenge_bystanders: float = quantity(
        3.0,
        "-",
        "Exponent with which neighbors who do not object silence the others",
        "calibrated to Milgram 1986: two passive buffers",
        low=0,
        high=20,
    )
    challenge_time: float = quantity(
        10.0, "min", "Time over which an intruder becomes accepted", "assumed", low=0.1, high=1000
    )
    own_place: float = quantity(
        1.0,
        "-",
        "How far a holder's place is their own (0: the column is sorted by number)",
        "account: they held a number rather than a place",
        low=0,
        high=1,
    )
    density: float = quantity(
        1.2,
        "1/m^2",
        "People per area in the waiting column: they hold a number, not a place",
        "assumed",
        low=0.1,
        high=6,
    )
    looseness: float = quantity(
        1.5, "m", "How far people stray from the place of their rank", "assumed", low=0, high=10
    )
    wandering: float = quantity(
        0.1, "1/min", "Rate at which a holder gets up and moves about", "assumed", low=0, high=10
    )
    calling_distance: float = quantity(
        2.5,
        "m",
        "Distance from the gate at which the next batch waits",
        "assumed",
        low=0.4,
        high=20,
    )
    closing_up: float = quantity(
        0.0,
        "-",
        "Share of the free ground before the column by which holders close up to the gate",
        "assumed; 0: they stay where they wait",
        low=0,
        high=1,
        changeable=True,
    )
    reneging: float = quantity(
        0.0,
        "1/h",
        "Rate at which people who wait leave, for good or for a time",
        "account: nobody leaves the line",
        low=0,
        high=10,
    )
    coming_again: float = quantity(
        0.0, "-", "Share of those who leave who come again", "assumed", low=0, high=1
    )
    absence: float = quantity(
        60.0, "min", "Mean time for which they are away", "assumed", low=1, high=10_000
    )


@inlined
def case_for_pressing(pays: float, passed_over: float) -> float:
    """Return G = (P + O)/2: pressing pays (P) and holders are passed over (O), each in [0, 1]."""
    return 0.5 * (pays + passed_over)


@inlined
def perceived_disorder(seen: float, case: float) -> float:
    """Return D = sqrt(V G) from pressing people seen V and the case for pressing G, in [0, 1].

    Pressing must be seen, and there must be a case for it: either alone breaks no order.
    """
    return math.sqrt(seen * case)


@inlined
def effective_threshold(threshold: float, waited: float, fatigue: float) -> float:
    """Return theta_eff = theta (1 - fatigue * waited), not below 0; waited in s, fatigue in 1/s."""
    return threshold * max(0.0, 1.0 - fatigue * waited)


@inlined
def willingness_to_tell(disorder: float, threshold: float) -> float:
    """Return w = max(0, 1 - D/theta_eff): a disillusioned or tired holder tells less."""
    if threshold <= 0.0:
        return 0.0
    return max(0.0, 1.0 - disorder / threshold)


@inlined
def gives_up(disorder: float, threshold: float, elapsed: float, time: float, u: float) -> bool:
    """Leave the order within ``elapsed`` s, at rate 1/time, while D exceeds the threshold."""
    return disorder > threshold and u < 1.0 - math.exp(-elapsed / time)


@inlined
def comes_back(
    disorder: float, threshold: float, margin: float, elapsed: float, time: float, u: float
) -> bool:
    """Return to the order within ``elapsed`` s, at rate 1/time, once D is below by a margin."""
    return disorder < threshold - margin and u < 1.0 - math.exp(-elapsed / time)


@inlined
def moved_towards(value: float, goal: float, gain: float) -> float:
    """Return the exponential running mean after one observation: x + gain (goal - x)."""
    return value + min(1.0, gain) * (goal - value)


@inlined
def share_seen(pressing: float, seen: float) -> float:
    """Return pressing people / (people seen + 3): a few strangers far off mean little."""
    return pressing / (seen + 3.0)


@inlined
def challenge_rate(
    rate: float,
    fresh: float,
    provocation: float,
    objectors: float,
    bystanders: float,
    silence: float,
) -> float:
    """Return the rate at which one orderly neighbor objects to one intruder.

    rate * fresh^provocation * (objectors/(objectors + bystanders))^silence: several fresh intruders
    provoke more, people who stand by in silence make others silent.

    Args:
        rate: rate of one person behind a lone fresh intruder, 1/s.
        fresh: intruders in reach, at least this one, each weighted by its freshness.
        provocation: exponent of ``fresh``.
        objectors: orderly people in reach of the intruder.
        bystanders: people in reach who press or have come to be accepted.
        silence: exponent of the share of objectors.

    Source: form assumed, constants fitted to Milgram 1986.
    """
    if objectors <= 0.0:
        return 0.0
    share = objectors / (objectors + bystanders)
    return rate * fresh**provocation * share**silence
