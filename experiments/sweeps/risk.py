"""The map of risk of many days: how often, how long and how hard it was at each place.

A day alone says where it was worst that day; where it is worst as a rule, many days say.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatecrush.model.arrays import Floats
from gatecrush.model.place.site import build_place
from gatecrush.model.scenario.scenario import Scenario

from ..storage.run_store import DamagedRunError
from ..storage.tables import DamagedTableError, read_table
from .folder import SweepFolder


class Risk(NamedTuple):
    """What many days on one ground come to, of each place on which people can stand."""

    days: int
    x: Floats
    """Center of the cell, across, m, shape (places,)."""
    y: Floats
    """Away from the gate, m, same shape."""
    distance: Floats
    """Walking distance to the gate, m, same shape; NaN in the car lane."""
    crowded_share: Floats
    """Share of the days with a minute above 4 people per m^2, same shape."""
    crowded: Floats
    """Mean minutes above 4 people per m^2, same shape."""
    force_peak: Floats
    """Mean of the days' largest contact forces on somebody there, N, same shape."""


def risk_of(folder: SweepFolder, keys: Iterable[str], scenario: Scenario) -> Risk:
    """Return the map of risk of stored days, read one after another.

    Where people never stood close, 2 per m^2 or more, nothing is kept of a day, and 0 is counted.

    Args:
        folder: of the sweep.
        keys: of the days; those of which no places are kept are left out.
        scenario: with their ground.

    Raises:
        DamagedRunError: the file of one cannot be read.
    """
    place = build_place(scenario.site, scenario.gate.width)
    cells = np.flatnonzero(place.walkable > 0)
    x, y = place.x[cells], place.y[cells]
    row, column = _lattice(x, x.min(), place.cell), _lattice(y, y.min(), place.cell)
    number = np.zeros((row.max() + 1, column.max() + 1), int)
    number[row, column] = np.arange(cells.size)
    days, sums = 0, np.zeros((3, cells.size))
    for key in keys:
        path = folder.places / f"{key}.parquet"
        if not path.exists():
            continue
        try:
            found = read_table(path)
        except DamagedTableError:
            raise DamagedRunError(f"{path}: is damaged; remove it and start again") from None
        days += 1
        at = number[
            _lattice(found["x"], x.min(), place.cell), _lattice(found["y"], y.min(), place.cell)
        ]
        sums[:, at] += found["crowded"] > 0, found["crowded"], found["force_peak"]
    share, minutes, force = sums / max(days, 1)
    distance = np.where(place.walkable[cells] == 1, place.to_gate[cells], np.nan)
    return Risk(days, x, y, distance, share, minutes, force)


def _lattice(values: Any, first: float, cell: float) -> NDArray[np.int64]:
    """Return which row or column of cells each coordinate is, m; exact in single precision, too."""
    return np.rint((np.asarray(values, float) - first) / cell).astype(np.int64)
