"""Where it was worst: three maps of a day, each with its worst moment marked.

The ground lies on its side as in the film: the gate at the left, distance from it to the right.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import matplotlib
import numpy as np

from gatecrush.model.arrays import Floats
from gatecrush.model.record.columns import PLACES, column

from ..words import clock
from .panels import page
from .style import INK, PAPER, STYLE, WALL, save_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gatecrush.model.record.recorder import Record

Places = Mapping[str, Any]
COLORS: Final = "YlOrRd"
BEYOND: Final = 4.0
"""Ground drawn beyond the last place where people stood close, m."""
LEAST: Final = 15.0
"""Ground drawn at least, m."""
CLOSE: Final = 2.0
"""Density from which people stand close, 1/m^2."""
WIDTH: Final = 10.5
"""Of the figure, inches."""


class Worst(NamedTuple):
    """The worst place of a day by one measure, and when it was that."""

    value: float
    unit: str
    x: float
    """Across, m."""
    y: float
    """Away from the gate, m."""
    distance: float
    """Walking distance to the gate, m; NaN in the car lane."""
    hour: float | None
    """None: it is a sum over the day."""

    def __str__(self) -> str:
        """Say how much, where and when."""
        when = "" if self.hour is None else f" at {clock(self.hour)}"
        digits = 1 if self.value < 10 else 0
        far = (
            "in the car lane" if math.isnan(self.distance) else f"{self.distance:.0f} m to the gate"
        )
        return f"{self.value:.{digits}f} {self.unit}{when}, {far}"


class Map(NamedTuple):
    """A map of a day."""

    quantity: str
    """Column of PLACES."""
    hours: str = ""
    """Column that says when; empty: the quantity is a sum over the day."""
    least: float = 1.0
    """Where the scale of colors ends at least."""


MAPS: Final = (
    Map("density_peak", "density_peak_time", 4.0),
    Map("crowded", least=10.0),
    Map("force_peak", "force_peak_time", 200.0),
)


def worst_of(places: Places, each: Map) -> Worst | None:
    """Return the worst place by a measure; None if nothing happened anywhere.

    Args:
        places: columns of PLACES, shape (cells,) each.
        each: the measure.
    """
    values = np.asarray(places[each.quantity], float)
    if not len(values) or not values.max() > 0:
        return None
    n = int(values.argmax())
    unit = column(PLACES, each.quantity).unit.replace("1/m^2", "per m²")
    hour = float(places[each.hours][n]) if each.hours else None
    x, y, distance = (float(places[name][n]) for name in ("x", "y", "distance"))
    return Worst(float(values[n]), unit, x, y, distance, hour)


def worst_figure(record: Record, path: Path | str) -> None:
    """Draw where a day was worst, and write it to a file (PNG, SVG or PDF by its suffix)."""
    save_figure(worst_maps(record), Path(path))


def worst_maps(record: Record) -> Figure:
    """Return the maps of a day, below one another."""
    places = record.arrays("places")
    with matplotlib.rc_context(STYLE):
        found = [worst_of(places, each) for each in MAPS]
        long = drawn_length(places["y"], np.asarray(places["density_peak"]) >= CLOSE)
        figure, axes = page(
            "Where it was worst",
            f"{record.row['scenario']}, seed {record.row['seed']}: this one day. Worst places are "
            "marked; the gate, of several the first, is at the left.",
            len(MAPS), 1,
            size=size_of_maps(len(MAPS), places["x"], long),
        )  # fmt: skip
        for axis, each, worst in zip(axes[:, 0], MAPS, found, strict=True):
            _draw_map(axis, places, each, worst, long)
    return figure


def drawn_length(y: Any, is_shown: Any) -> float:
    """Return how far from the gate maps reach, m: beyond the last place that is to be seen."""
    shown = np.asarray(y)[np.asarray(is_shown)]
    return max(LEAST, float(shown.max(initial=0.0)) + BEYOND)


def size_of_maps(number: int, x: Any, long: float) -> tuple[float, float]:
    """Return width and height of so many maps below one another, inches.

    Args:
        number: of maps.
        x: of places, across, m.
        long: how far from the gate they reach, m.
    """
    across = float(np.ptp(x)) if len(x) else 4.0
    height = float(np.clip(0.8 * WIDTH * across / long, 0.8, 6.0))
    return WIDTH, number * (height + 0.75) + 0.9


def _draw_map(axis: Axes, places: Places, each: Map, worst: Worst | None, long: float) -> None:
    name = column(PLACES, each.quantity).words
    draw_places(
        axis, places, np.asarray(places[each.quantity], float),
        title=f"{name}: {worst}" if worst else f"{name}: nowhere",
        unit=column(PLACES, each.quantity).unit.replace("1/m^2", "1/m²"),
        top=max(each.least, worst.value if worst else 0.0),
        long=long,
    )  # fmt: skip
    if worst:
        mark_place(axis, worst.x, worst.y)


def draw_places(
    axis: Axes, places: Places, values: Floats, *, title: str, unit: str, top: float, long: float
) -> None:
    """Draw a value of each place as a map, its colors told beside it.

    Args:
        axis: where.
        places: x and y of each, m, shape (places,).
        values: of each, shape (places,).
        title: of the map.
        unit: of the values.
        top: where the scale of colors ends.
        long: how far from the gate the map reaches, m.
    """
    axis.set_title(title)
    axis.set_ylabel("across (m)")
    axis.set_xlabel("distance from the gate (m)")
    if not len(places["x"]):
        return
    grid, extent = _grid(places, values)
    axis.set_facecolor(WALL)
    shown = axis.imshow(
        grid, extent=extent, origin="lower", cmap=COLORS, vmin=0, vmax=top, aspect="equal",
        interpolation="nearest",
    )  # fmt: skip
    axis.set_xlim(min(0.0, extent[0]), long)
    axis.figure.colorbar(shown, ax=axis, label=unit, fraction=0.02, pad=0.01)


def mark_place(axis: Axes, x: float, y: float) -> None:
    """Mark a place of a map, m across and away from the gate."""
    axis.plot(
        y, x, marker="o", markersize=9, markerfacecolor="none", markeredgecolor=INK,
        markeredgewidth=1.6,
    )  # fmt: skip
    axis.plot(y, x, marker=".", markersize=3, color=PAPER)


def _grid(places: Places, values: Floats) -> tuple[Any, tuple[float, float, float, float]]:
    """Return values on a grid, shape (across, away), masked where nobody can stand; its extent."""
    x, column_of = np.unique(np.round(places["x"], 6), return_inverse=True)
    y, row_of = np.unique(np.round(places["y"], 6), return_inverse=True)
    side = float(min(np.diff(x).min(initial=np.inf), np.diff(y).min(initial=np.inf)))
    side = side if np.isfinite(side) else 1.0
    across = np.round((x - x[0]) / side).astype(int)
    away = np.round((y - y[0]) / side).astype(int)
    grid = np.ma.masked_all((across[-1] + 1, away[-1] + 1))
    grid[across[column_of], away[row_of]] = values
    half = side / 2
    return grid, (y[0] - half, y[-1] + half, x[0] - half, x[-1] + half)
