"""Who is let in by night, and how those stood who were: what one witness can be compared with.

Families aside throughout: they pass beside the line.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ...arrays import Floats
from .entrance import start_order_tau

WITNESS_HOURS: Final = (9.0, 11.0)
"""Arrival of those who stand for the witness, h."""
ONE_AT_NIGHT: Final = 25.0
"""By then the witness was in, h."""
LATE: Final = 23.0
"""From then on people are admitted as late as the witness, h."""


def share_in_by_night(arrival: Floats, admission: Floats, *, now: float) -> float:
    """Return the share admitted by 01:00 of those who came from 09:00 to 11:00.

    Args:
        arrival: hour of arrival of each person, shape (n,).
        admission: hour of admission, NaN if not admitted, shape (n,).
        now: hour reached.

    Returns:
        The share; NaN before 01:00, or if nobody came then.
    """
    came = (WITNESS_HOURS[0] <= arrival) & (arrival <= WITNESS_HOURS[1])
    if not came.any() or now < ONE_AT_NIGHT:
        return math.nan
    return float(np.mean(admission[came] <= ONE_AT_NIGHT))


def hours_near_of_late(admission: Floats, hours_near: Floats) -> float:
    """Return the median time within 5 m of the gate of those admitted from 23:00 on, h.

    Args:
        admission: hour of admission of each person, NaN if not admitted, shape (n,).
        hours_near: their time within 5 m of the gate, h, shape (n,).
    """
    near = hours_near[admission >= LATE]
    return float(np.median(near)) if len(near) else math.nan


def place_tau(distance: Floats, admission: Floats) -> float:
    """Return Kendall's tau-b of distance at 19:00 and order of admission until 01:00.

    Of those who pressed at 19:00 and were admitted by 01:00: 1 if the nearest went first.

    Args:
        distance: from the gate at 19:00, NaN for who did not press then, m, shape (n,).
        admission: hour of admission, NaN if not admitted, shape (n,).

    Source:
        Start order and crossing order as in CrowdQueue (Adrian 2020).
    """
    counts = np.isfinite(distance) & (admission <= ONE_AT_NIGHT)
    return start_order_tau(distance[counts], admission[counts])


def night(people: Mapping[str, NDArray[Any]], *, now: float) -> dict[str, float]:
    """Return the outcomes of the night, NaN where they make no sense.

    Args:
        people: a row a person who came (columns.PEOPLE).
        now: hour reached.
    """
    others = people["kind"] != "family"
    names = ("arrival_time", "admission_time", "time_within_5_m", "evening_distance")
    arrival, admission, near, distance = (people[name][others] for name in names)
    return {
        "witness_share": share_in_by_night(arrival, admission, now=now),
        "near_hours_late": hours_near_of_late(admission, near),
        "place_tau": place_tau(distance, admission),
    }
