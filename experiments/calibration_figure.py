"""The figure of a calibration: which values fit of the range searched, and what moves most."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from .calibration_ranges import RANGES, Range
from .calibration_region import Region, influences, region
from .calibration_report import shares_of_ranges
from .calibration_search import SHIPPED
from .drawing import FAINT
from .figure import IN_TURN, OUT_OF_TURN, STYLE
from .range_figure import DOWN, across_range, draw_density, draw_ranges

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

MOST_INFLUENTIAL: Final = 5
"""Parameters whose distances are drawn."""


def calibration_figure(table: pd.DataFrame, path: Path) -> None:
    """Draw the settings that fit against the range searched, and distances, to a file.

    Args:
        table: a row a setting, the defaults that ship as setting -1.
        path: file to write.
    """
    settings = table[table["setting"] != SHIPPED].reset_index(drop=True)
    shipped = table[table["setting"] == SHIPPED].iloc[0]
    chosen, shares = region(settings), shares_of_ranges(settings)
    ranges = {each.parameter: each for each in RANGES}
    abandoned = settings["abandoned"].to_numpy(bool)
    moved = influences(shares, settings["distance"].to_numpy(float), abandoned)
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(13, 2.1 * DOWN + 3.2), layout="constrained")
        parts: Any = figure.subfigures(2, 1, height_ratios=[2.1 * DOWN, 2.7])
        above, below = parts
        count = int(chosen.chosen.sum())
        words = chosen.name if chosen.name[0].isdigit() else f"{count} {chosen.name}"
        above.suptitle(
            f"Which values give the day of the account: {words}, of {len(settings)} settings tried",
            x=0.008, ha="left", fontsize=13, fontweight="bold",
        )  # fmt: skip
        draw_ranges(
            above,
            lambda axis, each: _draw_chosen(axis, each, settings, chosen, shares[each.parameter]),
        )
        below.suptitle(
            "Distance from the account, for the parameters it depends on most "
            "(crosses: abandoned, at least so far)",
            x=0.008, ha="left", fontsize=10.5, fontweight="bold",
        )  # fmt: skip
        lower = below.subplots(1, MOST_INFLUENTIAL, sharey=True)
        for axis, mover in zip(lower, moved, strict=False):
            _draw_distance(axis, ranges[mover.first], settings, chosen, shipped)
            axis.set_title(f"rank correlation {mover.rho:+.2f}", fontsize=9, fontweight="normal")
        lower[0].set_ylabel("distance")
        figure.savefig(path, dpi=120)


def _draw_chosen(
    axis: Axes, searched: Range, settings: pd.DataFrame, chosen: Region, shares: Floats
) -> None:
    """Draw how the values that fit are spread over the range searched."""
    values = settings[searched.parameter].to_numpy(float)[chosen.chosen]
    ends = np.quantile(values, [0.05, 0.95]).tolist() if len(values) else []
    weights = np.full(len(values), 1.0 / max(1, len(values)))
    names = ("settings chosen", "range searched", "5-95 %")
    draw_density(axis, searched, shares[chosen.chosen], weights, ends, names)


def _draw_distance(
    axis: Axes, searched: Range, settings: pd.DataFrame, chosen: Region, shipped: pd.Series[float]
) -> None:
    values, far = settings[searched.parameter], settings["distance"]
    abandoned = settings["abandoned"].to_numpy(bool)
    for rows, color, marker in (
        (abandoned, FAINT, "x"),
        (~abandoned & ~chosen.chosen, FAINT, "o"),
        (chosen.chosen, IN_TURN, "o"),
    ):
        width = 0.8 if marker == "x" else 0
        axis.scatter(values[rows], far[rows], s=12, c=color, marker=marker, linewidths=width)
    axis.scatter([shipped[searched.parameter]], [shipped["distance"]], s=45, c=OUT_OF_TURN,
                 marker="D", linewidths=0, zorder=3)  # fmt: skip
    axis.set_yscale("symlog", linthresh=1.0)
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_ylim(bottom=-0.1)
    across_range(axis, searched)
