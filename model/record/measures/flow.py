"""How many people pass a line: N-t curve, flow J = dN/dt, specific flow J/w."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ...arrays import Floats

Integers = NDArray[np.int64]


def mean_flow(passages: Floats, *, begin: float = -math.inf, end: float = math.inf) -> float:
    """Return the mean flow between the first and the last passage inside a window, 1/s.

    N passages bound N - 1 gaps: J = (N - 1) / (t_N - t_1), free of the lengths of the edges.

    Args:
        passages: times at which people pass, shape (n,), s.
        begin: passages before it do not count (leave out the start-up), s.
        end: passages after it do not count, s.

    Returns:
        Flow, NaN with fewer than two passages or if all are at one time.
    """
    counted = passages[(passages >= begin) & (passages <= end)]
    if len(counted) < 2 or counted.max() == counted.min():
        return math.nan
    return float((len(counted) - 1) / (counted.max() - counted.min()))


def specific_flow(
    passages: Floats, width: float, *, begin: float = -math.inf, end: float = math.inf
) -> float:
    """Return the mean flow per width of the bottleneck, 1/(m s); see ``mean_flow``."""
    return mean_flow(passages, begin=begin, end=end) / width
