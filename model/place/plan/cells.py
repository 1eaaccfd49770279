"""A plan on the cells of the model: turned so that a gate's middle lies at x = y = 0, facing y > 0.

A cell is walkable if its center lies on the ground, and not on a wall that is thinner than a cell:
such a wall takes the nearest cells, so that nobody walks through it. The gate is the row of cells
behind y = 0, as many as are nearest to its width; what little ground is missing before them is
filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from .shapes import BODY, Point, Shape

FloatArray = NDArray[np.float64]
TINY: Final = 1e-6
"""Allowance for rounding, m."""
EDGE: Final = 0.5
"""How far a gate may lie from the edge of the ground, m."""


class Frame(NamedTuple):
    """How a plan is turned and shifted."""

    middle: Point
    """Of the gate, in the plan, m."""
    along: Point
    """Unit vector along the gate, in the plan: x of the model."""

    def __call__(self, points: FloatArray) -> FloatArray:
        """Return points of the plan as the model counts, shape (n, 2)."""
        (cosine, sine), moved = self.along, points - self.middle
        return moved @ np.array([[cosine, -sine], [sine, cosine]])

    def back(self, points: FloatArray) -> FloatArray:
        """Return points of the model as the plan counts, shape (n, 2)."""
        cosine, sine = self.along
        return points @ np.array([[cosine, sine], [-sine, cosine]]) + self.middle


class Cells(NamedTuple):
    """A plan as cells, with a rim of walls, shape (rows, columns) each."""

    frame: Frame
    x: FloatArray
    """Centers, across, m."""
    y: FloatArray
    """Centers, away from the gate, m."""
    walkable: NDArray[np.bool_]
    gate_leaf: NDArray[np.bool_]
    """The gate itself, in walls."""

    def within(self, area: shapely.Geometry) -> NDArray[np.bool_]:
        """Return which centers lie within an area of the plan."""
        turned = shapely.transform(area, self.frame)
        shapely.prepare(turned)
        return np.asarray(shapely.contains_xy(turned, self.x, self.y))


def count_of(length: float, cell: float) -> int:
    """Return how many cells a length is in the model."""
    return max(1, round(length / cell))


def frame_of(leaves: Sequence[Shape], ground: shapely.Geometry) -> Frame:
    """Return how a plan is turned for a gate.

    Args:
        leaves: of the gate.
        ground: on which people come to it.
    """
    points = np.concatenate([shapely.get_coordinates(each.geometry) for each in leaves])
    first, last = _farthest(points)
    middle, along = (first + last) / 2, (last - first) / np.hypot(*(last - first))
    inward = np.array([-along[1], along[0]])
    here = np.asarray(leaves[0].middle)
    reach = EDGE + BODY
    ahead, behind = (_on_ground(ground, here, here + sign * reach * inward) for sign in (1.0, -1.0))
    if behind > ahead:
        along = -along
    return Frame((float(middle[0]), float(middle[1])), (float(along[0]), float(along[1])))


def cells_of(leaves: Sequence[Shape], ground: shapely.Geometry, cell: float) -> Cells:
    """Return a plan as cells, before one of its gates.

    Args:
        leaves: of the gate.
        ground: on which people can walk.
        cell: side of a cell, m.
    """
    frame = frame_of(leaves, ground)
    turned = shapely.transform(ground, frame)
    spans = [_span(each, frame) for each in leaves]
    low_x, low_y, high_x, high_y = turned.bounds
    left, right = min(low for low, _ in spans), max(high for _, high in spans)
    low_x, high_x, whole = min(low_x, left), max(high_x, right), count_of(right - left, cell)
    # Centers lie at 0 for an odd number of cells in the gate, beside it for an even one.
    shift = 0.5 * (1 - whole % 2)
    first, last = np.floor(low_x / cell - shift - 1), np.ceil(high_x / cell - shift + 1)
    below, above = min(0.0, np.floor(low_y / cell)), np.ceil(high_y / cell)
    across = (np.arange(first, last + 1) + shift) * cell
    away = (np.arange(below, above + 2) - 0.5) * cell
    x, y = np.meshgrid(across, away)
    shapely.prepare(turned)
    walkable = np.asarray(shapely.contains_xy(turned, x, y))
    walls = shapely.buffer(thin_walls(turned, cell), cell / 2)
    shapely.prepare(walls)
    walkable &= ~shapely.contains_xy(walls, x, y)
    gate_row, leaf = int(-below), np.zeros(x.shape, bool)
    for low, high in spans:
        nearest = np.argsort(np.abs(across - (low + high) / 2), kind="stable")
        leaf[gate_row, nearest[: count_of(high - low, cell)]] = True
    walkable[leaf] = False
    deep = gate_row + 1 + int(np.ceil(EDGE / cell))
    for column in np.flatnonzero(leaf[gate_row]):
        ahead = walkable[gate_row + 1 : deep + 1, column]
        if ahead.any():
            ahead[: ahead.argmax()] = True
    walkable[[0, -1]] = walkable[:, [0, -1]] = False
    return Cells(frame, x, y, walkable, leaf)


def leaf_on(
    leaf: Shape, cells: Cells, on_foot: NDArray[np.bool_], cell: float
) -> NDArray[np.bool_]:
    """Return the cells in walls that stand for a leaf of another gate, of whatever direction.

    Of each line of cells that the leaf runs across, as many as are nearest to its length, the wall
    beside the ground that is nearest to it.

    Args:
        leaf: of a gate.
        cells: the plan, laid along its first gate.
        on_foot: cells on which people come to it.
        cell: side of a cell, m.
    """
    ends = cells.frame(shapely.get_coordinates(leaf.geometry))[[0, -1]]
    run = np.abs(ends[1] - ends[0])
    axis = int(run[1] > run[0])  # 0: the leaf runs across, a cell a column; 1: a cell a row
    beside = np.roll(on_foot, 1, axis) | np.roll(on_foot, -1, axis)
    away = shapely.distance(shapely.LineString(ends), shapely.points(cells.x, cells.y))
    usable = ~cells.walkable & beside & (away <= EDGE + cell)
    along = cells.y[:, 0] if axis else cells.x[0]
    nearest = np.argsort(np.abs(along - ends[:, axis].mean()), kind="stable")
    found = np.zeros(usable.shape, bool)
    for line in nearest[: count_of(run[axis], cell)]:
        there = (line, slice(None)) if axis else (slice(None), line)
        if usable[there].any():
            found[there][np.where(usable[there], away[there], np.inf).argmin()] = True
    return found


def thin_walls(ground: shapely.Geometry, cell: float) -> shapely.Geometry:
    """Return what is not ground and thinner than a cell: the centers of cells may all miss it.

    Args:
        ground: on which people can walk.
        cell: side of a cell, m.
    """
    around = shapely.difference(shapely.box(*ground.bounds).buffer(2 * cell), ground)
    reach = 0.49 * cell
    thick = shapely.buffer(
        shapely.buffer(around, -reach, join_style="mitre"), reach + TINY, join_style="mitre"
    )
    return shapely.difference(around, thick)


def _farthest(points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the two points that are farthest from each other, in their order."""
    distances = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    first, last = np.unravel_index(distances.argmax(), distances.shape)
    return points[min(first, last)], points[max(first, last)]


def _on_ground(ground: shapely.Geometry, begin: FloatArray, end: FloatArray) -> float:
    """Return how much of the way from one point to another is ground, m."""
    return float(shapely.intersection(shapely.LineString([begin, end]), ground).length)


def _span(leaf: Shape, frame: Frame) -> tuple[float, float]:
    x = frame(shapely.get_coordinates(leaf.geometry))[:, 0]
    return float(x.min()), float(x.max())
