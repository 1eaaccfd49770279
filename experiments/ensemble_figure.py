"""The figure of an ensemble: prior and posterior of each parameter, and pairs that trade off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from gatecrush.model.scenario import Scenario

from .calibration_ranges import RANGES, Range
from .calibration_region import Narrowing, RankCorrelation
from .ensemble_posterior import narrowings, shares_and_weights, trade_offs
from .figure import IN_TURN, OUT_OF_TURN, STYLE
from .range_figure import (
    DOWN,
    across_range,
    draw_density,
    draw_ranges,
    plain_logarithms,
    range_label,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

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
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(13, 2.1 * DOWN + 3.3), layout="constrained")
        parts: Any = figure.subfigures(2, 1, height_ratios=[2.1 * DOWN, 2.8])
        above, below = parts
        _heading(above, f"What the account says of each parameter ({len(members)} members)")
        found = {each.parameter: each for each in narrowed}
        draw_ranges(
            above,
            lambda axis, each: _draw_members(
                axis, each, shares[each.parameter], weights, found[each.parameter]
            ),
        )
        _heading(
            below, "Correlations: the pairs of parameters that go together most (area: weight)"
        )
        for axis, pair in zip(below.subplots(1, PAIRS), pairs, strict=False):
            _draw_pair(axis, members, weights, pair, ranges)
        figure.savefig(path, dpi=110)


def _heading(part: Any, words: str) -> None:
    part.suptitle(words, x=0.008, ha="left", fontsize=12, fontweight="bold")


def _draw_members(
    axis: Axes,
    prior: Range,
    shares: NDArray[np.float64],
    weights: NDArray[np.float64],
    narrowing: Narrowing,
) -> None:
    """Draw how the weight is spread over the prior's range, where the prior is flat."""
    ends = [float(prior.at(each)) for each in (narrowing.low, narrowing.high)]
    names = ("posterior: members", "prior", "5-95 % of the members")
    draw_density(axis, prior, shares, weights, ends, names)
    axis.set_title("narrowed" if narrowing.is_narrowed else "not narrowed", fontsize=8.5,
                   fontweight="bold" if narrowing.is_narrowed else "normal")  # fmt: skip


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
        plain_logarithms(axis.yaxis)
    axis.set_ylim(up.low, up.high)
    axis.set_ylabel(range_label(pair.second))
    across_range(axis, ranges[pair.first])
