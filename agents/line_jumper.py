"""A line-jumper reached the crowd at the gate without a number and without an idea of the list.

They come late, walk straight to the gate, find people standing there, and press: out of
ignorance, not malice.
"""

from __future__ import annotations

from .compiled import compiled
from .quantity import Parameters, quantity


class LineJumperParameters(Parameters):
    """When somebody who was never told of the list counts as having reached the gate."""

    stop_distance: float = quantity(
        1.5,
        "m",
        "Distance from the gate at which an uninformed newcomer begins to press",
        "assumed",
        low=0.4,
        high=20,
    )
    stuck_time: float = quantity(
        30.0,
        "s",
        "Time without progress after which an uninformed newcomer begins to press",
        "assumed",
        low=1,
        high=3600,
    )


@compiled
def begins_to_press(
    distance: float, without_progress: float, stop_distance: float, stuck_time: float
) -> bool:
    """Tell whether an uninformed newcomer presses from now on.

    Args:
        distance: walking distance to the gate, m.
        without_progress: time since the newcomer last came closer, s.
        stop_distance: close enough to the gate to press, m.
        stuck_time: long enough without progress to press, s.
    """
    return distance <= stop_distance or without_progress >= stuck_time
