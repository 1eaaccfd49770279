"""How hard people press: surges of the gate load at openings, and the load people bear.

Bands of the gate load for orientation: 0.75 kN/m a nuisance, 3 kN/m what codes ask of barriers in
crowds, 5 kN/m their top class.
"""

from __future__ import annotations

import math
from typing import Final

from ...arrays import Floats
from .window import window_mean

LOAD_BANDS: Final = ((0.75, "nuisance"), (3.0, "crowd barrier"), (5.0, "top class"))
"""Gate loads for orientation, kN/m, with their names."""


def surge_ratio(
    time: Floats, surge: Floats, rest: Floats, begin: float, end: float = math.inf
) -> float:
    """Return the gate load within 60 s of an opening, relative to the rest of a window.

    Args:
        time: end of each minute, hours of the day, shape (n,).
        surge: mean load of the samples within 60 s after an opening, NaN if there are none.
        rest: mean load of the other samples, NaN if there are none.
        begin: begin of the window, h.
        end: end of the window, h.

    Returns:
        Ratio of the means, NaN if there was no opening or no load at other times.
    """
    usual = window_mean(time, rest, begin, end)
    return window_mean(time, surge, begin, end) / usual if usual > 0 else math.nan


def force_dose_share(time_in_danger: Floats, dangerous_time: float) -> float:
    """Return the share of people who bore a dangerous load without a break for too long.

    Args:
        time_in_danger: longest unbroken time above the dangerous load, of everyone who came, s.
        dangerous_time: how long is too long, s.
    """
    return float((time_in_danger >= dangerous_time).mean()) if len(time_in_danger) else math.nan
