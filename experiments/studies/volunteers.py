"""How many volunteers, and from when on, keep the order?

Design: 0 to 30 volunteers from 05:00, 12:00 or 17:00 on, 8 days at each point. Without volunteers
the hour means nothing, so there is one such point, the baseline.
Outcomes: evening's press share, how long the order lasts, evening's gate load, and how many people
each volunteer turns round: means with 95 % intervals, differences from no volunteers day by day.
Held fixed: everything else; volunteers take no room, admit nobody and speak to one person a minute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ..drawing.panels import (
    COLORS,
    MARKERS,
    draw_intervals,
    outcome_label,
    page,
    panel_title,
    parameter_label,
    reference_line,
)
from ..statistics.comparison import compared, readable
from ..words import clock
from .study import Point, Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from gatecrush.model.scenario.scenario import Scenario

COUNT, START = "volunteers.count", "volunteers.start"
COUNTS: Final = (2, 5, 10, 20, 30)
STARTS: Final = (5.0, 12.0, 17.0)
OUTCOMES: Final = (
    "press_share_evening", "order_lasted", "gate_load_peak_evening", "turned_round",
    "order_tau_evening", "collapsed",
)  # fmt: skip
PANELS: Final = OUTCOMES[:4]


def points(scenario: Scenario) -> list[Point]:
    """Return no volunteers, and each count from each hour on."""
    nobody = {COUNT: 0, START: scenario.volunteers.start}
    crossed = [{COUNT: count, START: start} for start in STARTS for count in COUNTS]
    return [Point(nobody, nobody, baseline=True), *(Point(each, each) for each in crossed)]


def tables(runs: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the outcomes at each point with differences from no volunteers."""
    table = compared(runs, [START, COUNT], OUTCOMES)
    words = readable(table, [START, COUNT], differences=True)
    return table, f"first row: no volunteers; the others: differences from it, 95 %\n{words}"


def figure(_: pd.DataFrame, table: pd.DataFrame) -> Figure:
    """Draw outcomes against the number of volunteers, a line for each hour."""
    chart, axes = page(
        "How many volunteers, from when on?",
        f"Difference from no volunteers, mean and 95 % interval, {int(table['runs'].max())} days "
        "with the same random numbers.",
        2,
        2,
        size=(11.0, 7.6),
    )
    for axis, name in zip(axes.flat, PANELS, strict=True):
        rows = table[(table["outcome"] == name) & (table[COUNT] > 0)]
        reference_line(axis, 0.0)
        for number, start in enumerate(STARTS):
            arm = rows[rows[START] == start]
            draw_intervals(
                axis, arm[COUNT].to_numpy(float) + 0.25 * (number - 1), arm, of="difference",
                color=COLORS[number], marker=MARKERS[number], label=f"from {clock(start)}",
            )  # fmt: skip
        axis.set_xlim(0, 31)
        axis.set_xticks(np.array([0, *COUNTS]))
        axis.set_xlabel(parameter_label(COUNT))
        axis.set_ylabel("difference in " + outcome_label(name))
        axis.set_title(panel_title(name))
    axes[0, 0].legend(title=START, loc="best")
    return chart


STUDY: Final = Study(
    name="volunteers",
    question="how many volunteers, and from when on, keep the order?",
    points=points,
    replications=8,
    tables=tables,
    figure=figure,
)
