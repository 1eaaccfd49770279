"""The figure of measured crowds: how they went through a gate, beside days of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np

from gatecrush.model.arrays import Floats

from .panels import BLUE, RED, page
from .style import STYLE

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Curves:
    """A measured crowd and days of the model like it."""

    words: str
    measured: Floats
    """When people crossed the line of the gate, s, ascending, shape (people,)."""
    modelled: tuple[Floats, ...]
    """The same of each day."""
    density: Floats
    """People per m^2 within 2 m of the gate, second by second; empty: not measured."""
    densities: tuple[Floats, ...]
    """The same of each day."""


def measured_figure(curves: Sequence[Curves]) -> Figure:
    """Draw a column for each crowd: people through above, density below where it was measured."""
    with matplotlib.rc_context(STYLE):
        chart, axes = page(
            "A crowd before a gate: measured, and in the model",
            "Red: measured. Blue: days of the model, each with random numbers of its own.",
            2, len(curves), size=(3.1 * len(curves), 6.4),
        )  # fmt: skip
        for (above, below), each in zip(axes.T, curves, strict=True):
            above.set_title(each.words, loc="left", fontsize=9)
            _draw_through(above, each)
            _draw_density(below, each)
        axes[0, 0].set_ylabel("people through the gate")
        axes[1, 0].set_ylabel("people per m² within 2 m of it")
    return chart


def _draw_through(axis: Any, each: Curves) -> None:
    for times in each.modelled:
        axis.plot(times, np.arange(1, times.size + 1), color=BLUE, linewidth=0.9, alpha=0.6)
    axis.plot(each.measured, np.arange(1, each.measured.size + 1), color=RED, linewidth=1.8)
    axis.set_xlabel("s after it opened")
    axis.set_ylim(bottom=0)


def _draw_density(axis: Any, each: Curves) -> None:
    if not each.density.size:
        axis.set_axis_off()
        axis.text(0.0, 0.9, "density: no comparison", transform=axis.transAxes, va="top")
        return
    for density in each.densities:
        shown = density[: each.density.size + 20]
        axis.plot(np.arange(1, shown.size + 1), shown, color=BLUE, linewidth=0.9, alpha=0.6)
    axis.plot(np.arange(1, each.density.size + 1), each.density, color=RED, linewidth=1.8)
    axis.set_xlabel("s after it opened")
    axis.set_ylim(0, 9)
