"""The figure of a transition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib
import numpy as np

from ..sweeps.factors import Factor
from ..transition.search import WARNING, Transition
from ..words import counted, with_interval
from .panels import BLUE, RED, jitter, page, parameter_label
from .style import STYLE

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def transition_figure(factor: Factor, found: Transition, *, is_narrow: bool = False) -> Figure:
    """Draw each run as a dot at kept or lost, the fitted curve, and the tipping point."""
    with matplotlib.rc_context(STYLE):
        known = np.isfinite(found.collapsed)
        chart, axes = page(
            f"Where the order breaks, against {factor.name}",
            f"{counted(int(known.sum()), 'run')}, each placed where it tells most of the "
            f"tipping point (red, 95 %: {with_interval(*found.tipping)}).\n{WARNING}",
            1, 1, size=(6.0, 5.0) if is_narrow else (9.0, 5.2),
        )  # fmt: skip
        axis = axes[0, 0]
        shift = 0.035 * jitter(len(found.x))
        axis.scatter(
            found.x[known], (found.collapsed + shift)[known], s=16, color=BLUE, alpha=0.5,
            linewidths=0,
        )  # fmt: skip
        fine = np.linspace(factor.low, factor.high, 400)
        if np.isfinite(found.tipping.value):
            axis.plot(fine, found.curve.probability(fine), color=BLUE, linewidth=1.6)
            axis.axvline(found.tipping.value, color=RED, linewidth=1.2)
            axis.axvspan(found.tipping.low, found.tipping.high, color=RED, alpha=0.13, linewidth=0)
        axis.set_yticks([0, 0.25, 0.5, 0.75, 1], ["order kept", "0.25", "0.5", "0.75", "collapse"])
        axis.set_ylabel("probability of collapse; dots: single days")
        axis.set_xlabel(parameter_label(factor.name))
        axis.set_xlim(factor.low, factor.high)
    return chart
