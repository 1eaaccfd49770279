"""A volunteer tries to bring people who press back to the list; their word is worth its order."""

from __future__ import annotations

from .compiled import compiled
from .quantity import Parameters, quantity


class VolunteerParameters(Parameters):
    """How many try to keep order, from when, and how far their word carries."""

    count: int = quantity(
        2,
        "people",
        "Volunteers who try to order the crowd",
        "account",
        low=0,
        high=100,
        changeable=True,
    )
    start: float = quantity(
        17.0,
        "h",
        "Hour of the day from which they try",
        "account: in the evening",
        low=0,
        high=1000,
        changeable=True,
    )
    reach: float = quantity(
        12.0,
        "m",
        "Distance within which a volunteer goes to a person who presses",
        "assumed",
        low=0,
        high=100,
        changeable=True,
    )
    success: float = quantity(
        0.6,
        "-",
        "Probability that an engaged person turns round while the order is intact",
        "calibrated, 0.2-0.9: early volunteers keep the order, in the evening nobody listens",
        low=0,
        high=1,
        changeable=True,
    )
    crowding: float = quantity(
        4.2,
        "1/m^2",
        "Largest density around a person at which they can still be reached",
        "assumed",
        low=0,
        high=12,
        changeable=True,
    )


@compiled
def turns_round(success: float, seen: float, disorder: float, u: float) -> bool:
    """Tell whether an engaged person listens: probability success * (1 - max(V, D))^2."""
    return u < success * (1.0 - max(seen, disorder)) ** 2
