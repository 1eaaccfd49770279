"""The figure of an ensemble: prior and posterior of each parameter, and pairs that trade off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from gatecrush.model.scenario import Scenario

from .calibration_figure import across_range, range_label
from .calibration_ranges import RANGES, Range
from .calibration_region import Narrowing, RankCorrelation
from .drawing import INK
from .ensemble_posterior import narrowings, shares_and_weights, trade_offs
from .figure import IN_TURN, OUT_OF_TURN, STYLE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BINS: Final = 10
ACROSS: Final = 5
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
    ranges = {each.parameter: each for each in RANGES}
    down = -(-(len(narrowed) + 1) // ACROSS)
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(13, 2.1 * down + 3.3), layout="constrained")
        parts: Any = figure.subfigures(2, 1, height_ratios=[2.1 * down, 2.8])
        above, below = parts
        _heading(above, f"What the account says of each parameter ({len(members)} members)")
        axes = above.subplots(down, ACROSS).ravel()
        for axis, each in zip(axes, narrowed, strict=False):
            _draw_marginal(axis, ranges[each.parameter], shares[each.parameter], weights, each)
        for axis in axes[::ACROSS]:
            axis.set_ylabel("relative density")
        for axis in axes[len(narrowed) :]:
            axis.axis("off")
        handles, labels = axes[0].get_legend_handles_labels()
        axes[-1].legend(handles, labels, loc="center left")
        _heading(
            below, "Correlations: the pairs of parameters that go together most (area: weight)"
        )
        for axis, pair in zip(below.subplots(1, PAIRS), pairs, strict=False):
            _draw_pair(axis, members, weights, pair, ranges)
        figure.savefig(path, dpi=110)


def _heading(part: Any, words: str) -> None:
    part.suptitle(words, x=0.008, ha="left", fontsize=12, fontweight="bold")


def _draw_marginal(
    axis: Axes,
    prior: Range,
    shares: NDArray[np.float64],
    weights: NDArray[np.float64],
    narrowing: Narrowing,
) -> None:
    """Draw how the weight is spread over the prior's range, where the prior is flat."""
    edges = np.linspace(0, 1, BINS + 1)
    density, _ = np.histogram(shares, edges, weights=weights)
    density = density * BINS
    at: NDArray[np.float64] = prior.at(edges)
    axis.stairs(density, at, fill=True, color=IN_TURN, alpha=0.55, label="posterior: members")
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
    across_range(axis, prior)


def _draw_pair(
    axis: Axes,
    members: pd.DataFrame,
    weights: Sequence[float] | NDArray[np.float64],
    pair: RankCorrelation,
    ranges: dict[str, Range],
) -> None:
    size = 14 * np.asarray(weights) * len(members)
    axis.scatter(members[pair.first], members[pair.second], s=size, color=IN_TURN, alpha=0.55,
                 linewidths=0)  # fmt: skip
    shipped = Scenario().flat()
    axis.scatter([shipped[pair.first]], [shipped[pair.second]], s=40, color=OUT_OF_TURN,
                 marker="D", linewidths=0, zorder=3)  # fmt: skip
    certain = ", beyond chance" if pair.is_certain else ""
    axis.set_title(f"{pair.rho:+.2f}{certain}", fontsize=9, fontweight="normal")
    up = ranges[pair.second]
    if up.is_log:
        axis.set_yscale("log")
    axis.set_ylim(up.low, up.high)
    axis.set_ylabel(range_label(pair.second))
    across_range(axis, ranges[pair.first])
