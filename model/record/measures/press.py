"""Whether a queue still stands or a crowd presses: the press share, and when it took over."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ...arrays import Floats

CROWD_SHARE: Final = 0.5
"""Press share above which a crowd presses rather than a queue waits."""
CROWD_MINUTES: Final = 10
"""Minutes for which it has to stay above."""


def press_share(pressing: Floats, waiting: Floats) -> Floats:
    """Return pressing people / people waiting near the gate, minute by minute (NaN: nobody)."""
    return np.where(waiting > 0, pressing / np.maximum(waiting, 1.0), np.nan)


def onset_time(time: Floats, share: Floats) -> float:
    """Return the first time at which the press share *has been* above one half for ten minutes.

    This is the end of the first ten such minutes in a row. A minute in which nobody waits near
    the gate breaks the row.

    Args:
        time: end of each minute, hours of the day, shape (n,).
        share: press share of each minute, NaN if nobody waits, shape (n,).

    Returns:
        Hour of the day (may pass 24), NaN if it never happens.
    """
    above = np.concatenate([[0], np.cumsum(share > CROWD_SHARE)])
    in_a_row = above[CROWD_MINUTES:] - above[:-CROWD_MINUTES] == CROWD_MINUTES
    if not in_a_row.any():
        return math.nan
    return float(time[int(np.argmax(in_a_row)) + CROWD_MINUTES - 1])
