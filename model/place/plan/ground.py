"""The ground of a plan: all walkable areas united, less the barriers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import shapely

from .shapes import LINE, NOTE, PlanError, Problem, Shape, point_of, size

MOST_CROSSINGS: Final = 200_000
"""Of edges with each other; uniting outlines that cross more often would take too long."""
AT_ONCE: Final = 200
"""Edges looked up at once: so many times all others fit into memory."""
TINY: Final = 0.01
"""Areas below are none, m^2."""


def ground_of(shapes: Sequence[Shape]) -> shapely.MultiPolygon:
    """Return the ground on which people can walk.

    Args:
        shapes: of the plan.

    Raises:
        PlanError: outlines cross each other too often.
    """
    open_to_all = [each.geometry for each in shapes if each.kind == "walkable"]
    barriers = [each.geometry for each in shapes if each.kind == "barrier"]
    if _crossings([each.geometry for each in shapes]) > MOST_CROSSINGS:
        raise PlanError(
            f"its outlines cross each other more than {MOST_CROSSINGS} times; simplify the drawing"
        )
    ground = shapely.difference(shapely.union_all(open_to_all), shapely.union_all(barriers))
    return shapely.MultiPolygon([each for each in polygons(ground) if each.area > TINY])


def polygons(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the polygons of a geometry; lines, points and emptiness are left out."""
    parts = shapely.get_parts(geometry).tolist()
    return [each for each in parts if each.geom_type == "Polygon" and not each.is_empty]


def overlaps(shapes: Sequence[Shape]) -> Iterator[Problem]:
    """Yield the first two walkable areas that overlap, and by how much all of them do."""
    areas = [each for each in shapes if each.kind == "walkable"]
    geometries = [each.geometry for each in areas]
    twice = sum(each.area for each in geometries) - shapely.union_all(geometries).area
    if twice <= TINY:
        return
    tree = shapely.STRtree(geometries)
    for number, each in enumerate(areas):
        for other in tree.query(each.geometry, predicate="intersects"):
            common = shapely.intersection(each.geometry, geometries[other])
            if other < number and common.area > TINY:
                words = (
                    f"overlaps {areas[other].label}; all such ground ({size(twice)} m²) counts once"
                )
                yield Problem(NOTE, each.label, point_of(common), words)
                return


def _crossings(drawn: Sequence[shapely.Geometry]) -> int:
    """Return how often edges of shapes meet, neighbors aside; enough once there are too many."""
    edges = [
        np.stack([points[:-1], points[1:]], axis=1)
        for each in drawn
        for line in ([each] if each.geom_type == LINE else [each.exterior, *each.interiors])
        for points in [shapely.get_coordinates(line)]
    ]
    lines = shapely.linestrings(np.concatenate(edges))
    tree, found = shapely.STRtree(lines), 0
    for begin in range(0, len(lines), AT_ONCE):
        these = lines[begin : begin + AT_ONCE]
        found += tree.query(these, predicate="intersects").shape[1] - 3 * len(these)
        if found > 2 * MOST_CROSSINGS:
            break
    return max(0, found) // 2
