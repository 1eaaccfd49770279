"""At which arrival rate does the order break?

Design: the account's arrival profile times 0.1 to 2, 16 days at each factor.
Outcomes: probability of collapse (evening's press share above one half) with Wilson intervals; the
tipping rate, at which it is one half, from a logistic fit with an interval by resampling
replications; two order parameters (1 less the evening's press share, and Kendall's tau of the
evening's admissions), their variance over days, which should peak where the order breaks; onset.
Held fixed: everything but the factor: also the 140 people who hold numbers at 05:00, the gate's ten
people an hour, and the shape of the waiting column. Replication r has the same random numbers at
every factor: the same parties come, only sooner or later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gatecrush.model.demand import DemandParameters

from ..drawing.panels import (
    BLUE,
    GOLD,
    RED,
    draw_days,
    draw_intervals,
    mark_onset,
    onset_or_never,
    outcome_label,
    page,
    parameter_label,
)
from ..statistics import intervals
from ..statistics.comparison import compared, numbers, readable
from ..statistics.tipping import LogisticCurve, tipping_of
from ..words import with_interval
from .study import Point, Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gatecrush.model.scenario.scenario import Scenario

FACTOR: Final = "demand.factor"
FACTORS: Final = (
    0.1, 0.25, 0.35, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.85, 1.0, 1.25, 1.5, 2.0,
)  # fmt: skip
ORDERS: Final = ("order_share_evening", "order_tau_evening")
"""Order parameters: 1 in perfect order, 0 without any."""
OUTCOMES: Final = (
    "collapsed", *ORDERS, "onset_time", "unintercepted_share", "gate_load_peak_evening",
)  # fmt: skip


def points(scenario: Scenario) -> list[Point]:
    """Return a point for each factor."""
    base = scenario.demand.factor
    return [Point({FACTOR: base * each}, {FACTOR: base * each}) for each in FACTORS]


def tables(runs: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the outcomes at each factor with the variance over days, and the tipping rate."""
    table = compared(runs, [FACTOR], OUTCOMES)
    per_hour = mean_rate(runs)
    table.insert(1, "arrivals_per_hour", table[FACTOR] * per_hour)
    spread = [
        intervals.variance(numbers(runs.loc[runs[FACTOR] == row[FACTOR], row["outcome"]]))
        if row["outcome"] in ORDERS
        else intervals.UNKNOWN
        for row in table.to_dict("records")
    ]
    for place, name in enumerate(("variance", "variance_low", "variance_high")):
        table[name] = [estimate[place] for estimate in spread]
    tipping, _ = tipping_of(runs, FACTOR)
    for name, value in zip(("tipping", "tipping_low", "tipping_high"), tipping, strict=True):
        table[name] = value
    in_rates = intervals.Estimate(*(per_hour * each for each in tipping))
    found = (
        f"tipping factor {with_interval(*tipping)}: {with_interval(*in_rates)} arrivals per hour, "
        "mean over the day (95 %)"
        if np.isfinite(tipping.value)
        else "no tipping rate among the factors run"
    )
    words = f"{found}\nvariance over days peaks at a factor of {_peaks(table)}"
    return table, f"{readable(table, [FACTOR])}\n\n{words}"


def mean_rate(runs: pd.DataFrame) -> float:
    """Return arrivals per hour at a factor of 1, averaged over the run."""
    day = runs.iloc[0]
    begin, end = float(day["run.start"]), float(day["run.end"])
    demand = DemandParameters(profile=tuple(map(tuple, day["demand.profile"])))
    return demand.people_between(begin, end) / (end - begin)


def _peaks(table: pd.DataFrame) -> str:
    found = []
    for name in ORDERS:
        rows = table[(table["outcome"] == name) & table["variance"].notna()]
        if len(rows):
            found.append(f"{rows.loc[rows['variance'].idxmax(), FACTOR]:g} ({name})")
    return ", ".join(found) or "- (one day a point)"


def figure(runs: pd.DataFrame, table: pd.DataFrame) -> Figure:
    """Draw collapse, order, variance and onset against the factor."""
    tipping, curve = tipping_of(runs, FACTOR)
    chart, axes = page(
        "When arrivals quicken, the order breaks",
        f"{int(table['runs'].max())} days at each factor; the same random numbers at every factor. "
        "Red: tipping rate with its 95 % interval.",
        2,
        2,
        size=(12.0, 8.6),
    )
    x = np.sort(runs[FACTOR].unique())
    _draw_collapse(axes[0, 0], x, table, curve)
    _draw_order(axes[0, 1], x, runs)
    _draw_variance(axes[1, 0], table)
    _draw_onset(axes[1, 1], x, runs)
    for axis in axes.flat:
        axis.set_xlim(0, 1.03 * x.max())
        axis.set_xlabel(parameter_label(FACTOR))
        if np.isfinite(tipping.value):
            axis.axvline(tipping.value, color=RED, linewidth=1.2)
            axis.axvspan(tipping.low, tipping.high, color=RED, alpha=0.13, linewidth=0)
    rate = mean_rate(runs)
    _add_rates(axes[0, 0], rate)
    _add_rates(axes[0, 1], rate)
    return chart


def _add_rates(axis: Axes, rate: float) -> None:
    def per_hour(factor: Any) -> Any:
        return factor * rate

    def factor(per_hour: Any) -> Any:
        return per_hour / rate

    above = axis.secondary_xaxis("top", functions=(per_hour, factor))
    above.set_xlabel("arrivals, mean over the day (1/h)", fontsize=8.5)
    above.spines["top"].set_visible(True)


def _draw_collapse(axis: Axes, x: Any, table: pd.DataFrame, curve: LogisticCurve | None) -> None:
    rows = table[table["outcome"] == "collapsed"]
    if curve is not None:
        fine = np.linspace(0, 1.03 * x.max(), 300)
        axis.plot(fine, curve.probability(fine), color=BLUE, linewidth=1.4, alpha=0.6)
    draw_intervals(axis, rows[FACTOR].to_numpy(), rows, line=False)
    axis.set_ylim(-0.03, 1.03)
    axis.set_ylabel("probability of collapse")
    axis.set_title("Collapse: press share above 0.5 from 19:00 to 21:00\n")


def _draw_order(axis: Axes, x: Any, runs: pd.DataFrame) -> None:
    for name, color, shift in zip(ORDERS, (BLUE, GOLD), (-0.009, 0.009), strict=True):
        days = [numbers(runs.loc[runs[FACTOR] == each, name]) for each in x]
        draw_days(axis, list(x + shift), days, width=0.008, color=color, label=outcome_label(name))
    axis.set_ylim(-0.6, 1.02)
    axis.set_ylabel("order parameter")
    axis.set_title("Order: each day a dot, the median a bar\n")
    axis.legend(loc="lower left")


def _draw_variance(axis: Axes, table: pd.DataFrame) -> None:
    for name, color, marker in zip(ORDERS, (BLUE, GOLD), ("o", "s"), strict=True):
        rows = table[table["outcome"] == name]
        draw_intervals(axis, rows[FACTOR].to_numpy(), rows, of="variance", color=color,
                       marker=marker, label=outcome_label(name))  # fmt: skip
    axis.set_ylim(bottom=0)
    axis.set_ylabel("variance over days")
    axis.set_title("Variance of the order parameters")
    axis.legend(loc="upper right")


def _draw_onset(axis: Axes, x: Any, runs: pd.DataFrame) -> None:
    days = [onset_or_never(runs[runs[FACTOR] == each]) for each in x]
    draw_days(axis, list(x), days, width=0.012, color=BLUE)
    mark_onset(axis)
    axis.set_ylabel("onset (hour of the day)")
    axis.set_title("When the order breaks")


STUDY: Final = Study(
    name="transition",
    question="at which arrival rate does the order break?",
    points=points,
    replications=16,
    tables=tables,
    figure=figure,
)
