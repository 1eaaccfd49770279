"""What the figures of studies share: page, axis labels, days as dots, curves with bands.

Every day is a dot: distributions are shown, not means alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, MultipleLocator
from numpy.typing import NDArray

from gatecrush.model.arrays import Floats
from gatecrush.model.scenario.scenario import Scenario

from ..days.outcomes import outcome
from ..words import clock
from .style import FAINT, INK

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BLUE: Final = "#33658A"
RED: Final = "#D1495B"
GOLD: Final = "#DDAA33"
GREEN: Final = "#1B998B"
COLORS: Final = (BLUE, RED, GOLD, GREEN)
"""Colors of up to four arms, told apart by the color-blind."""
MARKERS: Final = ("o", "s", "D", "^")
LETTERS_PER_INCH: Final = 14.5
"""Letters of a subtitle that fit into an inch."""
TITLE_LINE: Final = 0.28
"""Height of the title's and of each subtitle's line, inches."""
NEVER: Final = 28.5
"""Where days that never break are drawn on an axis of hours."""


def page(
    question: str,
    subtitle: str,
    rows: int,
    columns: int,
    *,
    size: tuple[float, float],
    **subplots: Any,
) -> tuple[Figure, NDArray[Any]]:
    """Return a figure with its heading, and its axes, shape (rows, columns).

    Args:
        question: the heading.
        subtitle: what is compared and held fixed; may have several lines.
        rows: rows of panels.
        columns: columns of panels.
        size: width and height, inches.
        subplots: further words for ``Figure.subplots``.
    """
    columns_of_text = round(LETTERS_PER_INCH * size[0])
    question = textwrap.fill(question, round(0.55 * columns_of_text))
    subtitle = "\n".join(textwrap.fill(line, columns_of_text) for line in subtitle.splitlines())
    lines = len(question.splitlines()) + len(subtitle.splitlines())
    top = 1 - (TITLE_LINE * lines + 0.12) / size[1]
    layout = ConstrainedLayoutEngine(h_pad=0.09, w_pad=0.09, rect=(0, 0, 1, top))
    figure = Figure(figsize=size, layout=layout)
    axes = figure.subplots(rows, columns, squeeze=False, **subplots)
    left, line = 0.1 / size[0], TITLE_LINE / size[1]
    figure.text(left, 1 - 0.08 / size[1], question, ha="left", va="top",
                fontsize=14, fontweight="bold")  # fmt: skip
    below = (0.15 + len(question.splitlines())) * line
    figure.text(left, 1 - below - 0.05 / size[1], subtitle, ha="left", va="top",
                fontsize=9.5, linespacing=1.4)  # fmt: skip
    for axis in axes.flat:
        axis.grid(axis="y", color=FAINT, alpha=0.18, linewidth=0.6)
        axis.set_axisbelow(True)
    return figure, axes


def parameter_label(name: str) -> str:
    """Return the label of an axis for a parameter: its dotted name with its unit."""
    unit = Scenario.quantities()[name].unit
    return name if unit == "-" else f"{name} ({_pretty(unit)})"


def outcome_label(name: str) -> str:
    """Return the label of an axis for an outcome: its name in words with its unit."""
    return _pretty(outcome(name).label)


def panel_title(name: str) -> str:
    """Return what a panel shows: what the outcome is called, or what it means."""
    return outcome(name).words or _pretty(outcome(name).meaning)


def _pretty(text: str) -> str:
    return text.replace("m^2", "m²").replace("tau-b", "τ").replace(" tau", " τ")


def jitter(n: int) -> Floats:
    """Return offsets in -1 to 1 that spread n dots evenly, the same each time."""
    return 2.0 * np.modf(0.5 + 0.618034 * np.arange(n))[0] - 1.0


def draw_days(
    axis: Axes,
    positions: Sequence[float],
    days: Sequence[Floats],
    *,
    width: float,
    color: str = BLUE,
    marker: str = "o",
    label: str = "",
) -> None:
    """Draw each day as a dot, the median as a bar, 5 to 95 % of days as a line.

    Args:
        axis: where to draw.
        positions: x of each point.
        days: values of the days at each point, NaN left out.
        width: half the width of the cloud of dots, in units of x.
        color: of dots and bars.
        marker: of the dots.
        label: for the legend.
    """
    for x, values in zip(positions, days, strict=True):
        known = values[np.isfinite(values)]
        if not len(known):
            continue
        axis.scatter(
            x + width * jitter(len(known)), known, s=9, color=color, alpha=0.35, marker=marker,
            linewidths=0, clip_on=False,
        )  # fmt: skip
        low, median, high = np.quantile(known, [0.05, 0.5, 0.95])
        axis.plot([x, x], [low, high], color=color, linewidth=1.1)
        axis.plot(
            [x - 1.2 * width, x + 1.2 * width], [median, median], color=color, linewidth=2.6,
            solid_capstyle="round", label=label,
        )  # fmt: skip
        label = ""


def draw_intervals(
    axis: Axes,
    x: Floats,
    table: pd.DataFrame,
    *,
    of: str = "mean",
    color: str = BLUE,
    marker: str = "o",
    label: str = "",
    line: bool = True,
) -> None:
    """Draw values with their 95 % intervals.

    Args:
        axis: where to draw.
        x: position of each row.
        table: rows with the columns ``of``, ``of``_low and ``of``_high.
        of: mean or difference.
        color: of marks and lines.
        marker: of the marks.
        label: for the legend.
        line: whether to join the marks.
    """
    value = table[of].to_numpy()
    reach = [value - table[f"{of}_low"].to_numpy(), table[f"{of}_high"].to_numpy() - value]
    axis.errorbar(
        x, value, yerr=np.maximum(np.nan_to_num(reach), 0.0), color=color, marker=marker,
        markersize=4.5, linewidth=1.3 if line else 0, elinewidth=1.1, capsize=0, label=label,
    )  # fmt: skip


def draw_course(
    axis: Axes, hours: Floats, values: Floats, *, color: str = BLUE, label: str = ""
) -> None:
    """Draw a course of the day: the median of the days, and where 50 and 90 % of them lie.

    Args:
        axis: where to draw.
        hours: hours of the day, shape (n,).
        values: shape (days, n), NaN where there is none.
        color: of line and bands.
        label: for the legend.
    """
    known = np.isfinite(values).any(axis=0)
    hours, values = hours[known], values[:, known]
    if not len(hours):
        return
    low, lower, median, upper, high = np.nanquantile(values, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0)
    axis.fill_between(hours, low, high, color=color, alpha=0.14, linewidth=0)
    axis.fill_between(hours, lower, upper, color=color, alpha=0.26, linewidth=0)
    axis.plot(hours, median, color=color, linewidth=1.7, label=label)


def courses(
    runs: pd.DataFrame, name: str, *, smooth: int = 1, peaks: bool = False
) -> tuple[Floats, Floats]:
    """Return hours, shape (n,), and a course of all days, shape (days, n).

    Args:
        runs: a row a run, all of one length.
        name: a column of the series.
        smooth: minutes of the running mean.
        peaks: whether to take the running peak instead of the mean.
    """
    import pandas as pd

    hours = np.asarray(runs["course_time"].iloc[0], dtype=np.float64)
    values = np.stack(runs[f"course_{name}"].to_list()).astype(np.float64)
    if smooth > 1:
        window = pd.DataFrame(values.T).rolling(smooth, center=True, min_periods=1)
        values = (window.max() if peaks else window.mean()).to_numpy().T
    return hours, values


def onset_or_never(runs: pd.DataFrame) -> Floats:
    """Return the onset of each day, ``NEVER`` where there was none."""
    return np.asarray(runs["onset_time"].fillna(NEVER), dtype=np.float64)


def mark_onset(axis: Axes) -> None:
    """Make the y axis one of hours of the day on which days without onset lie at the top."""
    axis.set_ylim(5, NEVER + 0.6)
    axis.axhspan(NEVER - 0.9, NEVER + 0.6, color=FAINT, alpha=0.12, linewidth=0)
    axis.set_yticks([6, 9, 12, 15, 18, 21, 24, 27, NEVER])
    axis.set_yticklabels([clock(h) for h in (6, 9, 12, 15, 18, 21, 24, 27)] + ["never"])


def hours_below(axis: Axes, begin: float, end: float, *, step: float = 2.0) -> None:
    """Label the x axis with hours of the day."""
    axis.set_xlim(begin, end)
    axis.xaxis.set_major_locator(MultipleLocator(step))
    axis.xaxis.set_major_formatter(FuncFormatter(lambda hour, _: clock(hour)))
    axis.set_xlabel("hour of the day")


def reference_line(axis: Axes, y: float, words: str = "") -> None:
    """Draw a value to compare with."""
    axis.axhline(y, color=INK, linewidth=0.8, linestyle=(0, (4, 3)), alpha=0.6)
    if words:
        axis.annotate(
            words, (1.0, y), xycoords=("axes fraction", "data"), xytext=(0, 2),
            textcoords="offset points", fontsize=8, ha="right", va="bottom",
        )  # fmt: skip
