"""Differences from a baseline, a row each, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .panels import BLUE, FAINT, INK, RED

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def name_rows(axis: Axes, names: Sequence[str]) -> None:
    """Name the rows at the left, the first on top."""
    axis.set_yticks(range(len(names)))
    axis.set_yticklabels(names, fontsize=8, linespacing=1.25)
    axis.set_ylim(len(names) - 0.4, -0.6)


def draw_differences(
    axis: Axes, rows: pd.DataFrame, names: Sequence[str], *, baseline: str, title: str
) -> None:
    """Draw the difference of each row from the baseline; gray where its interval holds 0.

    Args:
        axis: where.
        rows: of one outcome, by name: its mean, and difference, difference_low, difference_high.
        names: the rows drawn, the first on top.
        baseline: name of the row that the others differ from; its mean stands in the title.
        title: words for the outcome.
    """
    for place, name in enumerate(names):
        if place % 2 == 0:
            axis.axhspan(place - 0.5, place + 0.5, color=FAINT, alpha=0.07, linewidth=0)
        row = rows.loc[name]
        low, high = row["difference_low"], row["difference_high"]
        is_clear = low > 0 or high < 0
        color = (RED if row["difference"] > 0 else BLUE) if is_clear else FAINT
        if np.isfinite(low):
            axis.plot([low, high], [place, place], color=color, linewidth=1.8)
        axis.plot([row["difference"]], [place], marker="o", color=color, markersize=5.5)
    axis.axvline(0.0, color=INK, linewidth=0.8)
    axis.grid(visible=False, axis="y")
    axis.grid(axis="x", color=FAINT, alpha=0.25, linewidth=0.6)
    axis.margins(x=0.12)
    reach = 0.02 * max(1.0, abs(float(rows["mean"].abs().max())))
    low, high = axis.get_xlim()
    axis.set_xlim(min(low, -reach), max(high, reach))
    axis.set_title(_in_lines(title, rows, baseline), fontsize=9.0)
    axis.set_xlabel("difference")


def _in_lines(title: str, rows: pd.DataFrame, baseline: str) -> str:
    base = f"({rows.loc[baseline, 'mean']:.2g})" if baseline in rows.index else ""
    words = title.split(" ")
    half = (len(words) + 1) // 2
    return f"{' '.join(words[:half])}\n{' '.join(words[half:])}\n{base}"
