"""Exits that other programs draw as areas, as gates: lines on the edge of the ground."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from .features import MOST_POINTS
from .geojson import feature
from .outline import FARTHEST
from .shapes import BODY, NOTE, WARNING, Problem, point_of, quoted, size

REACH: Final = 0.5
"""How far from an exit the edge of the ground may run, m."""
DOUBT: Final = 0.8
"""An exit as long along another edge, in proportion, may lead through either."""
PARALLEL: Final = 0.7
"""Cosine: edges that differ less run in one direction."""
MOST_CORNERS: Final = 500
MOST_EXITS: Final = 50
DRAW: Final = "draw a line of kind gate on the edge of the ground, or give --gate"
FloatArray = NDArray[np.float64]
Ring = Sequence[Sequence[float]]


def gate_of(
    ring: Ring, name: str, ground: shapely.Geometry
) -> tuple[dict[str, Any] | None, Problem]:
    """Return the gate that an exit stands for, if it can be told, and what to say of it.

    It is the edge of the ground that runs through the exit, or within half a meter of it, as long
    as the exit is along that edge. Of several edges the longest counts.

    Args:
        ring: outline of the exit, m.
        name: of the gate.
        ground: on which people walk.
    """
    shape = f"exit {quoted(name)}" if name else "exit"
    if len(ring) < 3 or not np.all(np.abs(np.asarray(ring, float)) <= FARTHEST):
        return None, Problem(WARNING, shape, None, f"is ignored: it is no area; {DRAW}")
    drawn = shapely.convex_hull(shapely.MultiPoint(ring))
    if drawn.area == 0:
        return None, Problem(WARNING, shape, None, f"is ignored: it has no area; {DRAW}")
    if len(shapely.get_coordinates(drawn)) > MOST_CORNERS:
        return None, Problem(WARNING, shape, None, f"is ignored: it has too many corners; {DRAW}")
    at = point_of(drawn)
    edges = _edges(ground)
    lines = shapely.linestrings(edges)
    for reach in (0.0, REACH):
        near = edges[shapely.distance(lines, drawn) <= reach]
        sides = _sides(near, shapely.get_coordinates(drawn))
        if len(sides):
            break
    else:
        words = f"is ignored: no edge of the ground is within {REACH} m of it; {DRAW}"
        return None, Problem(WARNING, shape, at, words)
    lengths = np.hypot(*(sides[:, 1] - sides[:, 0]).T)
    best = int(lengths.argmax())
    ways = (sides[:, 1] - sides[:, 0]) / lengths[:, None]
    others = (np.abs(ways @ ways[best]) < PARALLEL) & (lengths > DOUBT * lengths[best])
    if others.any():
        words = f"is ignored: it may lead through either of two edges of the ground; {DRAW}"
        return None, Problem(WARNING, shape, at, words)
    words = (
        f"is an area; taken as a gate of {size(lengths[best])} m on the edge of the ground there"
    )
    made = feature("gate", "LineString", sides[best].tolist(), **({"name": name} if name else {}))
    return made, Problem(NOTE, shape, at, words)


def _edges(ground: shapely.Geometry) -> FloatArray:
    """Return the straight edges of the ground, shape (n, 2, 2)."""
    rings = shapely.get_rings(shapely.get_parts(ground))
    ends = [shapely.get_coordinates(ring) for ring in rings]
    pairs = [np.stack((each[:-1], each[1:]), axis=1) for each in ends if len(each) > 1]
    found = np.concatenate(pairs) if pairs else np.empty((0, 2, 2))
    return found[np.hypot(*(found[:, 1] - found[:, 0]).T) > 0]


def _sides(edges: FloatArray, corners: FloatArray) -> FloatArray:
    """Return the part of each edge along which corners lie, if a person fits, shape (n, 2, 2)."""
    if not len(edges):
        return edges
    lengths = np.hypot(*(edges[:, 1] - edges[:, 0]).T)
    ways = (edges[:, 1] - edges[:, 0]) / lengths[:, None]
    along = np.einsum("ekd,ed->ek", corners[None] - edges[:, :1], ways)
    first, last = np.maximum(along.min(1), 0), np.minimum(along.max(1), lengths)
    ends = edges[:, :1] + np.stack((first, last), axis=1)[..., None] * ways[:, None]
    return np.asarray(ends[last - first >= BODY])


def ground_within(features: Sequence[dict[str, Any]]) -> shapely.Geometry:
    """Return the ground that features of areas make: walkable, less barriers.

    Args:
        features: as a reader made them; outlines that cross themselves are mended here alone.
    """
    areas: dict[str, list[shapely.Geometry]] = {"walkable": [], "barrier": []}
    outlines = [each for each in features if each["properties"]["kind"] in areas]
    if (
        sum(len(ring) for each in outlines for ring in each["geometry"]["coordinates"])
        > MOST_POINTS
    ):
        return shapely.Polygon()  # The features are refused as a whole.
    for each in outlines:
        kind = each["properties"]["kind"]
        shell, *holes = each["geometry"]["coordinates"]
        if len(shell) > 3 and np.all(np.abs(np.asarray(shell, float)) <= FARTHEST):
            fit = [hole for hole in holes if len(hole) > 3]
            areas[kind].append(shapely.make_valid(shapely.Polygon(shell, fit)))
    try:
        return shapely.difference(
            shapely.union_all(areas["walkable"]), shapely.union_all(areas["barrier"])
        )
    except shapely.errors.GEOSException:
        return shapely.Polygon()
