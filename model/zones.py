"""Zones: named parts of a plan in which people are counted, window by window of the day."""

from __future__ import annotations

from typing import Final

import numpy as np

WINDOW: Final = 900.0
"""Length of a window, s: the quarter of an hour in which traffic is counted."""
ZONE: Final = np.dtype(
    [
        ("people", np.int64),  # who stand in it, at the end of the last second
        ("walked", np.float64),  # how far they walked in that second, m
        ("minute_people", np.int64),  # people in it, summed over the seconds of this minute
        ("minute_seconds", np.int64),  # seconds of this minute so far
    ]
)
"""A zone as it is now."""
ZONE_WINDOW: Final = np.dtype(
    [
        ("seconds", np.int64),  # seconds noted
        ("people", np.int64),  # people in it, summed over them
        ("people_peak", np.int64),  # most of them
        ("walked", np.float64),  # way walked in it by all of them, m
        ("above_2", np.int64),  # seconds with more than 2 people per m^2
        ("above_4", np.int64),  # with more than 4
        ("above_5", np.int64),  # with more than 5
        ("force_peak", np.float64),  # largest contact force on somebody in it, N
    ]
)
"""What is noted of a zone in a window."""
DENSITY_RULE: Final = np.dtype(
    [
        ("zone", np.int64),  # number of the zone, in the order of the plan
        ("limit", np.float64),  # 1/m^2
        ("is_above", np.int64),  # 1: acts above the limit, 0: below it
        ("gate", np.int64),  # number of the gate
        ("shuts", np.int64),  # 1: shuts the gate, 0: opens it
    ]
)
"""A gate opened or shut by the density in a zone."""
SEEN: Final = np.dtype(
    [
        ("cell", np.int64),  # where they stood, -1 if they have not been seen
        ("second", np.int64),  # at the end of which second
    ]
)
"""Where and when somebody was seen last."""
