"""The figure of an ensemble: prior and posterior of each parameter, and pairs that trade off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from gatecrush.model.arrays import Floats
from gatecrush.model.scenario.scenario import Scenario

from ..calibration.posterior import (
    Narrowing,
    RankCorrelation,
    narrowings,
    shares_and_weights,
    trade_offs,
)
from ..calibration.ranges import RANGES, Range
from .panels import parameter_label
from .style import IN_TURN, INK, OUT_OF_TURN, STYLE, save_figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BINS: Final = 10
ACROSS: Final = 5
DOWN: Final = -(-(len(RANGES) + 1) // ACROSS)
"""Rows of panels; the last panel is the key."""
PAIRS: Final = 5
"""Pairs of parameters drawn."""


def ensemble_figure(members: pd.DataFrame, path: Path) -> None:
    """Draw prior and posterior, and the pairs that go together most, to a file.

    Args:
        members: a row a member: weight and parameters.
        path: file to write.
    """
    shares, weights = shares_and_weights(members)
    narrowed, pairs = narrowings(shares, weights), trade_offs(shares, weights)[:PAIRS]
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(13, 2.1 * DOWN + 3.3), layout="constrained")
        parts: Any = figure.subfigures(2, 1, height_ratios=[2.1 * DOWN, 2.8])
        above, below = parts
        _heading(above, f"What the account says of each parameter ({len(members)} members)")
        _draw_ranges(above, shares, weights, {each.parameter: each for each in narrowed})
        _heading(
            below, "Correlations: the pairs of parameters that go together most (area: weight)"
        )
        for axis, pair in zip(below.subplots(1, PAIRS), pairs, strict=False):
            _draw_pair(axis, members, weights, pair)
        save_figure(figure, path, dpi=110)


def _heading(part: Any, words: str) -> None:
    part.suptitle(words, x=0.008, ha="left", fontsize=12, fontweight="bold")


def _draw_ranges(
    part: Any, shares: dict[str, Floats], weights: Floats, narrowed: dict[str, Narrowing]
) -> None:
    """Draw a panel for each range, and a key."""
    axes = part.subplots(DOWN, ACROSS).ravel()
    for axis, each in zip(axes, RANGES, strict=False):
        _draw_members(axis, each, shares[each.parameter], weights, narrowed[each.parameter])
        _across_range(axis, each)
    for axis in axes[::ACROSS]:
        axis.set_ylabel("relative density")
    for axis in axes[len(RANGES) :]:
        axis.axis("off")
    handles, labels = axes[0].get_legend_handles_labels()
    axes[-1].legend(handles, labels, loc="center left")


def _draw_members(
    axis: Axes, prior: Range, shares: Floats, weights: Floats, narrowing: Narrowing
) -> None:
    """Draw how the weight is spread over the prior's range, where the prior is flat."""
    edges = np.linspace(0, 1, BINS + 1)
    density = BINS * np.histogram(np.clip(shares, 0, 1), edges, weights=weights)[0]
    axis.stairs(density, prior.at(edges), fill=True, color=IN_TURN, alpha=0.55,
                label="posterior: members")  # fmt: skip
    axis.axhline(1.0, color=INK, linewidth=0.9, linestyle=(0, (4, 3)), label="prior")
    ends = [float(prior.at(each)) for each in (narrowing.low, narrowing.high)]
    axis.plot(ends, [0.04, 0.04], color=INK, linewidth=3, label="5-95 % of the members",
              transform=axis.get_xaxis_transform(), solid_capstyle="butt")  # fmt: skip
    shipped = float(Scenario().flat()[prior.parameter])
    axis.axvline(shipped, color=OUT_OF_TURN, linewidth=1.2, label="default that ships")
    axis.set_ylim(0, max(2.2, 1.1 * float(density.max())))
    axis.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axis.set_title("narrowed" if narrowing.is_narrowed else "not narrowed", fontsize=8.5,
                   fontweight="bold" if narrowing.is_narrowed else "normal")  # fmt: skip


def _draw_pair(axis: Axes, members: pd.DataFrame, weights: Floats, pair: RankCorrelation) -> None:
    size = 14 * weights * len(members)
    axis.scatter(members[pair.first], members[pair.second], s=size, color=IN_TURN, alpha=0.55,
                 linewidths=0)  # fmt: skip
    shipped = Scenario().flat()
    axis.scatter([shipped[pair.first]], [shipped[pair.second]], s=40, color=OUT_OF_TURN,
                 marker="D", linewidths=0, zorder=3)  # fmt: skip
    certain = ", beyond chance" if pair.is_certain else ""
    axis.set_title(f"{pair.rho:+.2f}{certain}", fontsize=9, fontweight="normal")
    ranges = {each.parameter: each for each in RANGES}
    up = ranges[pair.second]
    if up.is_log:
        axis.set_yscale("log")
        _plain_logarithms(axis.yaxis)
    axis.set_ylim(up.low, up.high)
    axis.set_ylabel(parameter_label(pair.second))
    _across_range(axis, ranges[pair.first])


def _plain_logarithms(scale: Any) -> None:
    """Write the numbers of a logarithmic axis out: 20, not 2 times ten to the first power."""
    scale.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    scale.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    scale.set_minor_formatter(NullFormatter())


def _across_range(axis: Axes, searched: Range) -> None:
    """Let an axis run over the range searched."""
    if searched.is_log:
        axis.set_xscale("log")
        _plain_logarithms(axis.xaxis)
    axis.set_xlim(searched.low, searched.high)
    axis.set_xlabel(parameter_label(searched.parameter))
    axis.tick_params(axis="x", which="both", labelsize=7.5)
