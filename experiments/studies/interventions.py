"""What would have kept the order, and at which cost?

Design: the account, and the account with one thing done otherwise; 12 days at each point.
Outcomes: differences from the account, day by day with the same random numbers, with 95 %
intervals: share of days that collapse, how long the order lasts, press share in the evening,
admissions out of turn, admissions an hour, peak gate load in the evening, inequality of waits.
Held fixed: everything else. Each is done as well as it can be: staff never forget to ask, everybody
in reach hears an announcement. Twenty at an opening and fewer arrivals change how many are let in
and how many come, the others do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..drawing.differences import draw_differences, name_rows
from ..drawing.panels import outcome_label, page
from ..statistics.comparison import compared, readable
from .study import Point, Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from gatecrush.model.scenario.scenario import Scenario

DONE: Final = "done otherwise"
NOTHING: Final = "nothing"
INTERVENTIONS: Final[dict[str, dict[str, Any]]] = {
    "guards always ask for the number and clear whom they refuse": {
        "guards.number_check": 1.0, "guards.clear_refused": True},
    "guards always ask for the number": {"guards.number_check": 1.0},
    "ten volunteers from 10:00": {"volunteers.count": 10, "volunteers.start": 10.0},
    "staff hand out the numbers on arrival": {"list.handed_out": 1.0},
    "the list is announced four times an hour": {"list.announcements": 4.0},
    "holders close up to the gate": {"waiters.closing_up": 1.0},
    "arrivals turn away at 250 waiting": {"demand.limit": 250},
    "three quarters of the arrivals": {"demand.factor": 0.75},
    "twenty at an opening": {"gate.batch_size": 20},
    "no opening from 12:00 to 13:00": {"gate.closures": ((12.0, 13.0),)},
}  # fmt: skip
"""Each with what it changes."""
OUTCOMES: Final = (
    "collapsed", "order_lasted", "press_share_evening", "out_of_turn_share", "admission_rate",
    "gate_load_peak_evening", "wait_gini",
)  # fmt: skip


def points(_: Scenario) -> list[Point]:
    """Return the account, and the account with each intervention."""
    done = [Point({DONE: words}, settings) for words, settings in INTERVENTIONS.items()]
    return [Point({DONE: NOTHING}, baseline=True), *done]


def tables(runs: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the differences from the account."""
    table = compared(runs, [DONE], OUTCOMES)
    words = readable(table, [DONE], differences=True)
    return table, f"first row: the account; the others: differences from it, 95 %\n{words}"


def figure(_: pd.DataFrame, table: pd.DataFrame) -> Figure:
    """Draw the differences with their intervals, a row an intervention."""
    names = [words for words in INTERVENTIONS if words in set(table[DONE])]
    chart, axes = page(
        "What would have kept the order",
        f"The account with one thing done otherwise, less the account: mean and 95 % interval over "
        f"{int(table['runs'].max())} days with the same random numbers. "
        "Gray: the interval holds 0. In brackets: the account.",
        1,
        len(OUTCOMES),
        size=(16.0, 6.0),
        sharey=True,
    )
    for axis, name in zip(axes.flat, OUTCOMES, strict=True):
        rows = table[table["outcome"] == name].set_index(DONE)
        draw_differences(axis, rows, names, baseline=NOTHING, title=outcome_label(name))
    name_rows(axes[0, 0], names)
    return chart


STUDY: Final = Study(
    name="interventions",
    question="what would have kept the order, and at which cost?",
    points=points,
    replications=12,
    tables=tables,
    figure=figure,
)
