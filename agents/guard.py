"""A border guard admits whoever stands at the gate, or asks for the number; shouts when pressed."""

from __future__ import annotations

from .compiled import compiled
from .quantity import Parameters, quantity


class GuardParameters(Parameters):
    """What the guards do at an opening and under pressure."""

    count: int = quantity(
        2,
        "people",
        "Guards who are shown at the gate; what they do is said by the other parameters",
        "assumed",
        low=1,
        high=20,
        changeable=True,
    )
    number_check: float = quantity(
        0.0,
        "-",
        "Probability, per person and opening and remembered, that the number is asked for",
        "account: officials do not enforce any order",
        low=0,
        high=1,
        changeable=True,
    )
    clear_refused: bool = quantity(
        False, "-", "Whether those refused are sent away from the gate", "assumed", changeable=True
    )
    turned_back: float = quantity(
        0.0075,
        "-",
        "Probability that a person taken at the gate is turned back",
        "account: one or two in some two hundred",
        low=0,
        high=1,
        changeable=True,
    )
    shout_load: float = quantity(
        2.0,
        "kN/m",
        "Gate load at which the guards shout (0: never)",
        "assumed",
        low=0,
        high=100,
        changeable=True,
    )
    shout_effect: float = quantity(
        0.5,
        "-",
        "Share of the push drive that the first shout takes away",
        "assumed",
        low=0,
        high=1,
        changeable=True,
    )
    shout_wear: float = quantity(
        0.8,
        "-",
        "Factor on the effect with each further shout",
        "assumed",
        low=0,
        high=1,
        changeable=True,
    )
    shout_pause: float = quantity(
        60.0, "s", "Shortest time between two shouts", "assumed", low=1, high=3600, changeable=True
    )


@compiled
def refuses(in_turn: bool, asks: float, number_check: float) -> bool:
    """Refuse a person out of turn whose number is asked for (``asks``: their draw)."""
    return not in_turn and asks < number_check


@compiled
def shout_relief(effect: float, wear: float, shouts: int) -> float:
    """Return the share of the push drive that shout number ``shouts`` (from 0) takes away."""
    return effect * wear**shouts
