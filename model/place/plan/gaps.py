"""Gaps: passages between two parts of the ground through which nobody fits.

Ground is drawn in by half a person's width; what falls apart then hangs together by gaps that are
too narrow. The width of a gap is the distance between its two sides.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import shapely

from .ground import polygons
from .shapes import BODY, Point

CORNERS: Final = 4
"""Edges of a quarter circle: how round drawn-in ground is at its corners."""
TINY: Final = 1e-3
"""m"""


class Gap(NamedTuple):
    """A passage through which nobody fits."""

    width: float
    """m"""
    at: Point
    """Where it is narrowest, m."""


class Parts(NamedTuple):
    """Ground as people can walk it."""

    parts: tuple[shapely.Polygon, ...]
    """Where the middle of a person can be; nobody comes from one part to another."""
    gaps: tuple[Gap, ...]
    """The passages between them, the narrowest first."""


def parts_of(ground: shapely.MultiPolygon, width: float = BODY) -> Parts:
    """Return the parts of the ground between which nobody can walk, and the gaps between them.

    Args:
        ground: all walkable ground.
        width: of a person, m.
    """
    parts: list[shapely.Polygon] = []
    gaps: list[Gap] = []
    for each in ground.geoms:
        inside = polygons(each.buffer(-width / 2, quad_segs=CORNERS))
        parts += inside
        if len(inside) > 1:
            gaps += _gaps_between(each, inside, width)
    return Parts(tuple(parts), tuple(sorted(gaps)))


def _gaps_between(
    ground: shapely.Polygon, inside: list[shapely.Polygon], width: float
) -> list[Gap]:
    wide = [each.buffer(width / 2 + TINY, quad_segs=CORNERS) for each in inside]
    tree, covered = shapely.STRtree(wide), shapely.union_all(wide)
    left = polygons(shapely.difference(ground, covered))
    rest = shapely.buffer(covered, TINY)
    found = [
        gap
        for each in left
        if len(tree.query(each, predicate="dwithin", distance=TINY)) > 1
        and (gap := _narrowest(each, rest)) is not None
    ]
    return found or _between_touching(ground, inside)


def _narrowest(neck: shapely.Polygon, rest: shapely.Geometry) -> Gap | None:
    """Return the narrowest place between the two sides of a neck."""
    sides = shapely.get_parts(shapely.line_merge(shapely.difference(neck.boundary, rest)))
    if len(sides) < 2:
        return None
    first, second = sides[np.argsort(shapely.length(sides))[-2:]]
    across = shapely.shortest_line(first, second)
    middle, center = across.interpolate(0.5, normalized=True), neck.centroid
    if first.distance(center) + second.distance(center) < 1.02 * across.length:
        middle = center  # as narrow everywhere
    return Gap(float(across.length), (float(middle.x), float(middle.y)))


def _between_touching(ground: shapely.Polygon, inside: list[shapely.Polygon]) -> list[Gap]:
    """Return gaps so short that nothing of them is left: halfway between parts and neighbors."""
    found = []
    for number, each in enumerate(inside[1:], 1):
        across = shapely.shortest_line(each, shapely.union_all(inside[:number]))
        middle = across.interpolate(0.5, normalized=True)
        width = 2 * float(ground.boundary.distance(middle))
        found.append(Gap(width, (float(middle.x), float(middle.y))))
    return found
