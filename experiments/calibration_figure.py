"""The figure of a calibration: which values fit of the range searched, and what moves most."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter
from numpy.typing import NDArray

from gatecrush.model.scenario import Scenario

from .calibration_ranges import RANGES, Range
from .calibration_region import Region, influences, region
from .calibration_report import shares_of_ranges
from .calibration_search import SHIPPED
from .drawing import FAINT, INK
from .figure import IN_TURN, OUT_OF_TURN, STYLE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BINS: Final = 10
ACROSS: Final = 5
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
    down = -(-len(RANGES) // ACROSS)
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(13, 2.1 * down + 3.2), layout="constrained")
        parts: Any = figure.subfigures(2, 1, height_ratios=[2.1 * down, 2.7])
        above, below = parts
        count = int(chosen.chosen.sum())
        words = chosen.name if chosen.name[0].isdigit() else f"{count} {chosen.name}"
        above.suptitle(
            f"Which values give the day of the account: {words}, of {len(settings)} settings tried",
            x=0.008, ha="left", fontsize=13, fontweight="bold",
        )  # fmt: skip
        axes = above.subplots(down, ACROSS).ravel()
        for axis, each in zip(axes, RANGES, strict=False):
            _draw_marginal(axis, each, settings, chosen, float(shipped[each.parameter]))
        for axis in axes[::ACROSS]:
            axis.set_ylabel("relative density")
        for axis in axes[len(RANGES) :]:
            axis.axis("off")
        handles, labels = axes[0].get_legend_handles_labels()
        axes[-1].legend(handles, labels, loc="center left")
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


def range_label(parameter: str) -> str:
    """Return a parameter with its unit."""
    unit = Scenario.quantities()[parameter].unit
    return parameter if unit == "-" else f"{parameter} ({unit})"


def across_range(axis: Axes, searched: Range) -> None:
    """Let an axis run over the range searched."""
    if searched.is_log:
        axis.set_xscale("log")
        axis.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.xaxis.set_minor_formatter(NullFormatter())
    axis.set_xlim(searched.low, searched.high)
    axis.set_xlabel(range_label(searched.parameter))
    axis.tick_params(axis="x", which="both", labelsize=7.5)


def _draw_marginal(
    axis: Axes, searched: Range, settings: pd.DataFrame, chosen: Region, shipped: float
) -> None:
    """Draw how the values that fit are spread, with the flat line of the range searched."""
    values = settings[searched.parameter].to_numpy(float)[chosen.chosen]
    edges: NDArray[np.float64] = searched.at(np.linspace(0, 1, BINS + 1))
    counts, _ = np.histogram(np.clip(values, edges[0], edges[-1]), edges)
    density = counts * BINS / max(1, len(values))
    axis.stairs(density, edges, fill=True, color=IN_TURN, alpha=0.55, label="settings chosen")
    axis.axhline(1.0, color=INK, linewidth=0.9, linestyle=(0, (4, 3)), label="range searched")
    if len(values):
        low, high = np.quantile(values, [0.05, 0.95])
        axis.plot([low, high], [0.04, 0.04], color=INK, linewidth=3, label="5-95 %",
                  transform=axis.get_xaxis_transform(), solid_capstyle="butt")  # fmt: skip
    axis.axvline(shipped, color=OUT_OF_TURN, linewidth=1.2, label="default that ships")
    axis.set_ylim(0, max(2.2, 1.1 * float(density.max())))
    axis.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    across_range(axis, searched)


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
    axis.set_ylim(bottom=-0.1)
    across_range(axis, searched)
