"""Drawing what is known of each parameter within its range: a panel a parameter, five across."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter
from numpy.typing import NDArray

from gatecrush.model.scenario import Scenario

from .calibration_ranges import RANGES, Range
from .drawing import INK
from .figure import IN_TURN, OUT_OF_TURN

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BINS: Final = 10
ACROSS: Final = 5
DOWN: Final = -(-(len(RANGES) + 1) // ACROSS)
"""Rows of panels; the last panel is the key."""


def draw_ranges(part: Any, draw: Callable[[Axes, Range], None]) -> None:
    """Draw a panel for each range, and a key.

    Args:
        part: figure, or part of one.
        draw: draws one range; the first one's labels become the key.
    """
    axes = part.subplots(DOWN, ACROSS).ravel()
    for axis, each in zip(axes, RANGES, strict=False):
        draw(axis, each)
        across_range(axis, each)
    for axis in axes[::ACROSS]:
        axis.set_ylabel("relative density")
    for axis in axes[len(RANGES) :]:
        axis.axis("off")
    handles, labels = axes[0].get_legend_handles_labels()
    axes[-1].legend(handles, labels, loc="center left")


def draw_density(
    axis: Axes,
    searched: Range,
    shares: NDArray[np.float64],
    weights: NDArray[np.float64],
    ends: Sequence[float],
    names: tuple[str, str, str],
) -> None:
    """Draw how weight is spread over a range, where the range itself is flat.

    Args:
        axis: where to draw.
        searched: the range.
        shares: shares of the range below each value, shape (n,).
        weights: weight of each value, shape (n,); they sum to 1.
        ends: values between which most of the weight lies; none: not drawn.
        names: of the spread, the flat line and the ends.
    """
    edges = np.linspace(0, 1, BINS + 1)
    density = BINS * np.histogram(np.clip(shares, 0, 1), edges, weights=weights)[0]
    at: NDArray[np.float64] = searched.at(edges)
    axis.stairs(density, at, fill=True, color=IN_TURN, alpha=0.55, label=names[0])
    axis.axhline(1.0, color=INK, linewidth=0.9, linestyle=(0, (4, 3)), label=names[1])
    if len(ends):
        axis.plot(ends, [0.04] * len(ends), color=INK, linewidth=3, label=names[2],
                  transform=axis.get_xaxis_transform(), solid_capstyle="butt")  # fmt: skip
    shipped = float(Scenario().flat()[searched.parameter])
    axis.axvline(shipped, color=OUT_OF_TURN, linewidth=1.2, label="default that ships")
    axis.set_ylim(0, max(2.2, 1.1 * float(density.max())))
    axis.yaxis.set_major_locator(MaxNLocator(4, integer=True))


def range_label(parameter: str) -> str:
    """Return a parameter with its unit."""
    unit = Scenario.quantities()[parameter].unit
    return parameter if unit == "-" else f"{parameter} ({unit})"


def plain_logarithms(scale: Any) -> None:
    """Write the numbers of a logarithmic axis out: 20, not 2 times ten to the first power."""
    scale.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    scale.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    scale.set_minor_formatter(NullFormatter())


def across_range(axis: Axes, searched: Range) -> None:
    """Let an axis run over the range searched."""
    if searched.is_log:
        axis.set_xscale("log")
        plain_logarithms(axis.xaxis)
    axis.set_xlim(searched.low, searched.high)
    axis.set_xlabel(range_label(searched.parameter))
    axis.tick_params(axis="x", which="both", labelsize=7.5)
