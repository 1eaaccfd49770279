"""Well-known text: walkable ground and its holes, as PedPy and JuPedSim write it; nothing else."""

from __future__ import annotations

from typing import Final

import shapely

from .geojson import Collection, collection, feature
from .shapes import PlanError

UNCLOSED: Final = "has an outline that is not closed; repeat its first point as its last"
DEEPEST: Final = 8
"""Brackets within brackets; GEOS would follow any number of them, to its end."""


def from_wkt(text: str) -> Collection:
    """Return the areas of a well-known text as walkable ground.

    Raises:
        PlanError: it is none, or holds something else.
    """
    depth = deepest = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise PlanError("is not WKT that can be read: brackets are nested too deeply")
    try:
        found = shapely.force_2d(shapely.from_wkt(text.strip()))
    except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split())[:120]
        if "closed linestring" in reason:
            raise PlanError(UNCLOSED) from None
        name, _, rest = reason.partition(": ")
        reason = rest if name.endswith("Exception") else reason
        raise PlanError(f"is not WKT that can be read: {reason}") from None
    areas = _parts(found)
    others = {each.geom_type for each in areas} - {"Polygon"}
    if others:
        raise PlanError(f"holds a {min(others)}; WKT is read for its walkable areas, Polygons")
    return collection(
        feature("walkable", "Polygon", [ring.coords[:] for ring in _rings(each)])
        for each in areas
        if not each.is_empty
    )


def _parts(found: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the single geometries of a collection, in whatever depth."""
    if not hasattr(found, "geoms"):
        return [found]
    return [part for each in found.geoms for part in _parts(each)]


def _rings(polygon: shapely.Polygon) -> list[shapely.LinearRing]:
    return [polygon.exterior, *polygon.interiors]
