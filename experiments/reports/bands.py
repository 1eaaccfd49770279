"""What a density or a gate load means: bands for orientation, read in secondary sources.

Levels of service of a queue: Fruin 1971. Loads: what codes ask barriers in crowds to bear.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from gatecrush.model.record.measures.density import QUEUE_AREAS, level_of_service
from gatecrush.model.record.measures.pressure import LOAD_BANDS

ORIENTATION: Final = "Bands for orientation, read in secondary sources."
LEVELS: Final = {
    "A": "people walk about freely",
    "B": "people can pass others without disturbing them",
    "C": "people stand at ease and can be passed",
    "D": "people stand without touching, and can hardly be passed",
    "E": "people touch; nobody gets through",
    "F": "people are in close contact, and cannot move by themselves",
}
"""Fruin's levels of service of a queue, in our words."""


def density_in_words(density: float) -> str:
    """Return what people standing at a density in 1/m² can do."""
    level = level_of_service(density)
    return f"level of service {level}: {LEVELS[level]}"


def densities() -> list[tuple[str, str, str]]:
    """Return each level of service with its densities and what it means."""
    edges = ["0", *(f"{1 / area:.1f}" for area, _ in QUEUE_AREAS)]
    spans = [f"{low} to {high}" for low, high in pairwise(edges)]
    return list(zip(LEVELS, [*spans, f"above {edges[-1]}"], LEVELS.values(), strict=True))


def load_band(load: float) -> int:
    """Return in which band a gate load in kN/m lies, 0 below the first."""
    return sum(load >= edge for edge, _ in LOAD_BANDS)


def load_in_words(load: float) -> str:
    """Return how a gate load in kN/m compares with what barriers are made to bear."""
    return LOADS[load_band(load)][1]


def _loads() -> tuple[tuple[str, str], ...]:
    nuisance, barrier, top = (edge for edge, _ in LOAD_BANDS)
    return (
        (f"below {nuisance:g}", "less than what counts as a nuisance"),
        (
            f"{nuisance:g} to {barrier:g}",
            "more than a nuisance, less than codes ask barriers in crowds to bear",
        ),
        (
            f"{barrier:g} to {top:g}",
            "as much as codes ask barriers in crowds to bear, less than their top class",
        ),
        (f"{top:g} and more", "as much as the top class of barriers in crowds is to bear, or more"),
    )


LOADS: Final = _loads()
"""Bands of the gate load, kN/m, with what each means."""
