"""Trajectories in JuPedSim's SQLite format, version 2, which PedPy and JuPedSim read.

Metres, y up (away from the gate), frames consecutive from 0. The walkable area is the ground open
to everybody; the car lane is no part of it, and people while they are in the lane (families beside
the line) are left out, which the file's metadata say.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gatecrush.model.floor_field import UNREACHABLE
from gatecrush.model.site import Place, build_place

from .appearing import sweep_up

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.recorder import Record
    from gatecrush.model.scenario import Scenario

Corner = tuple[int, int]
Ring = list[tuple[float, float]]

ROWS_AT_ONCE = 500_000
"""Rows handed to the database in one go."""

SCHEMA = """
CREATE TABLE trajectory_data (
    frame INTEGER NOT NULL, id INTEGER NOT NULL,
    pos_x REAL NOT NULL, pos_y REAL NOT NULL, ori_x REAL NOT NULL, ori_y REAL NOT NULL);
CREATE TABLE metadata (key TEXT NOT NULL UNIQUE PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE geometry (hash INTEGER NOT NULL, wkt TEXT NOT NULL);
CREATE UNIQUE INDEX geometry_hash ON geometry(hash);
CREATE TABLE frame_data (frame INTEGER NOT NULL, geometry_hash INTEGER NOT NULL);
"""


def write_sqlite(record: Record, scenario: Scenario, path: Path | str) -> None:
    """Write the trajectories of a run; a file of that name is replaced once all is written.

    Args:
        record: record of a run with trajectories.
        scenario: the scenario run, for the walkable area.
        path: the file, ``.sqlite`` by custom.

    Raises:
        ValueError: the record has no trajectories.
    """
    trajectories = record.trajectories
    frames = int(trajectories.attrs.get("frames", 0))
    if frames == 0:
        raise ValueError("this run was recorded without trajectories")
    path = Path(path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.partial")
    sweep_up(path)
    unfinished.unlink(missing_ok=True)
    place = build_place(scenario.site, scenario.gate.width)
    rings = walkable_rings(place)
    try:
        with sqlite3.connect(unfinished) as database:
            database.executescript(SCHEMA)
            _write_geometry(database, rings, frames)
            database.executemany(
                "INSERT INTO metadata VALUES (?, ?)", _metadata(record, rings).items()
            )
            kept = on_walkable_area(trajectories, place)
            for rows in _rows(kept):
                database.executemany("INSERT INTO trajectory_data VALUES (?, ?, ?, ?, ?, ?)", rows)
            database.execute("CREATE INDEX frame_id_idx ON trajectory_data(frame, id)")
        database.close()
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def walkable_wkt(scenario: Scenario) -> str:
    """Return the ground open to everybody as a polygon in well-known text, m.

    Args:
        scenario: the scenario, whose site and gate are drawn.
    """
    return well_known_text(walkable_rings(build_place(scenario.site, scenario.gate.width)))


def walkable_rings(place: Place) -> list[Ring]:
    """Return the outline of the ground from which people can walk to the gate, then its holes.

    Args:
        place: the site.

    Returns:
        Closed rings (the last corner is the first) in m; the outer one comes first.
    """
    ground = (place.to_gate < UNREACHABLE / 2).reshape(-1, place.stride)
    x, y = place.x.reshape(ground.shape), place.y.reshape(ground.shape)

    def position(corner: Corner) -> tuple[float, float]:
        row, column = corner[0] - 0.5, corner[1] - 0.5
        return tuple(  # type: ignore[return-value]
            round(float(c[0, 0] + row * (c[1, 0] - c[0, 0]) + column * (c[0, 1] - c[0, 0])), 6)
            for c in (x, y)
        )

    rings = [[position(corner) for corner in ring] for ring in _outlines(ground)]
    return sorted(rings, key=lambda ring: -abs(_area(ring)))


def well_known_text(rings: list[Ring]) -> str:
    """Return rings as a POLYGON in well-known text."""
    parts = ("(" + ", ".join(f"{x:.10g} {y:.10g}" for x, y in ring) + ")" for ring in rings)
    return f"POLYGON ({', '.join(parts)})"


def on_walkable_area(trajectories: pd.DataFrame, place: Place) -> pd.DataFrame:
    """Return the rows whose cell is open ground: without people in the car lane.

    Args:
        trajectories: a record's trajectories.
        place: the site they were recorded on.
    """
    open_cells = place.to_gate < UNREACHABLE / 2
    low_x, low_y = place.x.min(), place.y.min()
    columns = round(float(place.x.max() - low_x) / place.cell) + 1
    at = np.rint((place.y - low_y) / place.cell) * columns + np.rint((place.x - low_x) / place.cell)
    ground = np.zeros(place.x.size, bool)
    ground[at.astype(np.int64)] = open_cells
    column = np.rint((trajectories["x"].to_numpy() - low_x) / place.cell)
    row = np.rint((trajectories["y"].to_numpy() - low_y) / place.cell)
    return trajectories[ground[(row * columns + column).astype(np.int64)]]


def _outlines(ground: NDArray[np.bool_]) -> Iterator[list[Corner]]:
    """Walk along the edges of the ground, which lies to the left; straight edges are joined."""
    edges = _edges(ground)
    while edges:
        start = min(edges)
        here, step = start, edges[start][0]
        ring = [start]
        while True:
            edges[here].remove(step)
            if not edges[here]:
                del edges[here]
            here = (here[0] + step[0], here[1] + step[1])
            if here == start:
                break
            left = (-step[1], step[0])
            onward = edges[here]
            turn = left if left in onward else onward[0]
            if turn != step:
                ring.append(here)
            step = turn
        yield [*ring, start]


def _edges(ground: NDArray[np.bool_]) -> dict[Corner, list[Corner]]:
    """Return the steps that lead from each corner along an edge, the ground to their left."""
    edges: dict[Corner, list[Corner]] = {}
    padded = np.pad(ground, 1)
    inner = padded[1:-1, 1:-1]
    sides = (  # neighbor of the cell, corner at which its edge begins, step along the edge
        ((-1, 0), (0, 1), (0, -1)),
        ((0, -1), (0, 0), (1, 0)),
        ((1, 0), (1, 0), (0, 1)),
        ((0, 1), (1, 1), (-1, 0)),
    )
    for (dr, dc), (r0, c0), step in sides:
        rows, columns = ground.shape
        beyond = padded[1 + dr : 1 + dr + rows, 1 + dc : 1 + dc + columns]
        for row, column in np.argwhere(inner & ~beyond).tolist():
            edges.setdefault((row + r0, column + c0), []).append(step)
    return edges


def _area(ring: Ring) -> float:
    x, y = np.array(ring).T
    return float(0.5 * np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def _write_geometry(database: sqlite3.Connection, rings: list[Ring], frames: int) -> None:
    wkt = well_known_text(rings)
    stable = int.from_bytes(hashlib.sha256(wkt.encode()).digest()[:8], "big", signed=True)
    database.execute("INSERT INTO geometry VALUES (?, ?)", (stable, wkt))
    database.executemany(
        "INSERT INTO frame_data VALUES (?, ?)", ((frame, stable) for frame in range(frames))
    )


def _metadata(record: Record, rings: list[Ring]) -> dict[str, str]:
    x, y = np.array(rings[0]).T
    about, run = record.trajectories.attrs, record.summary.iloc[0]
    return {
        "version": "2",
        "fps": f"{about['frames_per_second']:g}",
        "xmin": f"{x.min():g}",
        "xmax": f"{x.max():g}",
        "ymin": f"{y.min():g}",
        "ymax": f"{y.max():g}",
        "software": f"gatecrush {run['version']}",
        "scenario": str(run["scenario"]),
        "seed": str(run["seed"]),
        "replication": str(run["replication"]),
        "start_hour": f"{about['start']:g}",
        "position_offsets": about["offsets"],
        "left_out": "people while they are in the car lane",
    }


def _rows(trajectories: pd.DataFrame) -> Iterator[list[tuple[Any, ...]]]:
    """Hand out rows (frame, id, position, direction of the last move, unit vector)."""
    order = np.lexsort((trajectories["frame"], trajectories["id"]))
    person = trajectories["id"].to_numpy()[order]
    position = trajectories[["x", "y"]].to_numpy(np.float64)
    moved = np.diff(position[order], axis=0, prepend=position[order][:1])
    moved[np.diff(person, prepend=person[:1]) != 0] = 0.0
    length = np.hypot(*moved.T)
    walks = length > 0.05
    direction = np.empty_like(position)
    direction[order] = np.where(
        walks[:, None], moved / np.where(walks, length, 1.0)[:, None], (0.0, -1.0)
    )
    for first in range(0, len(trajectories), ROWS_AT_ONCE):
        part = slice(first, first + ROWS_AT_ONCE)
        columns = (
            trajectories["frame"].to_numpy()[part],
            trajectories["id"].to_numpy()[part],
            *position[part].T,
            *direction[part].T,
        )
        yield list(zip(*(values.tolist() for values in columns), strict=True))
