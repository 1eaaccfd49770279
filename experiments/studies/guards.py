"""Do guards who ask for numbers keep the order, and does it help to clear those they refuse?

Design: probability to ask 0 to 1, with and without sending the refused away from the gate; 8 days
at each point. Guards who ask nobody refuse nobody, so there is one such point, the baseline.
Outcomes: admissions out of turn, evening's press share, how long the order lasts, admissions per
hour (guards who refuse without clearing may block their own gate), evening's gate load.
Held fixed: everything else; asked or not is drawn per person and opening and remembered, so that a
refused person does not simply try again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..drawing.panels import (
    COLORS,
    MARKERS,
    draw_intervals,
    outcome_label,
    page,
    panel_title,
    parameter_label,
)
from ..statistics.comparison import compared, readable
from .study import Point, Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from gatecrush.model.scenario.scenario import Scenario

CHECK, CLEAR = "guards.number_check", "guards.clear_refused"
CHECKS: Final = (0.25, 0.5, 0.75, 1.0)
OUTCOMES: Final = (
    "out_of_turn_share", "press_share_evening", "order_lasted", "admission_rate",
    "gate_load_peak_evening", "wait_gini", "collapsed",
)  # fmt: skip
PANELS: Final = OUTCOMES[:6]


def points(scenario: Scenario) -> list[Point]:
    """Return guards who ask nobody, and each probability with and without clearing."""
    nobody = {CHECK: 0.0, CLEAR: scenario.guards.clear_refused}
    crossed = [{CHECK: check, CLEAR: clear} for clear in (False, True) for check in CHECKS]
    return [Point(nobody, nobody, baseline=True), *(Point(each, each) for each in crossed)]


def tables(runs: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the outcomes at each point with differences from guards who ask nobody."""
    table = compared(runs, [CLEAR, CHECK], OUTCOMES)
    return table, readable(table, [CLEAR, CHECK])


def figure(_: pd.DataFrame, table: pd.DataFrame) -> Figure:
    """Draw outcomes against the probability to ask, a line with and one without clearing."""
    chart, axes = page(
        "Guards who ask for numbers",
        f"Mean and 95 % interval, {int(table['runs'].max())} days with the same random numbers "
        "at every point.",
        2,
        3,
        size=(13.0, 7.6),
    )
    for axis, name in zip(axes.flat, PANELS, strict=True):
        rows = table[table["outcome"] == name]
        for number, clear in enumerate((False, True)):
            arm = rows[(rows[CLEAR] == clear) | (rows[CHECK] == 0.0)].sort_values(CHECK)
            label = "refused sent away" if clear else "refused left standing"
            draw_intervals(
                axis, arm[CHECK].to_numpy() + 0.006 * (2 * number - 1), arm,
                color=COLORS[number], marker=MARKERS[number], label=label,
            )  # fmt: skip
        axis.set_ylim(bottom=0)
        axis.set_xlabel(parameter_label(CHECK))
        axis.set_ylabel(outcome_label(name))
        axis.set_title(panel_title(name))
    axes[0, 0].legend(title=CLEAR, loc="best")
    return chart


STUDY: Final = Study(
    name="guards",
    question="do guards who ask for numbers keep the order?",
    points=points,
    replications=8,
    tables=tables,
    figure=figure,
)
