"""Counts: how many people came, by intervals or moments, and when within them.

Given their number, the arrivals of a Poisson process at a constant rate are independent and uniform
on their interval: T ~ U(a, b). So a number that somebody counted is kept exactly.

Source: Kim & Whitt 2014 (the conditional-uniform property of Poisson arrivals).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from .arrival_times import FloatArray, Profile
from .party_sizes import IntArray, parties_of
from .rules.randomness import Stream, generator

Counts = tuple[tuple[float, float, float], ...]
"""From h, to h, people, in order; of people who came at one moment both hours are the same."""
MOST: Final = 100_000
"""People of one count."""


def check_counts(counts: Counts, *, are_rates: bool) -> None:
    """Make sure that counts follow one another and are what they are said to be.

    Raises:
        ValueError: they do not, or are not.
    """
    last = -math.inf
    for begin, end, people in counts:
        what = f"({people:g} people from {begin:g} to {end:g} h)"
        if not (last <= begin <= end and begin >= 0 and end <= 10_000):
            raise ValueError(
                "demand.arrivals: intervals must follow one another within 0 to 10000 h, each "
                f"from <= to {what}"
            )
        if not 0 <= people <= MOST:
            raise ValueError(f"demand.arrivals: people must be 0 to {MOST} {what}")
        if are_rates and begin == end:
            raise ValueError(
                "demand.arrivals: people who came at one moment are no rate; "
                f"demand.counts must be observed {what}"
            )
        if not are_rates and people != int(people):
            raise ValueError(
                "demand.arrivals: people must be whole numbers where demand.counts is observed; "
                f"averages are rates: demand.counts = 'rates' {what}"
            )
        last = end


def counts_of_event(people: int, doors: float, early: float, before: float, after: float) -> Counts:
    """Return who comes to an event: so many evenly before the doors open, the others evenly after.

    Args:
        people: how many come.
        doors: when the doors open, h.
        early: share of them that comes before.
        before: how long before the first of them come, h.
        after: how long after the last ones come, h.

    Source: Jain, Juneja & Shimkin 2011 (in equilibrium people arrive evenly from before the opening
        until after it); that the rates before and after may differ is ours.
    """
    first = round(people * early)
    whole = ((doors - before, doors, float(first)), (doors, doors + after, float(people - first)))
    return tuple(each for each in whole if each[2] > 0)


def rates_of(counts: Counts) -> Profile:
    """Return the counts of intervals as rates, 1/h."""
    return tuple((begin, end, people / (end - begin)) for begin, end, people in counts)


def people_in(counts: Counts, begin: float, end: float) -> float:
    """Return how many of those counted come between two hours, spread evenly over intervals."""
    return sum(
        people * max(0.0, min(stop, end) - max(start, begin)) / (stop - start)
        if start < stop
        else people * (begin <= start < end)
        for start, stop, people in counts
    )


def counts_at_rates(counts: Counts, rates: Sequence[tuple[float, float]]) -> Counts:
    """Return counts with each factor multiplied in while it is in force.

    An interval in which a factor begins stands there twice: as it was, and from then on. What of
    one lies after the begin of the next is left out when people are drawn, so that those who came
    until then stay the same.

    Args:
        counts: the counts.
        rates: hours with the factor from then on; the first holds from ever.
    """
    since = [-math.inf, *(hour for hour, _ in rates[1:])]
    found = []
    for (_, factor), low, high in zip(rates, since, [*since[1:], math.inf], strict=True):
        for begin, end, people in counts:
            if low <= begin < high:
                found.append((begin, end, people * factor))
            elif begin < low < end:
                found.append((low, end, people * factor * (end - low) / (end - begin)))
    return tuple(found)


def counted_parties(
    counts: Counts, factor: float, weights: FloatArray, *, seed: int, replication: int
) -> tuple[FloatArray, IntArray]:
    """Draw the parties of those who were counted.

    Numbers times a factor are rounded so that the total of each hour so far is right. People come
    in parties; the last of an interval makes its number exact. Who came at one moment is one party.

    Args:
        counts: the counts.
        factor: what each is multiplied by.
        weights: probabilities of party sizes 1, 2, ...
        seed: root seed.
        replication: replication under that seed.

    Returns:
        Hours, and sizes, both shape (parties,).
    """
    streams = (generator(seed, replication, each) for each in (Stream.PARTIES, Stream.PARTY_SIZES))
    when, how_many = (each.spawn(len(counts)) for each in streams)
    so_far = np.floor(np.cumsum([people * factor for *_, people in counts]) + 0.5)
    numbers = np.diff(so_far, prepend=0.0).astype(np.int64)
    nexts = [*(begin for begin, *_ in counts[1:]), math.inf]
    hours, sizes = [np.zeros(0)], [np.zeros(0, np.int64)]
    for n in np.flatnonzero(numbers):
        begin, end, _ = counts[n]
        if begin == end:
            drawn, party = np.array([begin]), numbers[[n]]
        else:
            party = parties_of(int(numbers[n]), weights, how_many[n])
            drawn = np.sort(begin + (end - begin) * when[n].random(party.size))
        kept = (drawn < nexts[n]) | (end <= nexts[n])
        hours.append(drawn[kept])
        sizes.append(party[kept])
    return np.concatenate(hours), np.concatenate(sizes)
