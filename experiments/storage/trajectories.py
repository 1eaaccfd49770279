"""Trajectories in JuPedSim's SQLite format, version 2, which PedPy and JuPedSim read.

Metres, y up (away from the gate), frames consecutive from 0. The walkable area is the ground open
to everybody; the car lane is no part of it, and people while they are in the lane (families beside
the line) are left out, which the file's metadata say.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gatecrush.model.place.floor_field import UNREACHABLE
from gatecrush.model.place.site import Place, build_place
from gatecrush.model.record.recorder import Recorder

from .whole_files import sweep_up, unfinished

if TYPE_CHECKING:
    import pandas as pd
    from shapely import Polygon

    from gatecrush.model.record.recorder import Record
    from gatecrush.model.scenario.scenario import Scenario

ROWS_AT_ONCE = 20_000
"""Rows handed to the database in one go."""
SCHEMA = """
CREATE TABLE trajectory_data (
    frame INTEGER NOT NULL, id INTEGER NOT NULL,
    pos_x REAL NOT NULL, pos_y REAL NOT NULL, ori_x REAL NOT NULL, ori_y REAL NOT NULL);
CREATE TABLE metadata (key TEXT NOT NULL UNIQUE PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE geometry (hash INTEGER NOT NULL, wkt TEXT NOT NULL);
CREATE UNIQUE INDEX geometry_hash ON geometry(hash);
CREATE TABLE frame_data (frame INTEGER NOT NULL, geometry_hash INTEGER NOT NULL);
CREATE INDEX frame_id_idx ON trajectory_data(frame, id);
"""


def write_sqlite(record: Record, scenario: Scenario, path: Path | str) -> None:
    """Write the trajectories of a run; a file of that name is replaced once all is written.

    Args:
        record: record of a run with trajectories.
        scenario: the scenario run, for the walkable area.
        path: the file, ``.sqlite`` by custom.

    Raises:
        ValueError: the record has no trajectories.
        OSError: the file cannot be written; nothing is left of it.
    """
    trajectories = record.trajectories
    frames = int(trajectories.attrs.get("frames", 0))
    if frames == 0:
        raise ValueError("this run was recorded without trajectories")
    database = TrajectoryDatabase(Path(path), build_place(scenario.site, scenario.gate.width))
    bounds = np.searchsorted(trajectories["frame"].to_numpy(), np.arange(frames + 1))
    person, x, y = (trajectories[name].to_numpy() for name in ("id", "x", "y"))
    try:
        for number, (first, last) in enumerate(pairwise(bounds.tolist())):
            database.add(number, person[first:last], x[first:last], y[first:last])
        database.finish(trajectories.attrs, record.row, frames)
    finally:
        database.discard()


class TrajectoryFile(Recorder):
    """Takes frames while a day is simulated and writes them at once: memory does not grow.

    If the disk is full the day goes on without it, and what was written is removed.
    """

    def __init__(
        self,
        path: Path,
        scenario: Scenario,
        *,
        frame_seconds: float = 1.0,
        hours: tuple[float, float] | None = None,
    ) -> None:
        """Begin a file; it is in its place once it is finished.

        Args:
            path: the file, ``.sqlite`` by custom.
            scenario: the scenario run, for the walkable area.
            frame_seconds: time from frame to frame, s.
            hours: hours of the day from which to which frames are taken; None: all along.
        """
        super().__init__(frame_seconds=frame_seconds, hours=hours)
        self.path = path
        self.failure: OSError | None = None
        """Why the file cannot be written, if so."""
        self._place = build_place(scenario.site, scenario.gate.width)
        self._database: TrajectoryDatabase | None = None

    def _keep(self, frame: dict[str, NDArray[Any]]) -> None:
        if self.failure is not None:
            return
        try:
            if self._database is None:
                self._database = TrajectoryDatabase(self.path, self._place)
            self._database.add(self.taken, frame["id"], frame["x"], frame["y"])
        except OSError as error:
            self._fail(error)

    def finish(self, row: Mapping[str, Any]) -> None:
        """Put the file into its place, or note why it cannot be.

        Args:
            row: the summary of the run.
        """
        if self._database is None or self.failure is not None:
            return
        try:
            self._database.finish(self.about(), row, self.taken)
        except OSError as error:
            self._fail(error)

    def discard(self) -> None:
        """Remove what was written, unless it is finished."""
        if self._database is not None:
            self._database.discard()

    def _fail(self, error: OSError) -> None:
        self.failure = error
        self.discard()


class TrajectoryDatabase:
    """The file while it is written: beside its place, without a journal, since a torn one goes."""

    def __init__(self, path: Path, place: Place) -> None:
        """Begin the file.

        Raises:
            OSError: it cannot be written.
        """
        self.path = path.resolve()
        beside = next(each for each in self.path.parents if each.exists())
        self._unfinished = unfinished(beside / self.path.name)
        sweep_up(beside / self.path.name)
        self._unfinished.unlink(missing_ok=True)
        self._ground = walkable_polygon(place)
        self._is_open = open_ground(place)
        self._waiting: list[tuple[Any, ...]] = []
        self._last = np.empty((0, 2))
        with _as_os_errors():
            self._opened: sqlite3.Connection | None = sqlite3.connect(self._unfinished)
            self._opened.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            self._opened.executescript(SCHEMA)

    def add(self, frame: int, person: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> None:
        """Add a frame: people by id with their positions, those in the car lane left out.

        Raises:
            OSError: it cannot be written.
        """
        here = self._is_open(x, y)
        person, position = person[here], np.column_stack([x[here], y[here]]).astype(np.float64)
        more = int(person.max(initial=-1)) + 1 - len(self._last)
        if more > 0:
            self._last = np.vstack([self._last, np.full((more, 2), np.nan)])
        moved = np.nan_to_num(position - self._last[person])  # 0 for those first seen
        self._last[person] = position
        length = np.hypot(*moved.T)
        walks = length > 0.05
        direction = np.where(
            walks[:, None], moved / np.where(walks, length, 1.0)[:, None], (0.0, -1.0)
        )
        columns = (*position.T, *direction.T)
        rows = zip(person.tolist(), *(each.tolist() for each in columns), strict=True)
        self._waiting += [(frame, *row) for row in rows]
        if len(self._waiting) >= ROWS_AT_ONCE:
            self._hand_over()

    def finish(self, about: Mapping[str, Any], row: Mapping[str, Any], frames: int) -> None:
        """Write what the frames are and put the file into its place.

        Args:
            about: the frames, as a recorder tells.
            row: the summary of the run.
            frames: how many there are.

        Raises:
            OSError: it cannot be written.
        """
        self._hand_over()
        assert self._opened is not None
        with _as_os_errors():
            _write_geometry(self._opened, self._ground, frames)
            told = _metadata(about, row, self._ground)
            self._opened.executemany("INSERT INTO metadata VALUES (?, ?)", told.items())
            self._opened.commit()
            self._opened.close()
        self._opened = None
        with self._unfinished.open("rb") as written:
            os.fsync(written.fileno())
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._unfinished.replace(self.path)

    def discard(self) -> None:
        """Remove what was written, unless it is finished."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None
        self._unfinished.unlink(missing_ok=True)

    def _hand_over(self) -> None:
        rows, self._waiting = self._waiting, []
        with _as_os_errors():
            assert self._opened is not None
            self._opened.executemany("INSERT INTO trajectory_data VALUES (?, ?, ?, ?, ?, ?)", rows)


@contextmanager
def _as_os_errors() -> Iterator[None]:
    """Tell what SQLite cannot write as what other files' errors are.

    Raises:
        OSError: it cannot be written.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise OSError(errno.ENOSPC, str(error)) from error


def walkable_wkt(scenario: Scenario) -> str:
    """Return the ground open to everybody as a polygon in well-known text, m.

    Args:
        scenario: the scenario, whose site and gate are drawn.
    """
    return well_known_text(walkable_polygon(build_place(scenario.site, scenario.gate.width)))


def walkable_polygon(place: Place) -> Polygon:
    """Return the ground from which people can walk to the gate, m, with the walls as its holes.

    Args:
        place: the site.
    """
    import shapely

    ground = (place.to_gate < UNREACHABLE / 2).reshape(-1, place.stride)
    x, y = place.x.reshape(ground.shape), place.y.reshape(ground.shape)

    def position(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        column, row = corners.T - 0.5
        along = [c[0, 0] + row * (c[1, 0] - c[0, 0]) + column * (c[0, 1] - c[0, 0]) for c in (x, y)]
        return np.round(np.column_stack(along), 6)

    # United by row and column, where cells meet exactly; from the first corner on, straight edges
    # are joined.
    row, column = np.nonzero(ground)
    united = shapely.coverage_union_all(shapely.box(column, row, column + 1, row + 1))
    return shapely.transform(united, position).normalize().simplify(0)


def well_known_text(ground: Polygon) -> str:
    """Return a polygon in well-known text."""
    import shapely

    return shapely.to_wkt(ground, rounding_precision=6)


def on_walkable_area(trajectories: pd.DataFrame, place: Place) -> pd.DataFrame:
    """Return the rows whose cell is open ground: without people in the car lane.

    Args:
        trajectories: a record's trajectories.
        place: the site they were recorded on.
    """
    x, y = trajectories["x"].to_numpy(), trajectories["y"].to_numpy()
    return trajectories[open_ground(place)(x, y)]


def open_ground(place: Place) -> Callable[[NDArray[Any], NDArray[Any]], NDArray[np.bool_]]:
    """Return what tells whether positions (m) lie in cells of open ground.

    Args:
        place: the site.
    """
    low_x, low_y, cell = place.x.min(), place.y.min(), place.cell
    columns = round(float(place.x.max() - low_x) / cell) + 1

    def at(x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.int64]:
        found = np.rint((y - low_y) / cell) * columns + np.rint((x - low_x) / cell)
        return found.astype(np.int64)

    ground = np.zeros(place.x.size, bool)
    ground[at(place.x, place.y)] = place.to_gate < UNREACHABLE / 2
    return lambda x, y: ground[at(x, y)]


def _write_geometry(database: sqlite3.Connection, ground: Polygon, frames: int) -> None:
    wkt = well_known_text(ground)
    stable = int.from_bytes(hashlib.sha256(wkt.encode()).digest()[:8], "big", signed=True)
    database.execute("INSERT INTO geometry VALUES (?, ?)", (stable, wkt))
    database.executemany(
        "INSERT INTO frame_data VALUES (?, ?)", ((frame, stable) for frame in range(frames))
    )


def _metadata(about: Mapping[str, Any], row: Mapping[str, Any], ground: Polygon) -> dict[str, str]:
    low_x, low_y, high_x, high_y = ground.bounds
    return {
        "version": "2",
        "fps": f"{about['frames_per_second']:.12g}",
        "xmin": f"{low_x:g}",
        "xmax": f"{high_x:g}",
        "ymin": f"{low_y:g}",
        "ymax": f"{high_y:g}",
        "software": f"gatecrush {row['version']}",
        "scenario": str(row["scenario"]),
        "seed": str(row["seed"]),
        "replication": str(row["replication"]),
        "start_hour": f"{about['start']:.12g}",
        "position_offsets": about["offsets"],
        "left_out": "people while they are in the car lane",
    }
