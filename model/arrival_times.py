"""Times of arrival: a Poisson process whose rate is given by periods, by inversion of its sum.

The same draws serve every rate: parties come at Lambda^-1(E_1 + ... + E_k), with unit exponentials
E and the cumulative rate Lambda.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Profile = tuple[tuple[float, float, float], ...]
"""Periods that follow one another: from h, to h, people per hour."""
DAY: Final = 24.0
"""h."""


def cumulative_arrivals(
    profile: Profile, factor: float, start: float
) -> tuple[FloatArray, FloatArray]:
    """Return the knots of the cumulative expected arrivals Lambda(t) from the start on.

    Args:
        profile: periods (from h, to h, people per hour).
        factor: multiplies the rates.
        start: start of the run, h.

    Returns:
        Times, s since the start, and expected people by then, both shape (knots,).
    """
    times, people = [0.0], [0.0]
    for period_start, stop, rate in profile:
        begin = max(period_start, start)
        if stop <= begin:
            continue
        times += [(begin - start) * 3600, (stop - start) * 3600]
        people += [people[-1], people[-1] + rate * factor * (stop - begin)]
    return np.array(times), np.array(people)


def poisson_times(
    knots: FloatArray, expected: FloatArray, rng: np.random.Generator, *, until: float = math.inf
) -> FloatArray:
    """Return the events of a Poisson process by inversion of its cumulative rate, s.

    Args:
        knots: times, s, shape (k,).
        expected: cumulative expected events at the knots, shape (k,).
        rng: stream of unit exponentials; the same draws serve every rate.
        until: events before this time are wanted, s; it leaves them as they are, to the bit.
    """
    total = float(np.interp(until, knots, expected))
    sums: FloatArray = np.zeros(0)
    while sums.size == 0 or sums[-1] < total:
        last = sums[-1] if sums.size else 0.0
        sums = np.concatenate([sums, last + np.cumsum(rng.standard_exponential(256))])
    sums = sums[sums < expected[-1]]
    # Where the rate is 0 nobody comes: of such knots keep those that bound a period with arrivals.
    rising = np.concatenate([[True], np.diff(expected) > 0])
    rising[:-1] |= np.diff(expected) > 0
    times = np.interp(sums, expected[rising], knots[rising])
    return times[times < until]


def repeated(profile: Profile, start: float, end: float) -> Profile:
    """Return a profile of at most a day on each of the days that touch a span."""
    if not profile:
        return ()
    first = math.floor((start - profile[-1][1]) / DAY)
    last = math.ceil((end - profile[0][0]) / DAY)
    return tuple(
        (begin + DAY * day, stop + DAY * day, rate)
        for day in range(first, last + 1)
        for begin, stop, rate in profile
        if begin + DAY * day < end and stop + DAY * day > start
    )
