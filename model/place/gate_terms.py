"""What a plan says of one gate alone: it replaces what the scenario says of all gates."""

from __future__ import annotations

from typing import Final, NamedTuple

Hours = tuple[tuple[float, float], ...]
OF_A_GATE: Final = ("batch", "cycle", "closures", "number_check")
"""Properties of a gate's shape that say so."""


class GateTerms(NamedTuple):
    """A gate of a plan as its maker states it; None: as the scenario has it for all gates."""

    name: str = ""
    width: float | None = None
    """m"""
    batch: int | None = None
    """People let in at one opening."""
    cycle: tuple[float, float] | None = None
    """Shortest and longest time from opening to opening, min."""
    closures: Hours | None = None
    """From when to when no opening begins, h."""
    number_check: float | None = None
    """Probability that the number is asked for."""

    def stated(self) -> dict[str, float]:
        """Return the numbers that are stated, in m and s, by the names that rules read."""
        shortest, longest = (None, None) if self.cycle is None else self.cycle
        numbers = {
            "width": self.width,
            "batch_size": self.batch,
            "cycle_min": None if shortest is None else 60.0 * shortest,
            "cycle_max": None if longest is None else 60.0 * longest,
            "number_check": self.number_check,
        }
        return {name: float(value) for name, value in numbers.items() if value is not None}
