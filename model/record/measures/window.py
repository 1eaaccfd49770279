"""Means and peaks of a series over a window of the day; outside the run they are unknown (NaN)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ...arrays import Floats

Flags = NDArray[np.bool_]
MINUTE_HOURS = 1 / 60


def inside(time: Floats, begin: float, end: float) -> Flags:
    """Tell which minutes lie in a window: those whose middle does.

    Args:
        time: end of each minute, hours of the day, shape (n,).
        begin: begin of the window, h.
        end: end of the window, h (infinite: to the end).
    """
    middle = time - 0.5 * MINUTE_HOURS
    return (middle >= begin) & (middle < end)


def window_mean(time: Floats, values: Floats, begin: float, end: float = math.inf) -> float:
    """Return the time mean over a window, of the minutes for which there is a value."""
    known = values[inside(time, begin, end) & np.isfinite(values)]
    return float(known.mean()) if len(known) else math.nan


def window_peak(time: Floats, values: Floats, begin: float, end: float = math.inf) -> float:
    """Return the largest value in a window."""
    known = values[inside(time, begin, end) & np.isfinite(values)]
    return float(known.max()) if len(known) else math.nan
