"""The figure of a sweep: a curve with its band, a map with its tipping line, or scattered days.

Drawn from the runs there are; a sweep that is not finished has a figure, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from gatecrush.model.arrays import Floats
from gatecrush.model.record.measures.pressure import LOAD_BANDS

from ..statistics import intervals
from ..statistics.comparison import compared, numbers
from ..statistics.tipping import LogisticCurve, tipping_of
from ..sweeps.folder import NoSweepError
from ..sweeps.lists_told_apart import lists_told_apart
from ..sweeps.plan import Plan
from ..sweeps.terms import CROSSED, WITHOUT_FIGURE
from ..words import clock, counted
from .panels import (
    BLUE,
    NEVER,
    RED,
    draw_days,
    draw_intervals,
    mark_onset,
    onset_or_never,
    outcome_label,
    page,
    panel_title,
    parameter_label,
)
from .style import INK, STYLE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

SCATTERED: Final = ("press_share_evening", "order_lasted")
MAPPED: Final = ("collapsed", "press_share_evening", "onset_time", "gate_load_peak_evening")
ACROSS: Final = 4
"""Panels side by side at most."""
NARROW: Final = (6.0, 11.8)
"""Width and height of four panels below one another, inches."""
PROBABILITY: Final = "probability of collapse"


def sweep_figure(plan: Plan, runs: pd.DataFrame, *, is_narrow: bool = False) -> Figure:
    """Return the figure of a sweep.

    Args:
        plan: what was to be run.
        runs: the finished runs, a row each.
        is_narrow: whether to draw its panels below one another, for a phone.

    Raises:
        ValueError: no run has finished.
        NoSweepError: it is a plan without a figure of its own.
    """
    if plan.design in WITHOUT_FIGURE:
        raise NoSweepError(WITHOUT_FIGURE[plan.design])
    if not len(runs):
        raise ValueError("no run finished")
    plan, runs = lists_told_apart(plan, runs)
    kinds = [type(plan.scenario).quantities()[each.name].kind for each in plan.factors]
    is_number = all(kind in ("number", "whole number") for kind in kinds)
    with matplotlib.rc_context(STYLE):
        if not plan.factors:
            return _days(plan, runs, is_narrow=is_narrow)
        if plan.design == CROSSED and len(plan.factors) == 1:
            return _curves(plan, runs, is_number=is_number, is_narrow=is_narrow)
        if plan.design == CROSSED and len(plan.factors) == 2 and is_number:
            return _maps(plan, runs, is_narrow=is_narrow)
        return _scatter(plan, runs, most_across=1 if is_narrow else ACROSS)


def _subtitle(plan: Plan, runs: pd.DataFrame, words: str) -> str:
    days = (
        runs.groupby([each.name for each in plan.factors]).size() if plan.factors else [len(runs)]
    )
    least, most = int(min(days)), int(max(days))
    per_point = f"{most}" if least == most else f"{least} to {most}"
    plural = "s" if most > 1 else ""
    where = " at each point" if plan.factors else ""
    found = f"Scenario {plan.scenario.name}, {per_point} day{plural}{where}. {words}"
    if plan.ensemble is not None:
        found += f" Each replication under another member of the ensemble {plan.ensemble.name}."
    if len(runs) < plan.runs_in_all:
        found += f" So far {len(runs)} of {counted(plan.runs_in_all, 'run')}."
    return found


def _curves(plan: Plan, runs: pd.DataFrame, *, is_number: bool, is_narrow: bool) -> Figure:
    """Draw four outcomes against one factor."""
    name = plan.factors[0].name
    values = [each for each in plan.factors[0].values if (runs[name] == each).any()]
    x = np.array(values, float) if is_number else np.arange(len(values), dtype=float)
    days = [runs[runs[name] == each] for each in values]
    table = compared(
        runs.assign(point=[values.index(each) for each in runs[name]], baseline=False),
        [name],
        ("collapsed", "press_share_evening", "gate_load_peak_evening"),
    )
    tipping, curve = (
        tipping_of(runs, name) if is_number and len(x) > 1 else (intervals.UNKNOWN, None)
    )
    words = "Each dot is a day, bars are medians; bands and whiskers hold 95 %."
    if np.isfinite(tipping.value):
        low, high = (f"{each:.3g}" for each in tipping[1:])
        words += f"\nRed: half the days collapse at {name} = {tipping.value:.3g} [{low}, {high}]."
    chart, axes = page(
        f"When the order breaks, against {name}", _subtitle(plan, runs, words), *_shape(is_narrow),
        size=NARROW if is_narrow else (12.0, 8.6),
    )  # fmt: skip
    collapse, press, onset, load = axes.flat
    width = 0.22 * float(np.diff(np.sort(x)).min()) if len(x) > 1 else 0.2
    _draw_collapse(collapse, x, table, curve)
    for axis, outcome in ((press, SCATTERED[0]), (load, MAPPED[3])):
        _draw_band(axis, x, table[table["outcome"] == outcome])
        draw_days(axis, list(x), [numbers(day[outcome]) for day in days], width=width, color=BLUE)
        axis.set_title(panel_title(outcome))
        axis.set_ylabel(outcome_label(outcome))
        axis.set_ylim(bottom=0)
    draw_days(onset, list(x), [onset_or_never(day) for day in days], width=width, color=BLUE)
    mark_onset(onset)
    onset.set_title(panel_title("onset_time"))
    onset.set_ylabel("onset (hour of the day)")
    for axis in axes.flat:
        axis.set_xlabel(parameter_label(name))
        axis.set_xlim(float(x.min()) - 2 * width, float(x.max()) + 2 * width)
        if not is_number:
            axis.set_xticks(x, [str(each) for each in values])
        if np.isfinite(tipping.value):
            axis.axvline(tipping.value, color=RED, linewidth=1.2)
            axis.axvspan(tipping.low, tipping.high, color=RED, alpha=0.13, linewidth=0)
    return chart


def _shape(is_narrow: bool) -> tuple[int, int]:
    """Return rows and columns of four panels."""
    return (4, 1) if is_narrow else (2, 2)


def _draw_collapse(axis: Axes, x: Floats, table: pd.DataFrame, curve: LogisticCurve | None) -> None:
    if curve is not None and np.isfinite(curve.tipping):
        fine = np.linspace(x.min(), x.max(), 300)
        axis.plot(fine, curve.probability(fine), color=BLUE, linewidth=1.4, alpha=0.6)
    draw_intervals(axis, x, table[table["outcome"] == "collapsed"], line=False)
    if not table[table["outcome"] == "collapsed"]["known"].any():
        _say_unknown(axis)
    axis.set_ylim(-0.03, 1.03)
    axis.set_ylabel(PROBABILITY)
    axis.set_title("Collapse: press share above 0.5 from 19:00 to 21:00")


def _say_unknown(axis: Axes) -> None:
    axis.annotate(
        "not known: no day went on until then", (0.5, 0.5), xycoords="axes fraction", ha="center",
        fontsize=9, color=INK,
    )  # fmt: skip


def _draw_band(axis: Axes, x: Floats, rows: pd.DataFrame) -> None:
    """Draw a mean with its 95 % band."""
    low, high = rows["mean_low"].to_numpy(), rows["mean_high"].to_numpy()
    axis.fill_between(x, low, high, color=BLUE, alpha=0.18, linewidth=0)
    axis.plot(x, rows["mean"].to_numpy(), color=BLUE, linewidth=1.4)


def _maps(plan: Plan, runs: pd.DataFrame, *, is_narrow: bool) -> Figure:
    """Draw four outcomes over two factors, with the line on which half the days collapse."""
    across, up = (each.name for each in plan.factors)
    probability = _grid(runs, "collapsed", across, up, "mean")
    words = "Red: half the days collapse. White: no run yet."
    chart, axes = page(
        f"When the order breaks, against {across} and {up}", _subtitle(plan, runs, words),
        *_shape(is_narrow), size=NARROW if is_narrow else (12.0, 9.0),
    )  # fmt: skip
    for axis, name in zip(axes.flat, MAPPED, strict=True):
        shown = runs.assign(onset_time=onset_or_never(runs)) if name == "onset_time" else runs
        how = "median" if name == "onset_time" else "mean"
        grid = _grid(shown, name, across, up, how)
        reach = (0.0, 1.0) if name in MAPPED[:2] else (None, None)
        axis.grid(visible=False)
        x, y = (np.sort(grid.columns.to_numpy(float)), np.sort(grid.index.to_numpy(float)))
        drawn = axis.pcolormesh(
            x, y, grid.to_numpy(float), cmap="cividis", shading="nearest",
            vmin=reach[0], vmax=reach[1], rasterized=True,
        )  # fmt: skip
        if not np.isfinite(grid.to_numpy(float)).any():
            _say_unknown(axis)
        label = PROBABILITY if name == "collapsed" else outcome_label(name)
        bar = chart.colorbar(drawn, ax=axis, label=label)
        if name == "onset_time":
            bar.ax.yaxis.set_major_formatter(
                FuncFormatter(lambda hour, _: "never" if hour >= NEVER - 0.5 else clock(hour))
            )
        known = probability.to_numpy(float)[np.isfinite(probability.to_numpy(float))]
        if min(grid.shape) > 1 and (known < 0.5).any() and (known > 0.5).any():
            axis.contour(x, y, probability.to_numpy(float), levels=[0.5], colors=RED, linewidths=2)
        axis.set_title(panel_title(name) if name != "collapsed" else "Collapse")
        axis.set_xlabel(parameter_label(across))
        axis.set_ylabel(parameter_label(up))
    return chart


def _grid(runs: pd.DataFrame, name: str, across: str, up: str, how: str) -> pd.DataFrame:
    numeric = runs.assign(**{name: numbers(runs[name])})
    by_point = numeric.groupby([up, across])[name]  # a pivot would drop what no day knows
    return (by_point.mean() if how == "mean" else by_point.median()).unstack()


def _days(plan: Plan, runs: pd.DataFrame, *, is_narrow: bool) -> Figure:
    """Draw how days differ that differ in chance alone: how many of them, by hour and by load."""
    chart, axes = page(
        "How the days differ", _subtitle(plan, runs, "Bars: number of days."),
        *((2, 1) if is_narrow else (1, 2)), size=(6.0, 7.0) if is_narrow else (12.0, 4.6),
    )  # fmt: skip
    onset, load = axes.flat
    hours = onset_or_never(runs)
    onset.hist(hours, bins=np.arange(0.0, NEVER + 1.0, 0.5), color=BLUE, alpha=0.8)
    known = hours[hours < NEVER]
    begin = np.floor(known.min()) - 1 if len(known) else plan.scenario.run.start
    onset.set_xlim(begin, NEVER + 0.7)
    ticks = np.arange(3 * np.ceil(begin / 3), NEVER - 1, 3)
    onset.set_xticks([*ticks, NEVER + 0.25], [*map(clock, ticks), "never"])
    onset.set_xlabel("onset (hour of the day)")
    onset.set_title(panel_title("onset_time"))
    peaks = numbers(runs[MAPPED[3]])
    top = max(5.5, 1.1 * float(np.nanmax(peaks))) if np.isfinite(peaks).any() else 5.5
    load.hist(peaks, bins=np.arange(0.0, top + 0.25, 0.25), color=BLUE, alpha=0.8)
    for edge, name in LOAD_BANDS:
        load.axvline(edge, color=INK, linewidth=0.8, linestyle=(0, (4, 3)), alpha=0.6)
        load.annotate(
            name, (edge, 1.0), xycoords=("data", "axes fraction"), xytext=(3, -3),
            textcoords="offset points", fontsize=8, rotation=90, va="top",
        )  # fmt: skip
    load.set_xlim(0, top)
    load.set_xlabel(outcome_label(MAPPED[3]))
    load.set_title(panel_title(MAPPED[3]))
    for axis in (onset, load):
        axis.set_ylabel("days")
        axis.yaxis.set_major_locator(MaxNLocator(integer=True))
    return chart


def _scatter(plan: Plan, runs: pd.DataFrame, *, most_across: int) -> Figure:
    """Draw two outcomes against each factor, a dot a day, with a running median."""
    factors = [each.name for each in plan.factors]
    columns = min(most_across, len(factors))
    blocks = -(-len(factors) // columns)
    chart, axes = page(
        "How the evening depends on each factor",
        _subtitle(plan, runs, "Each dot is a day, all other factors vary; line: running median."),
        len(SCATTERED) * blocks, columns, size=(3.4 * columns + 1.2, 2.9 * 2 * blocks + 1.0),
    )  # fmt: skip
    for number in range(blocks * columns):
        for row, outcome in enumerate(SCATTERED):
            axis = axes[len(SCATTERED) * (number // columns) + row, number % columns]
            if number >= len(factors):
                axis.set_visible(False)
                continue
            _draw_scatter(axis, runs, factors[number], outcome)
            if number % columns == 0:
                axis.set_ylabel(outcome_label(outcome))
    return chart


def _draw_scatter(axis: Axes, runs: pd.DataFrame, name: str, outcome: str) -> None:
    levels, place = _places(runs[name])
    y = numbers(runs[outcome])
    axis.scatter(place, y, s=10, color=BLUE, alpha=0.35, linewidths=0)
    order = np.argsort(place, kind="stable")
    window = max(5, len(runs) // 8)
    if len(runs) >= 2 * window and not levels:
        import pandas as pd

        smooth = pd.Series(y[order]).rolling(window, center=True).median()
        axis.plot(place[order], smooth, color=INK, linewidth=1.6)
    if levels:
        axis.set_xticks(range(len(levels)), levels)
    axis.set_xlabel(parameter_label(name), fontsize=8.5)
    axis.set_ylim(bottom=0)


def _places(column: pd.Series[Any]) -> tuple[Sequence[str], Floats]:
    """Return the levels of a factor that is no number, and where each run lies."""
    if column.dtype.kind in "iuf":
        return [], numbers(column)
    texts = column.astype(str)
    levels = sorted(texts.unique())
    at: Callable[[str], int] = levels.index
    return levels, np.array([at(each) for each in texts], dtype=float)
