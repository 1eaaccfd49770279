"""The way to a gate: what each step gains, whom a push reaches, in which order cells lie."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .floor_field import UNREACHABLE, walking_distance
from .layout import Drawing
from .surroundings import STEPS

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BARRED: Final = -1e9
"""Gain of a step that a wall forbids, m."""


class Way(NamedTuple):
    """The way to a gate, over cells."""

    distance: FloatArray
    """Walking distance, m, shape (cells,)."""
    gain: FloatArray
    """Distance gained by each step, m, shape (cells, 8)."""
    forward: FloatArray
    """Share weights of contact force handed to each nearer neighbor, shape (cells, 8)."""
    nearer: NDArray[np.int8]
    """The steps that gain distance, -1 after the last of them, shape (cells, 9)."""
    ahead: IntArray
    """Nearest neighbor, -1 if none is nearer, shape (cells,)."""
    before: IntArray
    """Cells directly before the gate."""
    inward: IntArray
    """Cells from which a way leads there, farthest first."""
    rank: IntArray
    """Place of each cell among these, shape (cells,)."""


def way_to_leaf(ground: Drawing, leaf: NDArray[np.bool_], cell: float, offsets: IntArray) -> Way:
    """Return the way to some cells of the rim.

    Args:
        ground: the site as drawn.
        leaf: the gate.
        cell: side of a cell, m.
        offsets: difference of cell index to the 8 neighbors.
    """
    allowed = ground.walkable == 1
    distance = walking_distance(allowed, leaf, cell)
    gain, flat = gains(distance, allowed), distance.ravel()
    order = np.lexsort((np.arange(flat.size), flat))
    reachable = flat < UNREACHABLE / 2
    inward = order[reachable[order]][::-1].copy()
    rank = np.zeros(flat.size, np.int64)
    rank[inward] = np.arange(inward.size)
    # The push goes to the door of a pen as to a wall: staff hold it shut but for who is called.
    shut = np.where(steps_into_door(ground.door.ravel(), flat, offsets), BARRED, gain)
    nearest = np.arange(flat.size) + offsets[shut.argmax(axis=1)]
    return Way(
        distance=flat,
        gain=gain,
        forward=_force_shares(shut, cell * np.hypot(*np.array(STEPS, dtype=float).T)),
        nearer=_steps_that_gain(shut),
        ahead=np.where(shut.max(axis=1) > 0, nearest, -1),
        before=np.flatnonzero(reachable & (flat < 0.75 * cell)),
        inward=inward,
        rank=rank,
    )


def gains(distance: FloatArray, allowed: NDArray[np.bool_]) -> FloatArray:
    """Return the distance gained by each step, shape (cells, 8); corners are not cut."""
    rows, columns = distance.shape
    gains = np.full((rows, columns, 8), BARRED)
    for k, (dr, dc) in enumerate(STEPS):
        here = (slice(1, -1), slice(1, -1))
        there = (slice(1 + dr, rows - 1 + dr), slice(1 + dc, columns - 1 + dc))
        beside = (slice(1 + dr, rows - 1 + dr), slice(1, -1))
        across = (slice(1, -1), slice(1 + dc, columns - 1 + dc))
        free = allowed[here] & allowed[there] & allowed[beside] & allowed[across]
        gains[..., k][here] = np.where(free, distance[here] - distance[there], BARRED)
    return gains.reshape(-1, 8)


def _force_shares(gain: FloatArray, lengths: FloatArray) -> FloatArray:
    """Return cos^3 of the angle between each nearer step and the direction to the gate."""
    steps = np.array(STEPS, dtype=float)
    unit = steps / np.linalg.norm(steps, axis=1, keepdims=True)
    slope = np.where(gain > 0, gain / lengths, 0.0)
    direction = slope @ unit
    norm = np.linalg.norm(direction, axis=1, keepdims=True)
    direction = np.divide(direction, norm, out=np.zeros_like(direction), where=norm > 0)
    cosine = np.clip(direction @ unit.T, 0.0, 1.0)
    return np.where(gain > 1e-9, cosine**3, 0.0)


def _steps_that_gain(gain: FloatArray) -> NDArray[np.int8]:
    """Return the steps that gain distance, in their order, -1 behind them, shape (cells, 9)."""
    gains = gain > 0.0
    steps = np.full((len(gain), 9), -1, np.int8)
    cell, step = np.nonzero(gains)
    steps[cell, gains.cumsum(axis=1)[cell, step] - 1] = step
    return steps


def steps_into_door(
    is_door: NDArray[np.bool_], to_gate: FloatArray, offsets: IntArray
) -> NDArray[np.bool_]:
    """Return which steps enter the door of a pen, shape (cells, 8).

    Args:
        is_door: cells in the door, shape (cells,).
        to_gate: walking distance to the gate, m, same shape.
        offsets: difference of cell index to the 8 neighbors.
    """
    there = np.clip(np.arange(is_door.size)[:, None] + offsets, 0, is_door.size - 1)
    return is_door[there] & ~is_door[:, None] & (to_gate[there] < to_gate[:, None])
