"""A crowd that stands before a gate: its flow, its density, and the order in which it goes through.

The same functions measure a laboratory's crowd and the model's (experiments.validation).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ...arrays import Floats
from .order import fair_ranks, order_tau

FIRST: Final = 10
"""People through before the flow counts: it begins with the 11th."""
LAST: Final = 15
"""The flow ends with the last but so many: the gate is not always reached in time after that."""


def flow_through(crossed: Floats, people: int, *, first: int = FIRST, last: int = LAST) -> float:
    """Return the flow from the 11th to the last but 15th person of a crowd, 1/s.

    Args:
        crossed: when people crossed the line of the gate, s, in any order, shape (n,).
        people: people in the crowd, whether they have crossed or not.
        first: people through before it counts.
        last: people at the end who do not count.

    Returns:
        The flow, NaN if fewer than that crossed, or less than two count.
    """
    until = people - last
    if len(crossed) < until or until <= first + 1:
        return math.nan
    times = np.sort(crossed)
    span = float(times[until - 1] - times[first])
    return (until - 1 - first) / span if span > 0 else math.nan


def density_plateau(density: Floats, crossed: Floats, people: int) -> float:
    """Return the mean density from the crossing of the 11th person to that of half the crowd.

    Args:
        density: people per area second by second, at 1 s, 2 s, ... after the start, shape (n,).
        crossed: when people crossed the line of the gate, s, in any order, shape (n,).
        people: people in the crowd.
    """
    half = people // 2
    if len(crossed) < half or half <= FIRST:
        return math.nan
    times = np.sort(crossed)
    second = np.arange(1, len(density) + 1)
    counts = (second >= times[FIRST]) & (second <= times[half - 1])
    return float(density[counts].mean()) if counts.any() else math.nan


def start_order_tau(distance: Floats, crossed: Floats) -> float:
    """Return Kendall's tau-b of distance from the gate at the start and order of crossing.

    Args:
        distance: of each person who crossed, m, shape (n,).
        crossed: when they crossed, s, shape (n,); of equal times the first row is first.

    Returns:
        1 if the nearest went first throughout, 0 for no order, NaN for fewer than two people.
    """
    in_order = distance[np.argsort(crossed, kind="stable")]
    return order_tau(fair_ranks(in_order, np.zeros(len(in_order), np.int64), start=-1.0))
