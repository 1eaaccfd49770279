"""How tightly people stand, and how fast people walk at that density (Weidmann 1993).

A lattice of 0.35 m cells holds at most 8.2 people per m^2: danger above is carried by the contact
force, not by the density.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ...arrays import Floats

FREE_SPEED: Final = 1.34
"""Weidmann's free speed, m/s."""
GAMMA: Final = 1.913
"""Weidmann's shape constant, 1/m^2."""
JAM_DENSITY: Final = 5.4
"""Density at which nobody walks any more, 1/m^2."""
QUEUE_AREAS: Final = ((1.21, "A"), (0.93, "B"), (0.65, "C"), (0.28, "D"), (0.19, "E"))
"""Smallest area per person of each level of service for queues, m^2 (Fruin 1971)."""


def weidmann_speed(density: Floats | float) -> Floats:
    """Return the mean walking speed v = 1.34 (1 - exp(-1.913 (1/rho - 1/5.4))), m/s.

    Args:
        density: density rho, 1/m^2.

    Returns:
        Speed, 0 from the jam density on.

    Source: Weidmann 1993, read in secondary sources.
    """
    rho = np.asarray(density, dtype=np.float64)
    with np.errstate(divide="ignore"):
        speed = FREE_SPEED * (1.0 - np.exp(-GAMMA * (1.0 / rho - 1.0 / JAM_DENSITY)))
    return np.maximum(speed, 0.0)


def level_of_service(density: float) -> str:
    """Return Fruin's level of service of a queue, A (free) to F (touching), at a density in 1/m^2.

    Source: Fruin 1971, read in secondary sources.
    """
    for area, level in QUEUE_AREAS:
        if density * area <= 1.0:
            return level
    return "F"
