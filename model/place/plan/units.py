"""Units: what the size of a plan says about them. Coordinates must be meters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import shapely

from .geojson import Collection
from .shapes import ERROR, WARNING, Problem, Shape, size

LARGEST_PLACE: Final = 1000.0
"""Nothing that people cross on foot to a gate is wider, m; ``site.length`` ends there, too."""
LARGE_PLACE: Final = 400.0
"""Whoever draws more may mean another unit, m."""
SMALLEST_PLACE: Final = 2.0
"""m"""
MOST_CELLS: Final = 2_000_000
"""Of the model, within the bounds of a plan."""
UNITS: Final = (
    ("decimeters", 0.1),
    ("feet", 0.3048),
    ("centimeters", 0.01),
    ("millimeters", 0.001),
)
DEGREES: Final = ("CRS84", "EPSG::4326", "EPSG:4326")
TO_METERS: Final = "save it in meters (in QGIS: export in a projected system, such as UTM)"


def bounds_of(shapes: Sequence[Shape]) -> tuple[float, float, float, float]:
    """Return the bounds of all shapes: smallest and largest x and y, m."""
    low_x, low_y, high_x, high_y = shapely.total_bounds([each.geometry for each in shapes])
    return float(low_x), float(low_y), float(high_x), float(high_y)


def unit_problems(found: Collection, shapes: Sequence[Shape], cell: float) -> Iterator[Problem]:
    """Yield what the size of a plan says against meters.

    Args:
        found: the collection that holds the shapes.
        shapes: of the plan, at least one.
        cell: side of a cell, m.
    """
    bounds = np.array(bounds_of(shapes))
    wide, high = bounds[2:] - bounds[:2]
    spoken = f"{size(wide)} by {size(high)} m"
    in_degrees = np.all(np.abs(bounds) <= (180, 90, 180, 90)) and max(wide, high) < 0.1
    system = _coordinate_system(found)
    if system and any(each in system for each in DEGREES):
        yield Problem(
            ERROR, "", None, f"its coordinates are degrees (crs {system[:60]}); {TO_METERS}"
        )
    elif in_degrees and np.any(np.abs(bounds) > 0.1):
        yield Problem(
            ERROR, "", None, f"is {spoken} large, so its coordinates are degrees; {TO_METERS}"
        )
    elif max(wide, high) < SMALLEST_PLACE:
        words = f"is {spoken} large, too small for people; coordinates must be meters: give --scale"
        yield Problem(ERROR, "", None, words)
    elif max(wide, high) > LARGEST_PLACE:
        words = f"is {spoken} large; a place is at most {size(LARGEST_PLACE)} m across"
        yield Problem(ERROR, "", None, words + _guess(wide, high))
    elif wide * high / cell**2 > MOST_CELLS:
        side = size(int((MOST_CELLS * cell**2) ** 0.5))
        words = (
            f"is {spoken} large; its bounds may hold {MOST_CELLS // 1_000_000} million cells, as "
            f"{side} by {side} m do"
        )
        yield Problem(ERROR, "", None, words + _guess(wide, high))
    elif max(wide, high) > LARGE_PLACE:
        words = f"is {spoken} large, much for a place on foot"
        yield Problem(WARNING, "", None, words + _guess(wide, high))


def _guess(wide: float, high: float) -> str:
    """Return in which units a plan would be of a usual size, with the option that says so."""
    fitting = [
        f"{unit} ({size(wide * scale)} by {size(high * scale)} m: give --scale {scale})"
        for unit, scale in UNITS
        if SMALLEST_PLACE <= max(wide, high) * scale <= LARGE_PLACE
    ]
    return f"; is it drawn in {' or '.join(fitting[:2])}?" if fitting else ""


def _coordinate_system(found: Collection) -> str:
    crs: Any = found.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else ""
